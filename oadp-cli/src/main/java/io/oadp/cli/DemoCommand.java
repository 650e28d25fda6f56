// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.cluster.ClusterInfo;
import io.oadp.testkit.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oadp demo}. */
@Command(
    name = "demo",
    description = {
      "Back up a small shop, lose it, restore it and compare.",
      "Runs on a Kubernetes API server inside this process; with --kubeconfig or --context on",
      "that cluster, in a namespace oadp-demo-… of its own, which it removes in the end.",
      "Outside of it that cluster's namespaces, cluster role bindings and resource definitions",
      "are read, and nothing is written."
    })
final class DemoCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final LocationOptions location = new LocationOptions();

  DemoCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  @SuppressWarnings("try") // a guard is only ever closed
  public Integer call() {
    Path directory = null;
    try (Interruption.Guard guard = environment.interruption().interruptingThisThread()) {
      if (!location.isGiven(environment)) {
        directory = Files.createTempDirectory("oadp-demo-");
      }
      String id = UUID.randomUUID().toString().substring(0, 6);
      environment.console().print("A shop is backed up, lost, restored and compared.\n");
      return connection.isGiven() ? onRealCluster(id, directory) : onFakeCluster(id, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the demonstration: " + e.getMessage(), e);
    } finally {
      if (directory != null) {
        remove(directory);
      }
    }
  }

  private int onFakeCluster(String id, @Nullable Path directory) {
    try (FakeCluster fake = FakeCluster.start();
        Cluster cluster = environment.engines().connectText(fake.kubeconfig());
        Oadp oadp =
            location.open(
                environment, environment.engines().connectText(fake.kubeconfig()), "", directory)) {
      Demo demo = new Demo(environment, cluster, oadp, new Shop("shop", true), "demo-" + id);
      int code =
          demo.run(
              "A small Kubernetes API server inside this process, at " + fake.url(),
              place(directory));
      environment
          .console()
          .print("\nThe same on your cluster: bin/oadp demo --kubeconfig ~/.kube/config");
      return code;
    }
  }

  private int onRealCluster(String id, @Nullable Path directory) {
    Shop shop = new Shop("oadp-demo-" + id, false);
    try (Cluster cluster = connection.connect(environment);
        Oadp oadp = location.open(environment, connection.connect(environment), "", directory)) {
      ClusterInfo info = cluster.info();
      Demo demo = new Demo(environment, cluster, oadp, shop, "demo-" + id);
      try {
        return demo.run(
            "Your cluster, Kubernetes "
                + info.gitVersion()
                + ". Only the namespace '"
                + shop.namespace()
                + "' is written to.\n"
                + "   Outside of it namespaces, cluster role bindings and resource definitions are"
                + " read.",
            place(directory));
      } finally {
        // A pending interrupt would end the removal before it began.
        boolean interrupted = Thread.interrupted();
        environment.console().print("");
        demo.removeNamespace();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private String place(@Nullable Path directory) {
    return directory == null
        ? location.resolve(environment, "").bucket()
        : directory + ", removed in the end";
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory + ": " + e.getMessage(), e);
    }
  }
}

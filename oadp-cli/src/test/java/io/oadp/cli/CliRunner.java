// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ClusterException;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.cluster.ClusterInfo;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the program in this process, with what it prints kept apart. */
final class CliRunner {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final Map<String, String> variables = new LinkedHashMap<>();
  final List<BackupStorageLocation> locations = new ArrayList<>();
  final List<String> connected = new ArrayList<>();
  final List<String> homes = new ArrayList<>();
  final Interruption interruption = new Interruption();
  private final Engines engines;
  private String input = "";
  private boolean terminal;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  CliRunner(Oadp oadp) {
    engines = new ScriptedEngines(oadp);
  }

  CliRunner(Engines engines) {
    this.engines = engines;
  }

  CliRunner input(String text) {
    input = text;
    return this;
  }

  CliRunner onTerminal() {
    terminal = true;
    return this;
  }

  int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    Environment environment =
        new Environment(
            new Console(new PrintWriter(out), new PrintWriter(err), terminal),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            variables,
            Clock.fixed(NOW, ZoneOffset.UTC),
            engines,
            interruption);
    return Cli.commandLine(environment).execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  private final class ScriptedEngines implements Engines {
    private final Oadp oadp;

    ScriptedEngines(Oadp oadp) {
      this.oadp = oadp;
    }

    @Override
    public Cluster connect(String kubeconfig, String context) {
      connected.add(kubeconfig + "|" + context);
      return new NoCluster();
    }

    @Override
    public Cluster connectText(String kubeconfig) {
      return new NoCluster();
    }

    @Override
    public Oadp open(Cluster cluster, BackupStorageLocation location, String home) {
      homes.add(home);
      return openCatalog(location, home);
    }

    @Override
    public Oadp openCatalog(BackupStorageLocation location, String home) {
      locations.add(location);
      return oadp;
    }
  }

  private static final class NoCluster implements Cluster {
    @Override
    public KubernetesItem create(KubernetesItem item) {
      throw none();
    }

    @Override
    public void delete(ResourceIdentifier id) {
      throw none();
    }

    @Override
    public KubernetesItem patch(ResourceIdentifier id, Patch patch) {
      throw none();
    }

    @Override
    public Optional<KubernetesItem> get(ResourceIdentifier id) {
      throw none();
    }

    @Override
    public Stream<KubernetesItem> list(ItemQuery query) {
      throw none();
    }

    @Override
    public Optional<String> resolve(String name) {
      throw none();
    }

    @Override
    public ClusterInfo info() {
      throw none();
    }

    @Override
    public void close() {}

    private static ClusterException none() {
      return new ClusterException(0, "", "there is no cluster here", "", null);
    }
  }
}

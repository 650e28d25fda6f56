// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import io.oadp.api.ConfigurationException;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.internal.cluster.Kubeconfig;
import io.oadp.core.internal.cluster.KubernetesCluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Ways to a cluster. None of them sends anything: whether the server can be reached shows at the
 * first call. Tokens of exec plugins and token files are asked for again every five minutes.
 */
public final class Clusters {
  private Clusters() {}

  /**
   * Connects as kubectl would: by the files that the environment variable {@code KUBECONFIG} lists,
   * else by {@code ~/.kube/config}, else by the service account of the pod that this runs in.
   *
   * @return the cluster; the caller, or the engine that is given it, closes it
   * @throws ConfigurationException if none of these is there, or the first that is cannot be used
   */
  public static Cluster fromKubeconfig() {
    return fromEnvironment(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  static Cluster fromEnvironment(Map<String, String> environment, Path home) {
    String listed = environment.getOrDefault(Config.ENV_KUBECONFIG, "");
    if (!listed.isBlank()) {
      List<Path> files =
          Arrays.stream(listed.split(File.pathSeparator))
              .filter(file -> !file.isBlank())
              .map(Path::of)
              .toList();
      return KubernetesCluster.of(Kubeconfig.ofFiles(files).client(""));
    }
    Path usual = home.resolve(".kube").resolve("config");
    if (Files.exists(usual)) {
      return fromKubeconfig(usual, "");
    }
    if (environment.containsKey(Config.ENV_SERVICE_HOST)) {
      return inCluster(environment);
    }
    throw new ConfigurationException(
        "no way to a cluster: KUBECONFIG is not set, "
            + usual
            + " does not exist, and this runs in no pod; name a kubeconfig");
  }

  /**
   * Connects by one kubeconfig file. If its user is one of an identity provider, a renewed token is
   * written back to it.
   *
   * @param file the file
   * @param context the context in it; empty for its current one
   * @return the cluster; the caller, or the engine that is given it, closes it
   * @throws ConfigurationException if there is no such file or context, or it cannot be used
   */
  public static Cluster fromKubeconfig(Path file, String context) {
    return KubernetesCluster.of(Kubeconfig.ofFiles(List.of(file)).client(context));
  }

  /**
   * Connects by the content of a kubeconfig, in its current context.
   *
   * @param yaml the content; files that it names need absolute paths
   * @return the cluster; the caller, or the engine that is given it, closes it
   * @throws ConfigurationException if it is no kubeconfig or cannot be used
   */
  public static Cluster ofKubeconfigText(String yaml) {
    return KubernetesCluster.of(Kubeconfig.ofText(yaml).client(""));
  }

  /**
   * Connects by the service account of the pod that this runs in; its token is read again as it is
   * renewed.
   *
   * @return the cluster; the caller, or the engine that is given it, closes it
   * @throws ConfigurationException if this runs in no pod, or the pod has no service account token
   */
  public static Cluster inCluster() {
    return inCluster(System.getenv());
  }

  private static Cluster inCluster(Map<String, String> environment) {
    if (!environment.containsKey(Config.ENV_SERVICE_HOST)
        || !environment.containsKey(Config.ENV_SERVICE_PORT)) {
      throw new ConfigurationException(
          "this runs in no pod: "
              + Config.ENV_SERVICE_HOST
              + " and "
              + Config.ENV_SERVICE_PORT
              + " are not set; use a kubeconfig");
    }
    try {
      return KubernetesCluster.of(ClientBuilder.cluster().build());
    } catch (IOException | RuntimeException e) {
      throw new ConfigurationException(
          "the pod's service account cannot be used: check that its token is mounted at "
              + Config.SERVICEACCOUNT_ROOT,
          e);
    }
  }

  /**
   * Goes through a client that the caller has. It is borrowed: never altered and never closed, and
   * closing the cluster leaves its calls and connections alone. What it is set to later, such as
   * another address or token, counts; another HTTP client does not.
   *
   * @param client the client
   * @return the cluster
   */
  public static Cluster using(ApiClient client) {
    return KubernetesCluster.of(client);
  }
}

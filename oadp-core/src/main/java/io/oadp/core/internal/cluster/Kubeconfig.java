// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.persister.FilePersister;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.oadp.api.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One or several kubeconfig files, merged as kubectl merges them: of entries with one name the
 * first counts, and so does the first current context. client-java reads only the first of several
 * files, and tells little about what is wrong in one; hence this. It quotes nothing of a file but
 * names of contexts, clusters and users.
 */
public final class Kubeconfig {
  // Tokens of exec plugins and token files live longer than this; they tell no expiry.
  private static final Duration TOKEN_REFRESH = Duration.ofMinutes(5);
  private static final Map<String, List<String>> PATHS =
      Map.of(
          "cluster", List.of("certificate-authority"),
          "user", List.of("client-certificate", "client-key", "tokenFile"));

  private final String origin;
  private final @Nullable Path single;
  private final Map<String, Map<String, Object>> contexts = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> clusters = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> users = new LinkedHashMap<>();
  private String currentContext = "";

  private Kubeconfig(String origin, @Nullable Path single) {
    this.origin = origin;
    this.single = single;
  }

  /** Reads a text; relative paths in it have no meaning. */
  public static Kubeconfig ofText(String yaml) {
    Kubeconfig config = new Kubeconfig("the kubeconfig text", null);
    config.add(yaml, "the kubeconfig text", null);
    return config;
  }

  /**
   * Reads files, the first of which counts most. Of several, absent ones are passed over.
   *
   * @throws ConfigurationException if none is there, or one cannot be read
   */
  public static Kubeconfig ofFiles(List<Path> files) {
    Kubeconfig config =
        files.size() == 1
            ? new Kubeconfig("kubeconfig " + files.get(0), files.get(0))
            : new Kubeconfig("the kubeconfig files " + files, null);
    boolean any = false;
    for (Path file : files) {
      Optional<String> text = read(file);
      if (text.isPresent()) {
        any = true;
        config.add(text.get(), "kubeconfig " + file, file.toAbsolutePath().getParent());
      }
    }
    if (!any) {
      throw new ConfigurationException(config.origin + " not found");
    }
    return config;
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ConfigurationException("kubeconfig " + file + " cannot be read", e);
    }
  }

  private void add(String yaml, String what, @Nullable Path directory) {
    Object parsed;
    try {
      parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    } catch (MarkedYAMLException e) {
      // Its message quotes the lines around the place, which may hold a token: no cause either.
      throw new ConfigurationException(
          what
              + " is no YAML: see line "
              + (e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1));
    } catch (YAMLException e) {
      throw new ConfigurationException(what + " is no YAML");
    }
    if (!(parsed instanceof Map<?, ?> root) || !root.containsKey("clusters")) {
      throw new ConfigurationException(what + " is no kubeconfig: it has no clusters");
    }
    addEntries(contexts, root.get("contexts"), "context", directory);
    addEntries(clusters, root.get("clusters"), "cluster", directory);
    addEntries(users, root.get("users"), "user", directory);
    if (currentContext.isEmpty() && root.get("current-context") instanceof String current) {
      currentContext = current;
    }
  }

  private static void addEntries(
      Map<String, Map<String, Object>> to,
      @Nullable Object list,
      String kind,
      @Nullable Path directory) {
    if (!(list instanceof List<?> entries)) {
      return;
    }
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> named && named.get("name") instanceof String name) {
        Map<String, Object> copy = new LinkedHashMap<>();
        copy.put("name", name);
        Map<String, Object> content = new LinkedHashMap<>();
        if (named.get(kind) instanceof Map<?, ?> given) {
          given.forEach((key, value) -> content.put(String.valueOf(key), value));
        }
        if (directory != null) {
          for (String key : PATHS.getOrDefault(kind, List.of())) {
            content.computeIfPresent(
                key, (k, path) -> directory.resolve(String.valueOf(path)).normalize().toString());
          }
        }
        copy.put(kind, content);
        to.putIfAbsent(name, copy);
      }
    }
  }

  /**
   * Makes a client.
   *
   * @param context the context; empty for the current one
   * @throws ConfigurationException if the context, or what it names, is not there or no use
   */
  public ApiClient client(String context) {
    String chosen = context.isEmpty() ? currentContext : context;
    if (chosen.isEmpty()) {
      throw new ConfigurationException(
          origin + " has no current-context; name one of " + contexts.keySet());
    }
    Map<?, ?> content = part(contexts, "context", chosen);
    String cluster = String.valueOf(content.get("cluster"));
    if (!(part(clusters, "cluster", cluster).get("server") instanceof String server)
        || server.isBlank()) {
      throw new ConfigurationException(
          origin + ": cluster '" + cluster + "' has no server; give its address");
    }
    if (content.get("user") instanceof String user && !user.isEmpty()) {
      part(users, "user", user);
    }
    KubeConfig config =
        new KubeConfig(
            new ArrayList<>(contexts.values()),
            new ArrayList<>(clusters.values()),
            new ArrayList<>(users.values()));
    config.setContext(chosen);
    if (single != null) {
      config.setFile(single.toFile());
      // Where an identity provider changes the refresh token, others need the new one as well.
      config.setPersistConfig(new FilePersister(single.toFile()));
    }
    try {
      return ClientBuilder.kubeconfig(config, TOKEN_REFRESH).build();
    } catch (IOException | RuntimeException e) {
      throw new ConfigurationException(
          origin
              + ": context '"
              + chosen
              + "' cannot be used ("
              + e.getClass().getSimpleName()
              + "); check its certificates, keys and how it gets its token",
          e);
    }
  }

  private Map<?, ?> part(Map<String, Map<String, Object>> from, String kind, String name) {
    Map<String, Object> entry = from.get(name);
    if (entry == null || !(entry.get(kind) instanceof Map<?, ?> content)) {
      throw new ConfigurationException(
          origin + " has no " + kind + " '" + name + "'; it has " + from.keySet());
    }
    return content;
  }

  @Override
  public String toString() {
    return origin;
  }
}

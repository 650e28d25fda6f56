// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API server by plain HTTP, as a second opinion: it shares no code with the engine whose work
 * it judges, and it loses nothing of what it reads. Thread-safe.
 */
public final class KubeApi {
  private static final int PAGE = 500;
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final HttpClient client;
  private final URI server;
  private final String token;
  private final Map<String, ApiKind> kinds = new ConcurrentHashMap<>();

  /** Talks to {@code server} with a bearer token, trusting the certificates in {@code ca} alone. */
  public KubeApi(URI server, String token, Path ca) {
    this.server = server;
    this.token = token;
    this.client =
        HttpClient.newBuilder()
            .sslContext(trusting(ca))
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** Returns what is at {@code path}; an absent object is an {@link ApiFailure} of 404. */
  public JsonObject get(String path) {
    return send("GET", path, "application/json", "");
  }

  /** Returns what is at {@code path}, or empty if there is nothing. */
  public Optional<JsonObject> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (ApiFailure e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Creates {@code body} in the collection at {@code path}, and returns what was stored. */
  public JsonObject post(String path, JsonObject body) {
    return send("POST", path, "application/json", GSON.toJson(body));
  }

  /** Replaces what is at {@code path}, and returns what was stored. */
  public JsonObject put(String path, JsonObject body) {
    return send("PUT", path, "application/json", GSON.toJson(body));
  }

  /** Applies a merge patch to what is at {@code path}, and returns what was stored. */
  public JsonObject mergePatch(String path, JsonObject patch) {
    return send("PATCH", path, "application/merge-patch+json", GSON.toJson(patch));
  }

  /** Asks for the end of what is at {@code path}; returns false if there was nothing. */
  public boolean delete(String path) {
    try {
      send("DELETE", path, "application/json", "{\"propagationPolicy\":\"Background\"}");
      return true;
    } catch (ApiFailure e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  /** Asks for the end of what is at {@code path} and waits, 2 minutes at most, until it is gone. */
  public void deleteAndWait(String path) {
    if (delete(path)) {
      Await.until("the end of " + path, Duration.ofMinutes(2), () -> find(path).isEmpty());
    }
  }

  /**
   * Returns the kind with this {@code apiVersion} and {@code kind}; asks discovery again if it is
   * not known yet.
   *
   * @throws IllegalArgumentException if the server does not serve it
   */
  public ApiKind kind(String apiVersion, String kind) {
    String key = apiVersion + " " + kind;
    if (!kinds.containsKey(key)) {
      kinds();
    }
    return Optional.ofNullable(kinds.get(key))
        .orElseThrow(
            () -> new IllegalArgumentException(apiVersion + " " + kind + " is not served"));
  }

  /** Creates an object where its {@code apiVersion}, {@code kind} and namespace put it. */
  public JsonObject create(JsonObject object) {
    JsonObject metadata = object.getAsJsonObject("metadata");
    String namespace = metadata.has("namespace") ? metadata.get("namespace").getAsString() : "";
    return post(kindOf(object).path(namespace), object);
  }

  /** Returns the path at which an object is found. */
  public String pathOf(JsonObject object) {
    JsonObject metadata = object.getAsJsonObject("metadata");
    String namespace = metadata.has("namespace") ? metadata.get("namespace").getAsString() : "";
    return kindOf(object).path(namespace, metadata.get("name").getAsString());
  }

  private ApiKind kindOf(JsonObject object) {
    return kind(object.get("apiVersion").getAsString(), object.get("kind").getAsString());
  }

  /** Returns all objects of a collection, page by page, with the kind that the list left out. */
  public List<JsonObject> list(ApiKind kind, String namespace) {
    List<JsonObject> items = new ArrayList<>();
    String next = "";
    do {
      JsonObject page = get(kind.path(namespace) + "?limit=" + PAGE + "&continue=" + escape(next));
      for (JsonElement element : page.getAsJsonArray("items")) {
        JsonObject item = new JsonObject();
        item.addProperty("apiVersion", kind.apiVersion());
        item.addProperty("kind", kind.kind());
        element.getAsJsonObject().entrySet().forEach(e -> item.add(e.getKey(), e.getValue()));
        items.add(item);
      }
      JsonElement more = page.getAsJsonObject("metadata").get("continue");
      next = more == null ? "" : more.getAsString();
    } while (!next.isEmpty());
    return items;
  }

  /** Returns every kind that the server serves, in every version, without subresources. */
  public List<ApiKind> kinds() {
    List<ApiKind> found = new ArrayList<>();
    for (String root : List.of("/api", "/apis")) {
      String accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
      JsonObject groups = send("GET", root, accept, "");
      for (JsonElement element : groups.getAsJsonArray("items")) {
        JsonElement name = element.getAsJsonObject().getAsJsonObject("metadata").get("name");
        String group = name == null ? "" : name.getAsString();
        boolean preferred = true;
        for (JsonElement version : element.getAsJsonObject().getAsJsonArray("versions")) {
          addKinds(found, group, version.getAsJsonObject(), preferred);
          preferred = false;
        }
      }
    }
    found.forEach(kind -> kinds.put(kind.apiVersion() + " " + kind.kind(), kind));
    return found;
  }

  private static void addKinds(
      List<ApiKind> found, String group, JsonObject version, boolean preferred) {
    if (!version.has("resources")) {
      return; // an aggregated API that does not answer
    }
    for (JsonElement element : version.getAsJsonArray("resources")) {
      JsonObject resource = element.getAsJsonObject();
      if (!resource.has("responseKind")) {
        continue; // only subresources are served
      }
      Set<String> verbs = new HashSet<>();
      resource.getAsJsonArray("verbs").forEach(verb -> verbs.add(verb.getAsString()));
      found.add(
          new ApiKind(
              group,
              version.get("version").getAsString(),
              resource.get("resource").getAsString(),
              resource.getAsJsonObject("responseKind").get("kind").getAsString(),
              resource.get("scope").getAsString().equals("Namespaced"),
              preferred,
              verbs));
    }
  }

  private JsonObject send(String method, String path, String mediaType, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Accept", method.equals("GET") ? mediaType : "application/json");
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", mediaType)
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      // A new kind is answered so for a second or two while its storage starts.
      for (int tries = 1; response.statusCode() == 429 && tries < 30; tries++) {
        TimeUnit.SECONDS.sleep(1);
        response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      }
      if (response.statusCode() / 100 != 2) {
        throw new ApiFailure(method + " " + path, response.statusCode(), response.body());
      }
      return JsonParser.parseString(response.body()).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + " had no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + method + " " + path, e);
    }
  }

  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static SSLContext trusting(Path ca) {
    try (InputStream in = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + n++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ca, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot trust " + ca, e);
    }
  }
}

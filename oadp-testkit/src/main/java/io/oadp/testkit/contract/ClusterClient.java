// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Plain HTTP against an API server; JSON texts may be given with single quotes. */
final class ClusterClient {
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** One answer. */
  record Reply(int status, String contentType, String text) {
    JsonObject json() {
      return JsonParser.parseString(text).getAsJsonObject();
    }

    /** The member at a path of names and indexes, such as {@code metadata/labels}. */
    JsonElement at(String path) {
      JsonElement at = json();
      for (String step : path.split("/", -1)) {
        JsonElement next =
            at instanceof JsonArray array
                ? array.get(Integer.parseInt(step))
                : at.getAsJsonObject().get(step);
        assertThat(next).as("%s in %s", path, text).isNotNull();
        at = next;
      }
      return at;
    }

    String string(String path) {
      return at(path).getAsString();
    }

    JsonArray items() {
      return at("items").getAsJsonArray();
    }

    boolean hasMetadata(String name) {
      return at("metadata").getAsJsonObject().has(name);
    }

    Reply expect(int expected) {
      assertThat(status).as("status of %s", text).isEqualTo(expected);
      return this;
    }

    /** Checks that this is a Status with a code, a reason and a message. */
    Reply expectFailure(int code, String reason, String message) {
      expect(code);
      assertThat(string("kind")).isEqualTo("Status");
      assertThat(string("status")).isEqualTo("Failure");
      assertThat(string("reason")).isEqualTo(reason);
      assertThat(string("message")).isEqualTo(message);
      assertThat(at("code").getAsInt()).isEqualTo(code);
      return this;
    }
  }

  private final HttpClient client;
  private final String base;
  private final String token;
  private final String impersonated;

  ClusterClient(URI base, String token, Optional<String> caPem) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    caPem.ifPresent(pem -> builder.sslContext(trusting(pem)));
    this.client = builder.build();
    this.base = base.toString().replaceFirst("/$", "");
    this.token = token;
    this.impersonated = "";
  }

  private ClusterClient(ClusterClient other, String impersonated) {
    this.client = other.client;
    this.base = other.base;
    this.token = other.token;
    this.impersonated = impersonated;
  }

  /** The same connection, asking in the name of another user. */
  ClusterClient as(String user) {
    return new ClusterClient(this, user);
  }

  private static SSLContext trusting(String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the certificate of the CA cannot be used", e);
    }
  }

  Reply get(String path) {
    return send("GET", path, "", "", JSON, token);
  }

  Reply getAs(String accept, String path) {
    return send("GET", path, "", "", accept, token);
  }

  Reply getWithToken(String otherToken, String path) {
    return send("GET", path, "", "", JSON, otherToken);
  }

  Reply post(String path, String json) {
    return send("POST", path, JSON, json, JSON, token);
  }

  Reply put(String path, String json) {
    return send("PUT", path, JSON, json, JSON, token);
  }

  Reply patch(String language, String path, String json) {
    return send("PATCH", path, language, json, JSON, token);
  }

  Reply delete(String path) {
    return send("DELETE", path, "", "", JSON, token);
  }

  Reply delete(String path, String options) {
    return send("DELETE", path, JSON, options, JSON, token);
  }

  private Reply send(
      String method, String path, String contentType, String body, String accept, String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .header("User-Agent", "contract/1.0")
            .header("Accept", accept)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    if (!impersonated.isEmpty()) {
      request.header("Impersonate-User", impersonated);
    }
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " had no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(method + " " + path + " was interrupted", e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("after %s: not yet %s", PATIENCE, what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}

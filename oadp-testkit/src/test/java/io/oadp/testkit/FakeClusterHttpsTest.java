// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeClusterHttpsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private static KeyStore keyStore(Path folder) throws Exception {
    Path file = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=fake",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static SSLContext trusting(String pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Test
  void https_withKeyStore_servesThoseWhoTrustItsCa(@TempDir Path folder) throws Exception {
    try (FakeCluster cluster = FakeCluster.builder().https(keyStore(folder), PASSWORD).start()) {
      assertThat(cluster.url().getScheme()).isEqualTo("https");
      String pem = cluster.caPem().orElseThrow();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(cluster.url() + "/api/v1/namespaces"))
              .header("Authorization", "Bearer " + cluster.token())
              .build();
      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(pem)).build();
      assertThat(trusting.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      assertThatThrownBy(
              () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      assertThat(cluster.kubeconfig())
          .contains(
              "    server: " + cluster.url() + "\n",
              "    certificate-authority-data: "
                  + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))
                  + "\n",
              "users:\n- name: fake\n");
    }
  }

  @Test
  void https_withEmptyKeyStore_saysHowToMakeAKey() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    assertThatThrownBy(() -> FakeCluster.builder().https(empty, PASSWORD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keytool -genkeypair");
  }

  @Test
  void http_withoutKeyStore_hasNoCa() {
    try (FakeCluster cluster = FakeCluster.start()) {
      assertThat(cluster.caPem()).isEmpty();
      assertThat(cluster.kubeconfig()).contains("    server: " + cluster.url() + "\nusers:\n");
    }
  }
}

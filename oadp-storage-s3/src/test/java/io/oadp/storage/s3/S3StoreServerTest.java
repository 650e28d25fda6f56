// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.SupportsSignedUrls;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no well-behaved server does: answers by script, one for each request. */
class S3StoreServerTest {
  private static final String SECRET = "very-secret-text";
  private static final String ETAG = "\"0123456789abcdef0123456789abcdef-2\"";

  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final ObjectStore store;

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  S3StoreServerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store = S3Store.open(location().build());
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String match = exchange.getRequestHeaders().getFirst("If-Match");
            requests.add(
                exchange.getRequestMethod()
                    + (range == null ? "" : " " + range)
                    + (match == null ? "" : " if " + match));
            exchange.getRequestBody().readAllBytes();
            Answer answer = script.poll();
            if (answer == null) {
              exchange.sendResponseHeaders(418, -1);
            } else {
              answer.to(exchange);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  @Test
  void read_whenConnectionBreaksOff_goesOnThereIfObjectIsTheSame() throws Exception {
    script.add(cut("0123456789", 4));
    script.add(part("456789", 4, 9, 10));
    try (InputStream in = store.read("a/x", 0, -1)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("0123456789");
    }
    assertThat(requests).containsExactly("GET", "GET bytes=4-9 if " + unquoted());
  }

  @Test
  void read_whenObjectWasReplacedMeanwhile_fails() throws Exception {
    script.add(cut("0123456789", 4));
    script.add(error(412, "PreconditionFailed"));
    try (InputStream in = store.read("a/x", 0, -1)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a/x")
          .hasMessageContaining("was replaced while it was read");
    }
  }

  @Test
  void read_whenItAlwaysBreaksOff_givesUp() throws Exception {
    script.add(cut("0123456789", 4));
    for (int i = 0; i < 10; i++) {
      script.add(cutPart(4, 9, 10));
    }
    try (InputStream in = store.read("a/x", 0, -1)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot read object a/x: the connection broke off 6 times");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403,InvalidAccessKeyId,does not know the access key",
    "403,SignatureDoesNotMatch,the secret key is wrong",
    "403,AccessDenied,access denied",
    "404,NoSuchBucket,there is no such bucket",
    "400,AuthorizationHeaderMalformed,set config.region to eu-central-1",
    "400,ExpiredToken,renew the location's credentials",
    "403,RequestTimeTooSkewed,clock is off",
    "409,SomethingNew,the store answered [409 SomethingNew"
  })
  void write_whenStoreRefuses_saysWhatToChangeAndThatNothingDid(
      int status, String code, String advice) {
    for (int i = 0; i < 20; i++) { // some of them make the client try again
      script.add(error(status, code));
    }
    assertThatThrownBy(this::write)
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("cannot store object a/x")
        .hasMessageContaining(advice)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void putIfAbsent_inStoreWithoutConditions_isNotApplied() {
    script.add(status(404));
    script.add(emptyList());
    script.add(error(501, "NotImplemented"));
    for (int i = 0; i < 8; i++) {
      script.add(error(501, "NotImplemented"));
    }
    assertThatThrownBy(() -> conditional().putIfAbsent("a/x", new byte[1]))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("has no conditional writes");
  }

  @Test
  void putIfAbsent_whenOtherWriterWasFaster_isFalse() throws Exception {
    script.add(status(404));
    script.add(emptyList());
    script.add(error(412, "PreconditionFailed"));
    assertThat(conditional().putIfAbsent("a/x", new byte[1])).isFalse();
  }

  @Test
  void putIfAbsent_onConflict_triesAgain() throws Exception {
    script.add(status(404));
    script.add(emptyList());
    script.add(error(409, "ConditionalRequestConflict"));
    script.add(error(412, "PreconditionFailed"));
    assertThat(conditional().putIfAbsent("a/x", new byte[1])).isFalse();
  }

  @Test
  void putIfAbsent_whenAnswerWasLostAndOursIsThere_isTrue() throws Exception {
    script.add(status(404));
    script.add(emptyList());
    script.add(error(500, "InternalError"));
    script.add(error(412, "PreconditionFailed"));
    script.add(head("93b885adfe0da089cdf634904fd59f71")); // of one zero byte
    assertThat(conditional().putIfAbsent("a/x", new byte[1])).isTrue();
  }

  @Test
  void putIfAbsent_whenAnswerWasLostAndAnotherIsThere_isFalse() throws Exception {
    script.add(status(404));
    script.add(emptyList());
    script.add(error(500, "InternalError"));
    script.add(error(412, "PreconditionFailed"));
    script.add(head("00000000000000000000000000000000"));
    assertThat(conditional().putIfAbsent("a/x", new byte[1])).isFalse();
  }

  @Test
  void call_whenNobodyListens_saysSo() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (ObjectStore nowhere =
        S3Store.open(location().s3Url(URI.create("http://127.0.0.1:" + free)).build())) {
      assertThatThrownBy(() -> nowhere.delete("a/x"))
          .isInstanceOf(NotAppliedException.class)
          .hasMessageContaining("cannot be reached: correct config.s3Url")
          .hasMessageContaining(":" + free);
    }
  }

  @Test
  void signedUrl_withPublicUrl_beginsWithItAndHoldsNoSecret() throws Exception {
    try (ObjectStore open =
        S3Store.open(location().publicUrl(URI.create("https://public.example.com")).build())) {
      URI url = ((SupportsSignedUrls) open).signedUrl("a/x y", Duration.ofMinutes(5));
      assertThat(url.toString())
          .startsWith("https://public.example.com/bucket/a/x%20y?")
          .doesNotContain(SECRET);
    }
    assertThat(requests).isEmpty();
  }

  private void write() throws IOException {
    try (ObjectWriter writer = store.create("a/x", WriteOptions.defaults())) {
      writer.write(ByteBuffer.allocate(10));
      writer.commit();
    }
  }

  private SupportsPutIfAbsent conditional() {
    return (SupportsPutIfAbsent) store;
  }

  private S3Location location() {
    return S3Location.builder("lab", "bucket")
        .s3Url(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .s3ForcePathStyle(true)
        .credentials(S3Credentials.ofKeys("id", SECRET));
  }

  private static String unquoted() {
    return ETAG.replace("\"", "");
  }

  private static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  private static Answer head(String etag) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", "\"" + etag + "\"");
      exchange.getResponseHeaders().set("Content-Length", "1");
      exchange.sendResponseHeaders(200, -1);
    };
  }

  private static Answer error(int status, String code) {
    return body(
        status,
        "<Error><Code>%s</Code><Message>no</Message><Region>eu-central-1</Region></Error>"
            .formatted(code));
  }

  private static Answer emptyList() {
    return body(
        200,
        "<ListBucketResult><Name>bucket</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>"
            + "</ListBucketResult>");
  }

  private static Answer body(int status, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  private static Answer part(String text, int from, int to, int of) {
    return exchange -> {
      exchange
          .getResponseHeaders()
          .put("Content-Range", List.of("bytes " + from + "-" + to + "/" + of));
      exchange.getResponseHeaders().put("ETag", List.of(ETAG));
      byte[] bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(206, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Promises the whole text, sends the beginning, and hangs up. */
  private static Answer cut(String text, int after) {
    return exchange -> {
      exchange.getResponseHeaders().put("ETag", List.of(ETAG));
      byte[] bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, after);
      exchange.getResponseBody().flush();
    };
  }

  private static Answer cutPart(int from, int to, int of) {
    return exchange -> {
      exchange
          .getResponseHeaders()
          .put("Content-Range", List.of("bytes " + from + "-" + to + "/" + of));
      exchange.getResponseHeaders().put("ETag", List.of(ETAG));
      exchange.sendResponseHeaders(206, to - from + 1);
      exchange.getResponseBody().flush();
    };
  }
}

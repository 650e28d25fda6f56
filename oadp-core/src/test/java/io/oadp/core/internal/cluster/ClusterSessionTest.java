// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.ApiClient;
import io.oadp.api.ClusterException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.OutcomeUnknownException;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.RequestFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSessionTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String SECRETS = "/api/v1/namespaces/default/secrets";
  private static final ResourceIdentifier A = ResourceIdentifier.of("configmaps", "default", "a");
  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(2), Duration.ofSeconds(20));

  private final FakeCluster server = FakeCluster.start();
  private final LocalToken token = new LocalToken();
  private Transport transport = new Transport(Kubeconfig.ofText(server.kubeconfig()).client(""));
  private ClusterSession session = session(500);

  private ClusterSession session(int page) {
    return new ClusterSession(transport, new RequestRate(0), token, QUICK, page);
  }

  @BeforeEach
  void learnWhatIsServed() {
    session.discovery();
    server.forgetRequests();
  }

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  private static KubernetesItem map(String name) {
    return KubernetesItem.of("v1", "ConfigMap", "default", name)
        .edit(edit -> edit.setJson("/data", "{\"k\":\"v\"}"));
  }

  private ApiResource maps() {
    return session.discovery().byGroupResource("configmaps").orElseThrow();
  }

  private ApiResource secrets() {
    return session.discovery().byGroupResource("secrets").orElseThrow();
  }

  // There are no Secrets at first, while each namespace has a ConfigMap.
  private void fill(int count) {
    IntStream.range(0, count)
        .forEach(
            i ->
                server.apply(
                    KubernetesItem.of("v1", "Secret", "default", String.format("m%04d", i))));
  }

  @Test
  void write_andReadAgain_givesWhatTheServerStored() {
    KubernetesItem created = session.create(map("a"));
    assertThat(created.text("/metadata/uid")).isPresent();

    KubernetesItem patched = session.patch(A, Patch.merge("{\"data\":{\"k\":\"w\"}}"));
    assertThat(patched.text("/data/k")).contains("w");
    assertThat(session.get(A)).contains(patched);

    session.delete(A);
    assertThat(session.get(A)).isEmpty();
    session.delete(A);
  }

  @Test
  void requests_carryTheNameOfThisLibrary() {
    session.get(A);

    assertThat(server.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.userAgent()).startsWith("oadp-java/"));
  }

  @Test
  void get_ofResourceThatIsNotServed_isEmpty() {
    assertThat(session.get(ResourceIdentifier.of("things.example.com", "default", "a"))).isEmpty();
  }

  @Test
  void create_whenItExists_saysSoWithReasonAndDetails() {
    session.create(map("a"));

    assertThatThrownBy(() -> session.create(map("a")))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> {
              assertThat(e.status()).isEqualTo(409);
              assertThat(e.reason()).isEqualTo("AlreadyExists");
              assertThat(e.details()).contains("configmaps");
              assertThat(e).hasMessageStartingWith("creating configmaps/default/a: ");
            });
  }

  @Test
  void create_ofKindThatIsNotServed_isNotFound() {
    assertThatThrownBy(
            () -> session.create(KubernetesItem.of("example.com/v1", "Thing", "default", "a")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the server serves no such resource");
  }

  @Test
  void create_namespacedWithoutNamespace_isRefusedBeforeItIsSent() {
    assertThatThrownBy(() -> session.create(KubernetesItem.of("v1", "ConfigMap", "", "a")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("needs a namespace");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void create_withFieldManager_namesItToTheServer() {
    session.create(maps(), map("a"), "velero-cli");

    assertThat(server.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.query()).isEqualTo("fieldManager=velero-cli"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void get_whenTheServerFailsForAWhile_triesAgain(int status) {
    server.apply(map("a"));
    server.inject("GET", MAPS + "/a", RequestFault.status(status).times(3));

    assertThat(session.get(A)).isPresent();
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void get_whenTheConnectionIsLost_triesAgain() {
    server.apply(map("a"));
    server.inject("GET", MAPS + "/a", RequestFault.connectionLost().times(2));

    assertThat(session.get(A)).isPresent();
  }

  @Test
  void get_whenTheServerKeepsFailing_endsAndTellsHowOftenItTried() {
    server.inject("GET", MAPS + "/a", RequestFault.status(503).always());

    assertThatThrownBy(() -> session.get(A))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.status()).isEqualTo(503))
        .hasMessageContaining("reading configmaps/default/a")
        .hasMessageContaining("tried 4 times");
  }

  @Test
  void get_whenToldWhenToRetry_waitsThatLong() {
    server.apply(map("a"));
    server.inject("GET", MAPS + "/a", RequestFault.status(429).retryAfter(Duration.ofSeconds(1)));

    long begin = System.nanoTime();
    assertThat(session.get(A)).isPresent();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void get_forbidden_isNotTriedAgain() {
    server.inject("GET", MAPS + "/a", RequestFault.status(403).always());

    assertThatThrownBy(() -> session.get(A))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.status()).isEqualTo(403));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void create_refusedForTheMoment_isTriedAgain() {
    server.inject("POST", MAPS, RequestFault.status(429).times(2));
    server.inject("POST", MAPS, RequestFault.status(503).retryAfter(Duration.ofSeconds(1)));

    session.create(map("a"));

    assertThat(server.requests()).hasSize(4);
    assertThat(server.get(A)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void create_thatMayHaveBeenApplied_isNotRepeated(int status) {
    server.inject("POST", MAPS, RequestFault.status(status).applied());

    assertThatThrownBy(() -> session.create(map("a")))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("creating configmaps/default/a")
        .hasMessageContaining("HTTP " + status);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void create_whoseAnswerIsLost_isNotRepeated() {
    session.get(A);
    server.forgetRequests();
    server.inject("POST", MAPS, RequestFault.connectionLost().applied());

    assertThatThrownBy(() -> session.create(map("a"))).isInstanceOf(OutcomeUnknownException.class);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.get(A)).isPresent();
  }

  @Test
  void delete_whoseAnswerIsLost_isNotRepeated() {
    server.apply(map("a"));
    server.inject("DELETE", MAPS + "/a", RequestFault.connectionLost());

    assertThatThrownBy(() -> session.delete(A)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void write_toAServerThatIsGone_isKnownNotApplied() {
    ApiResource maps = maps();
    server.close();
    transport.close();
    transport = new Transport(Kubeconfig.ofText(server.kubeconfig()).client(""));
    session = session(500);

    assertThatThrownBy(() -> session.create(maps, map("a"), ""))
        .isInstanceOf(ClusterException.class)
        .isNotInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("tried 4 times");
  }

  @Test
  void list_ofManyPages_givesEveryItemOnceInOrder() {
    fill(47);

    List<Integer> sizes = new ArrayList<>();
    List<KubernetesItem> all = new ArrayList<>();
    session.list(
        secrets(),
        "default",
        "",
        10,
        (version, items) -> {
          assertThat(version).isNotEmpty();
          sizes.add(items.size());
          all.addAll(items);
        });

    assertThat(sizes).containsExactly(10, 10, 10, 10, 7);
    assertThat(all).isEqualTo(server.list("secrets", "default"));
  }

  @Test
  void list_whileTheConsumerWorks_hasOneFurtherPageFetchedAndNoMore() throws InterruptedException {
    fill(40);
    List<Integer> requests = new ArrayList<>();
    session.list(
        secrets(),
        "default",
        "",
        10,
        (version, items) -> {
          awaitRequests(Math.min(requests.size() + 2, 4));
          requests.add(server.requests().size());
        });

    assertThat(requests).containsExactly(2, 3, 4, 4);
  }

  private void awaitRequests(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server.requests().size() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  @Test
  void list_ofNothing_givesOneEmptyPage() {
    List<Integer> sizes = new ArrayList<>();
    session.list(secrets(), "default", "", (version, items) -> sizes.add(items.size()));
    assertThat(sizes).containsExactly(0);
  }

  @Test
  void list_bySelector_givesWhatMatches() {
    server.apply(map("a"), map("b").edit(edit -> edit.label("tier", "web")));

    List<String> names = new ArrayList<>();
    session.list(
        maps(),
        "",
        "tier in (web,db)",
        (version, items) -> items.forEach(item -> names.add(item.name())));

    assertThat(names).containsExactly("b");
  }

  @Test
  void list_whenTheSnapshotIsGoneInMidList_hasNoGapsAndNoRepeats() {
    fill(50);

    List<String> names = new ArrayList<>();
    session.list(
        secrets(),
        "default",
        "",
        10,
        (version, items) -> {
          items.forEach(item -> names.add(item.name()));
          if (names.size() == 20) {
            awaitRequests(3);
            server.expireContinueTokens();
          }
        });

    assertThat(names)
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> String.format("m%04d", i)).toList());
  }

  @Test
  void list_whenGoneWithoutAFreshToken_beginsAgainAndLeavesOutWhatWasGiven() {
    fill(50);
    // The status of an injected fault carries no token.
    server.inject("GET", SECRETS, RequestFault.slow(Duration.ZERO).times(3));
    server.inject("GET", SECRETS, RequestFault.status(410));

    List<String> names = new ArrayList<>();
    session.list(
        secrets(),
        "default",
        "",
        10,
        (version, items) -> items.forEach(item -> names.add(item.name())));

    assertThat(names)
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> String.format("m%04d", i)).toList());
    assertThat(server.requests()).hasSize(9);
  }

  @Test
  void list_thatIsAlwaysGone_ends() {
    fill(30);
    server.inject("GET", SECRETS, RequestFault.slow(Duration.ZERO));
    server.inject("GET", SECRETS, RequestFault.status(410).always());

    assertThatThrownBy(() -> session.list(secrets(), "default", "", 10, (version, items) -> {}))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.status()).isEqualTo(410));
  }

  @Test
  void list_asStream_isLazyAndLetsGoWhenClosed() {
    fill(100);
    session = session(10);

    try (Stream<KubernetesItem> maps =
        session.list(ItemQuery.ofResource("secret").inNamespace("default"))) {
      assertThat(maps.limit(5).map(KubernetesItem::name))
          .containsExactly("m0000", "m0001", "m0002", "m0003", "m0004");
    }
    assertThat(server.requests().stream().filter(r -> r.path().equals(SECRETS)).count())
        .isLessThanOrEqualTo(2);
  }

  @Test
  void list_ofUnknownResource_isNotFound() {
    assertThatThrownBy(() -> session.list(ItemQuery.ofResource("things")).close())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("listing things");
  }

  @Test
  void cancel_whileTheServerIsSilent_endsTheCallAtOnce() throws Exception {
    server.inject("GET", MAPS + "/a", RequestFault.slow(Duration.ofSeconds(30)));
    FutureTask<Void> call = new FutureTask<>(() -> session.get(A), null);
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              call.run();
            });
    thread.start();
    begun.await();
    token.sleep(Duration.ofMillis(200));

    token.cancel();

    assertThatThrownBy(() -> call.get(2, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(OperationCanceledException.class);
  }

  @Test
  void cancel_inMidList_endsTheList() {
    fill(30);

    assertThatThrownBy(
            () -> session.list(secrets(), "default", "", 10, (version, items) -> token.cancel()))
        .isInstanceOf(OperationCanceledException.class);
  }

  @Test
  void cancel_whileWaitingForTheNextTry_endsTheWait() throws Exception {
    server.inject(
        "GET", MAPS + "/a", RequestFault.status(429).retryAfter(Duration.ofSeconds(10)).always());
    FutureTask<Void> call = new FutureTask<>(() -> session.get(A), null);
    new Thread(call).start();
    awaitRequests(1);

    token.cancel();

    assertThatThrownBy(() -> call.get(2, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(OperationCanceledException.class);
  }

  @Test
  void interrupt_whileWaitingForTheNextTry_endsTheCallAndKeepsTheFlag() throws Exception {
    server.inject(
        "GET", MAPS + "/a", RequestFault.status(429).retryAfter(Duration.ofSeconds(10)).always());
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> session.get(A)).isInstanceOf(ClusterException.class);
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = new Thread(call);
    thread.start();
    awaitRequests(1);

    thread.interrupt();

    assertThat(call.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void rate_isKept() {
    RequestRate rate = new RequestRate(20);
    ClusterSession limited = new ClusterSession(transport, rate, token, QUICK, 500);
    limited.discovery();

    long begin = System.nanoTime();
    IntStream.range(0, 10).forEach(i -> limited.get(A));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void info_tellsVersionAndUid() {
    assertThat(session.info().uid()).isEqualTo(server.uid());
    assertThat(session.info().gitVersion()).startsWith("v1.");
  }

  @Test
  void info_whenTheNamespaceMayNotBeRead_hasNoUid() {
    server.inject("GET", "/api/v1/namespaces/kube-system", RequestFault.status(403).always());

    assertThat(session.info().uid()).isEmpty();
  }

  @Test
  void messages_aboutSecrets_doNotQuoteTheServer() {
    KubernetesItem secret =
        KubernetesItem.of("v1", "Secret", "default", "BAD_NAME-hunter2")
            .edit(edit -> edit.setJson("/data", "{\"p\":\"aHVudGVyMg==\"}"));

    assertThatThrownBy(() -> session.create(secret))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> {
              assertThat(e.status()).isEqualTo(422);
              assertThat(e.details()).doesNotContain("message");
            })
        .hasMessageStartingWith("creating secrets/default/BAD_NAME-hunter2: HTTP 422 Invalid")
        .hasMessageContaining("metadata.name")
        .hasMessageNotContaining("RFC 1123");
  }

  @Test
  void discovery_knowsEverySpelling() {
    Discovery discovery = session.discovery();
    for (String spelling :
        List.of(
            "deploy",
            "deployment",
            "deployments",
            "Deployment",
            "deployments.apps",
            "deploy.apps",
            "Deployment.v1.apps",
            "deployments.v1.apps")) {
      assertThat(discovery.find(spelling).map(ApiResource::groupResource))
          .as(spelling)
          .contains("deployments.apps");
    }
    assertThat(session.resolve("po")).contains("pods");
    assertThat(session.resolve("pods.v1")).contains("pods");
    assertThat(session.resolve("ingresses.networking")).contains("ingresses.networking.k8s.io");
    assertThat(session.resolve("things")).isEmpty();
    assertThat(session.resolve("")).isEmpty();
    assertThat(session.resolve("pods.")).contains("pods");
  }

  @Test
  void discovery_hasVelerosOrderAndKeepsWhatCanBeBackedUp() {
    List<String> names =
        session.discovery().backupable().stream().map(ApiResource::groupResource).toList();

    assertThat(names).startsWith("pods", "persistentvolumeclaims", "persistentvolumes");
    assertThat(names)
        .contains(
            "namespaces", "deployments.apps", "customresourcedefinitions.apiextensions.k8s.io")
        .doesNotContain("bindings", "componentstatuses")
        .doesNotHaveDuplicates();
    assertThat(session.discovery().byKind(GroupVersionKind.of("apps/v1", "Deployment")))
        .hasValueSatisfying(
            resource -> {
              assertThat(resource.hasStatus()).isTrue();
              assertThat(resource.path("shop", "web"))
                  .isEqualTo("/apis/apps/v1/namespaces/shop/deployments/web");
              assertThat(resource.path("")).isEqualTo("/apis/apps/v1/deployments");
            });
    assertThat(session.discovery().servedVersions("apps")).containsExactly("v1");
    assertThat(session.discovery().servedVersions("no.such.group")).isEmpty();
    assertThat(session.discovery().warnings()).isEmpty();
  }

  @Test
  void borrowedClient_staysAsItWas() throws Exception {
    ApiClient client = Kubeconfig.ofText(server.kubeconfig()).client("");
    okhttp3.OkHttpClient http = client.getHttpClient();
    KubernetesCluster cluster = KubernetesCluster.of(client);
    cluster.info();
    cluster.close();

    assertThat(client.getHttpClient()).isSameAs(http);
    assertThat(http.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(http.readTimeoutMillis()).isZero();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.internal.cluster.ApiServer;
import io.oadp.testkit.internal.cluster.Faults;
import io.oadp.testkit.internal.cluster.HttpFront;
import io.oadp.testkit.internal.cluster.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a small Kubernetes API server in this JVM, over HTTP on a free port of the loopback
 * interface, for tests and demonstrations without a cluster.
 *
 * <p>It serves what kube-apiserver 1.36 serves by default: both forms of discovery; create, read,
 * replace, merge, JSON and strategic patches, server-side apply, delete and delete of collections;
 * the sub-resources status and scale; custom resources pruned, defaulted and checked by their
 * structural schema, in several versions; paged lists that stay at one moment; label and field
 * selectors; users with rights; resource version conflicts; dry runs; field managers; finalizers;
 * watches; namespaces that are emptied before they go; CustomResourceDefinitions that take a moment
 * to become established and are then served; addresses and ports of Services. Status codes and
 * Status bodies are those of the real server, and a contract suite holds both to the same answers.
 *
 * <p>Known differences from a real server:
 *
 * <ul>
 *   <li>Built-in kinds are not checked against a schema: unknown fields stay (server-side apply
 *       alone refuses them), nothing is validated beyond names, and defaults are filled in only for
 *       Namespaces, Services, Secrets, volumes, claims and CRDs. Numbers keep their text. Of
 *       built-in kinds all nulls are dropped, of custom resources those of the metadata.
 *   <li>No workload controllers and no scheduler run: a Deployment makes no Pods, claims stay
 *       Pending. The garbage collector runs when {@link #collectGarbage()} is called only.
 *   <li>The holder of {@link #token()} may do everything; users may do what the test or roles and
 *       bindings allow, without aggregated and predefined roles. ServiceAccounts have no tokens.
 *       There are no webhooks and no quotas.
 *   <li>The sub-resources other than {@code status}, {@code scale} and {@code finalize}, tables,
 *       YAML (server-side apply reads JSON only) and Protobuf bodies are not served; a Scale cannot
 *       be applied.
 *   <li>Of schemas of custom resources, CEL rules, formats, {@code allOf}, {@code anyOf}, {@code
 *       oneOf}, {@code not}, {@code minItems} and {@code multipleOf} are not looked at; values that
 *       were invalid before stay invalid; server-side apply refuses wrong types with 422, not 500.
 *   <li>Conversion webhooks are not called, ownership is not converted between versions, and
 *       watches of a version that is not stored show the stored form. Items written before a schema
 *       changed get its defaults at their next write.
 *   <li>Many Update entries of field managers are not merged into one.
 *   <li>Field selectors know {@code metadata.name} and {@code metadata.namespace} only. A watch
 *       that is behind learns of it by an event of type ERROR.
 *   <li>A lost connection is closed, not reset. Generated populations cannot be changed.
 *   <li>Owner references are not validated. Namespaces ignore propagation policies.
 * </ul>
 *
 * <p>Thread-safe. It sets the system property {@code sun.net.httpserver.nodelay} unless it is set.
 */
public final class FakeCluster implements AutoCloseable {
  /**
   * One request that was answered.
   *
   * @param method the HTTP method
   * @param path the path, decoded
   * @param query the query as it was sent, empty for none
   * @param userAgent the header of that name, empty for none
   * @param status the HTTP status of the answer, 0 where the connection was dropped
   */
  public record RecordedRequest(
      String method, String path, String query, String userAgent, int status) {}

  /** Sets up a {@link FakeCluster}. Not thread-safe. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private Duration establishing = Duration.ofMillis(50);
    private Duration finalizing = Duration.ZERO;

    private @Nullable Tls tls;
    private boolean failsOnUnmetFaults;

    private Builder() {}

    /**
     * Serves HTTPS instead of HTTP.
     *
     * @param keyStore holds one key with its certificate, which must be valid for {@code
     *     127.0.0.1}; the last certificate of its chain becomes the CA of the kubeconfig
     * @param password the password of the key store and the key; copied, never shown
     * @return this
     * @throws IllegalArgumentException if the store has no usable key
     */
    public Builder https(KeyStore keyStore, char[] password) {
      tls = Tls.of(keyStore, password);
      return this;
    }

    /**
     * Lets {@link FakeCluster#close()} fail if a scripted fault met no request; by default it logs
     * a warning. Faults that were cleared do not count.
     *
     * @return this
     */
    public Builder failOnUnmetFaults() {
      failsOnUnmetFaults = true;
      return this;
    }

    /**
     * Sets the clock of creation and deletion timestamps; the default is the system's.
     *
     * @param value the clock
     * @return this
     */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * Sets how long a new CRD takes to become established; the default is 50 ms.
     *
     * @param value the time
     * @return this
     */
    public Builder crdEstablishingTime(Duration value) {
      establishing = value;
      return this;
    }

    /**
     * Sets how long a deleted namespace stays terminating at least; the default is none.
     *
     * @param value the time
     * @return this
     */
    public Builder namespaceFinalizingTime(Duration value) {
      finalizing = value;
      return this;
    }

    /**
     * Starts the cluster.
     *
     * @return the cluster, to be closed
     * @throws UncheckedIOException if no port can be had
     */
    public FakeCluster start() {
      return new FakeCluster(this);
    }
  }

  private static final System.Logger LOG = System.getLogger(FakeCluster.class.getName());

  private final ApiServer api;
  private final @Nullable Tls tls;
  private final boolean failsOnUnmetFaults;
  private final Faults faults = new Faults();
  private final String token = UUID.randomUUID().toString();
  private final Map<String, FakeUser> users = new ConcurrentHashMap<>();
  private final HttpFront front;

  private FakeCluster(Builder builder) {
    tls = builder.tls;
    failsOnUnmetFaults = builder.failsOnUnmetFaults;
    api = new ApiServer(builder.clock, builder.establishing, builder.finalizing);
    api.addUser(token, "");
    try {
      front = new HttpFront(api, faults, tls == null ? null : tls.context());
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException("no port for the fake cluster on the loopback interface", e);
    }
  }

  /**
   * Starts a cluster with the default settings.
   *
   * @return the cluster, to be closed
   */
  public static FakeCluster start() {
    return builder().start();
  }

  /**
   * Begins to set up a cluster.
   *
   * @return a builder with the default settings
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where the API is.
   *
   * @return the base URL, without a slash at the end
   */
  public URI url() {
    return front.url();
  }

  /**
   * Returns the bearer token that requests must carry; it is random for each cluster.
   *
   * @return the token
   */
  public String token() {
    return token;
  }

  /**
   * Returns a kubeconfig for this cluster, with one context of the name {@code fake}. Clients for
   * Java read it; kubectl keeps its token to itself over plain HTTP and is refused.
   *
   * @return the text of the file, which holds the token
   */
  public String kubeconfig() {
    return kubeconfig(token);
  }

  String kubeconfig(String bearer) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: fake
      cluster:
        server: %s
    %susers:
    - name: fake
      user:
        token: %s
    contexts:
    - name: fake
      context:
        cluster: fake
        user: fake
    current-context: fake
    """
        .formatted(url(), authority(), bearer);
  }

  private String authority() {
    return tls == null
        ? ""
        : "    certificate-authority-data: "
            + Base64.getEncoder().encodeToString(tls.caPem().getBytes(StandardCharsets.US_ASCII))
            + "\n";
  }

  /**
   * Returns the certificate that clients must trust.
   *
   * @return the CA in PEM, or nothing over plain HTTP
   */
  public Optional<String> caPem() {
    return Optional.ofNullable(tls).map(Tls::caPem);
  }

  /**
   * Adds a user without rights, or returns the one of that name. The name {@code
   * system:serviceaccount:NAMESPACE:NAME} stands for a ServiceAccount.
   *
   * @param name the name, as refusals show it
   * @return the user, who may read discovery and ask for its own rights
   */
  public FakeUser user(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a user needs a name, such as \"alice\"");
    }
    return users.computeIfAbsent(
        name,
        n -> {
          String bearer = UUID.randomUUID().toString();
          api.addUser(bearer, n);
          return new FakeUser(this, api, n, bearer);
        });
  }

  /**
   * Returns what tells this cluster from others: the uid of its namespace {@code kube-system}.
   *
   * @return the uid
   */
  public String uid() {
    return get(ResourceIdentifier.clusterScoped("namespaces", "kube-system"))
        .flatMap(namespace -> namespace.text("/metadata/uid"))
        .orElseThrow();
  }

  /**
   * Creates objects, or replaces those that exist, without requests that {@link #requests()} would
   * show. Unlike a POST it keeps their status.
   *
   * @param items namespaces must exist, or come first
   * @throws RuntimeException if the server would refuse one; those before it stay
   */
  public void apply(KubernetesItem... items) {
    for (KubernetesItem item : items) {
      api.put(new String(item.toBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads an object without a request.
   *
   * @param identifier which one
   * @return the object as the server would answer it, if it exists
   */
  public Optional<KubernetesItem> get(ResourceIdentifier identifier) {
    return api.read(identifier.groupResource(), identifier.namespace(), identifier.name())
        .map(FakeCluster::item);
  }

  /**
   * Reads all objects of a resource without a request.
   *
   * @param groupResource such as {@code deployments.apps}
   * @param namespace empty for those of all namespaces
   * @return the objects, in the order of lists
   */
  public List<KubernetesItem> list(String groupResource, String namespace) {
    return api.readAll(groupResource, namespace).stream().map(FakeCluster::item).toList();
  }

  private static KubernetesItem item(String json) {
    return KubernetesItem.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the requests that were answered since the start or {@link #forgetRequests()}.
   *
   * @return a copy, in the order of the answers
   */
  public List<RecordedRequest> requests() {
    return front.requests();
  }

  /** Forgets the requests that were answered so far. */
  public void forgetRequests() {
    front.forgetRequests();
  }

  /**
   * Lets requests to come go wrong. Faults apply in the order in which they were added; a request
   * meets one of them at most.
   *
   * @param method an HTTP method, or {@code *} for any
   * @param path a path in which {@code *} stands for a part of a segment and {@code **} for
   *     anything, such as {@code /api/v1/namespaces/**}
   * @param fault what happens
   */
  public void inject(String method, String path, RequestFault fault) {
    faults.add(method, path, fault);
  }

  /**
   * Lets requests to come go wrong, named by verb and resource. Faults apply in the order in which
   * they were added; a request meets one of them at most.
   *
   * @param match which requests
   * @param fault what happens
   * @throws IllegalArgumentException if there is no such resource; the message says what to write
   */
  public void inject(RequestMatch match, RequestFault fault) {
    if (!match.resource().equals("*")) {
      api.requireResource(match.resource());
    }
    faults.add(match.toString(), match::matches, match.first(), fault);
  }

  /**
   * Tells which scripted faults have met no request so far.
   *
   * @return a sentence for each: what it was meant for, and which requests came instead
   */
  public List<String> unmetFaults() {
    return faults.unmet();
  }

  /** Forgets the faults that are still to come. */
  public void clearFaults() {
    faults.clear();
  }

  /**
   * Expires every continue token and every watch position handed out so far, as the compaction of
   * etcd does: the next page is answered with 410 and reason {@code Expired}.
   */
  public void expireContinueTokens() {
    api.compact();
  }

  /**
   * Shows a population of one kind that is made when it is read, so that lists of a million items
   * cost the memory of a page. It can be read by GET and by paged lists, not changed, and watches
   * and {@link #list} leave it out. A later population of the same kind takes its place.
   *
   * @param count how many items, at least one
   * @param items makes the item of an index from 0 on, the same one each time; called by many
   *     threads; namespaces and names must ascend with the index
   * @throws IllegalArgumentException if the items are not in order; the message says how
   */
  public void generate(int count, IntFunction<KubernetesItem> items) {
    if (count < 1) {
      throw new IllegalArgumentException("a population has at least one item, was " + count);
    }
    api.generate(count, i -> new String(items.apply(i).toBytes(), StandardCharsets.UTF_8));
  }

  /**
   * Follows owner references, as the garbage collector of a cluster does by itself: deletes what
   * belongs to owners that are gone, drops references to them where other owners remain, and
   * finishes deletions with the propagation policies Foreground and Orphan.
   */
  public void collectGarbage() {
    api.collectGarbage();
  }

  /**
   * Ends the server, its threads and connections.
   *
   * @throws IllegalStateException if a scripted fault met no request and {@link
   *     Builder#failOnUnmetFaults()} asked for this; everything is closed nevertheless
   */
  @Override
  public void close() {
    front.close();
    api.close();
    List<String> unmet = faults.unmet();
    faults.clear();
    if (!unmet.isEmpty() && failsOnUnmetFaults) {
      throw new IllegalStateException(String.join("\n", unmet));
    }
    unmet.forEach(u -> LOG.log(System.Logger.Level.WARNING, u));
  }
}

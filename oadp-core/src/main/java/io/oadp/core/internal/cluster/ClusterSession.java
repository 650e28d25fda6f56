// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.oadp.api.CancellationToken;
import io.oadp.api.ClusterException;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.cluster.ClusterInfo;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one run sees it: what discovery told is kept, and every call ends when the run is
 * canceled, with {@link io.oadp.api.OperationCanceledException}. A write that cancel cuts off may
 * have been applied. Thread-safe.
 */
public final class ClusterSession implements ClusterClient {
  private static final String DRY_RUN = "?dryRun=All";
  private static final String JSON = "application/json";
  private static final int PAGE = 500;
  private static final long REFRESH_NANOS = 500_000_000;
  private static final byte[] DELETE_OPTIONS =
      "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"propagationPolicy\":\"Background\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final Transport transport;
  private final CancellationToken token;
  private final Exchange exchange;
  private final int pageLimit;
  private volatile @Nullable Discovery discovery;
  private volatile long refreshedNanos;

  ClusterSession(
      Transport transport,
      RequestRate rate,
      CancellationToken token,
      RetryPolicy retries,
      int pageLimit) {
    this.transport = transport;
    this.token = token;
    this.exchange = new Exchange(transport, rate, token, retries);
    this.pageLimit = pageLimit;
  }

  ClusterSession(Transport transport, RequestRate rate, CancellationToken token) {
    this(transport, rate, token, RetryPolicy.STANDARD, PAGE);
  }

  /** What the server serves, asked once. */
  public Discovery discovery() {
    Discovery known = discovery;
    return known == null ? refreshDiscovery() : known;
  }

  /** Asks again what the server serves, such as after definitions were created. */
  public Discovery refreshDiscovery() {
    Discovery fresh = new DiscoveryReader(exchange).read();
    refreshedNanos = System.nanoTime();
    discovery = fresh;
    return fresh;
  }

  /**
   * Looks a resource up; its definition may be younger than what is known, so a miss asks again.
   */
  private Optional<ApiResource> lookUp(Function<Discovery, Optional<ApiResource>> find) {
    Optional<ApiResource> known = find.apply(discovery());
    if (known.isEmpty() && System.nanoTime() - refreshedNanos > REFRESH_NANOS) {
      return find.apply(refreshDiscovery());
    }
    return known;
  }

  /**
   * Lists objects page by page; one further page is fetched meanwhile. Without repeats, and without
   * gaps, even where the server drops its snapshot in mid-list.
   *
   * @param resource what to list
   * @param namespace empty for all, and for cluster-scoped resources
   * @param labelSelector in the syntax of {@code kubectl -l}; empty for any labels
   * @param consumer called on this thread; what it throws ends the list
   */
  public void list(
      ApiResource resource, String namespace, String labelSelector, PageConsumer consumer) {
    list(resource, namespace, labelSelector, pageLimit, consumer);
  }

  /** The same with so many items to a page. */
  public void list(
      ApiResource resource,
      String namespace,
      String labelSelector,
      int limit,
      PageConsumer consumer) {
    try (ListPager pager = pager(resource, namespace, labelSelector, limit)) {
      for (ListPager.Page page = pager.next(); page != null; page = pager.next()) {
        token.throwIfCanceled();
        consumer.page(page.resourceVersion(), page.items());
      }
    }
  }

  @Override
  public Stream<KubernetesItem> list(ItemQuery query) {
    ApiResource resource =
        lookUp(known -> known.find(query.resource()))
            .orElseThrow(() -> notServed("listing " + query.resource()));
    ListPager pager = pager(resource, query.namespace(), query.labelSelector(), pageLimit);
    Spliterator<ListPager.Page> pages =
        new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED) {
          @Override
          public boolean tryAdvance(Consumer<? super ListPager.Page> action) {
            ListPager.Page page = pager.next();
            if (page == null) {
              return false;
            }
            action.accept(page);
            return true;
          }
        };
    return StreamSupport.stream(pages, false)
        .flatMap(page -> page.items().stream())
        .onClose(pager::close);
  }

  private ListPager pager(ApiResource resource, String namespace, String labelSelector, int limit) {
    return new ListPager(
        exchange, token, transport.workers(), resource, namespace, labelSelector, limit);
  }

  @Override
  public Optional<KubernetesItem> get(ResourceIdentifier id) {
    return lookUp(known -> known.byGroupResource(id.groupResource()))
        .flatMap(resource -> get(resource, id.namespace(), id.name()));
  }

  /** Reads one object in this version; empty if it is not there. */
  public Optional<KubernetesItem> get(ApiResource resource, String namespace, String name) {
    Ask ask = Ask.of("reading", resource, namespace, name);
    Answer answer =
        exchange.read(ask, resource.path(namespace, name), JSON, status -> status == 404);
    return answer.isSuccess() ? Optional.of(item(ask, answer)) : Optional.empty();
  }

  @Override
  public Optional<String> resolve(String name) {
    return lookUp(known -> known.find(name)).map(ApiResource::groupResource);
  }

  @Override
  public ClusterInfo info() {
    Ask ask = new Ask("asking", "the server for its version", false);
    Answer answer = exchange.read(ask, "/version", JSON, status -> false);
    JsonObject version;
    try {
      version =
          JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
              .getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw unreadable(ask, answer, e);
    }
    return new ClusterInfo(
        uid(),
        Answer.text(version, "gitVersion"),
        Answer.text(version, "major"),
        Answer.text(version, "minor"));
  }

  private String uid() {
    Ask ask = new Ask("reading", "namespaces/kube-system", false);
    Answer answer =
        exchange.read(
            ask, "/api/v1/namespaces/kube-system", JSON, status -> status == 403 || status == 404);
    return answer.isSuccess() ? item(ask, answer).text("/metadata/uid").orElse("") : "";
  }

  @Override
  public KubernetesItem create(KubernetesItem item) {
    ApiResource resource =
        lookUp(known -> known.byKind(item.kind())).orElseThrow(() -> notServed("creating " + item));
    return create(resource, item, "");
  }

  /**
   * Creates an object.
   *
   * @param resource in the item's version
   * @param item the object, with its namespace
   * @param fieldManager who is named as its writer; empty for the server's guess
   * @return the object as the server stored it
   */
  public KubernetesItem create(ApiResource resource, KubernetesItem item, String fieldManager) {
    String namespace = item.namespace().orElse("");
    Ask ask = Ask.of("creating", resource, namespace, item.name());
    if (resource.namespaced() && namespace.isEmpty()) {
      throw new ClusterException(0, "Invalid", ask + ": it needs a namespace", "", null);
    }
    String query =
        fieldManager.isEmpty() ? "" : "?fieldManager=" + ApiResource.encoded(fieldManager);
    return item(
        ask,
        exchange.write(
            ask, "POST", resource.path(namespace) + query, JSON, item.toBytes(), status -> false));
  }

  /** Replaces an object's status; the rest of the item is ignored, but for its version. */
  public KubernetesItem replaceStatus(ApiResource resource, KubernetesItem item) {
    String namespace = item.namespace().orElse("");
    Ask ask = Ask.of("writing the status of", resource, namespace, item.name());
    String target = resource.path(namespace, item.name()) + "/status";
    return item(ask, exchange.write(ask, "PUT", target, JSON, item.toBytes(), status -> false));
  }

  /** Has the server go through a creation, and store nothing. */
  public void tryCreate(ApiResource resource, KubernetesItem item) {
    String namespace = item.namespace().orElse("");
    exchange.write(
        Ask.of("trying to create", resource, namespace, item.name()),
        "POST",
        resource.path(namespace) + DRY_RUN,
        JSON,
        item.toBytes(),
        status -> false);
  }

  /** Has the server go through a change, and store nothing. */
  public void tryPatch(ApiResource resource, String namespace, String name, Patch patch) {
    exchange.write(
        Ask.of("trying to patch", resource, namespace, name),
        "PATCH",
        resource.path(namespace, name) + DRY_RUN,
        patch.type().mediaType(),
        patch.body().getBytes(StandardCharsets.UTF_8),
        status -> false);
  }

  @Override
  public void delete(ResourceIdentifier id) {
    lookUp(known -> known.byGroupResource(id.groupResource()))
        .ifPresent(resource -> delete(resource, id.namespace(), id.name()));
  }

  /** Deletes an object and, in the background, what it owns. That it is not there is success. */
  public void delete(ApiResource resource, String namespace, String name) {
    exchange.write(
        Ask.of("deleting", resource, namespace, name),
        "DELETE",
        resource.path(namespace, name),
        JSON,
        DELETE_OPTIONS,
        status -> status == 404);
  }

  @Override
  public KubernetesItem patch(ResourceIdentifier id, Patch patch) {
    ApiResource resource =
        lookUp(known -> known.byGroupResource(id.groupResource()))
            .orElseThrow(() -> notServed("patching " + id));
    return patch(resource, id.namespace(), id.name(), patch, "");
  }

  /** Changes an object in this version. */
  public KubernetesItem patch(
      ApiResource resource, String namespace, String name, Patch patch, String fieldManager) {
    Ask ask = Ask.of("patching", resource, namespace, name);
    String target =
        resource.path(namespace, name)
            + (patch.subresource().isEmpty() ? "" : "/" + patch.subresource())
            + (fieldManager.isEmpty() ? "" : "?fieldManager=" + ApiResource.encoded(fieldManager));
    return item(
        ask,
        exchange.write(
            ask,
            "PATCH",
            target,
            patch.type().mediaType(),
            patch.body().getBytes(StandardCharsets.UTF_8),
            status -> false));
  }

  private static KubernetesItem item(Ask ask, Answer answer) {
    try {
      return KubernetesItem.parseTrusted(answer.body());
    } catch (IllegalArgumentException e) {
      throw unreadable(ask, answer, e);
    }
  }

  private static ClusterException unreadable(Ask ask, Answer answer, RuntimeException cause) {
    return new ClusterException(
        answer.status(), "", ask + ": the server's answer cannot be read", "", cause);
  }

  private static ClusterException notServed(String what) {
    return new ClusterException(
        404, "NotFound", what + ": the server serves no such resource", "", null);
  }
}

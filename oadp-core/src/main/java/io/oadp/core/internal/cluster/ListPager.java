// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.oadp.api.CancellationToken;
import io.oadp.api.ClusterException;
import io.oadp.api.item.KubernetesItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list page by page, with one page on its way while the caller works on another. The server
 * keeps the snapshot of a list for some minutes; when it is gone (410), the list goes on from the
 * same place by the fresh token that the server offers, or else begins again and leaves out what
 * was given already. That rests on the order of keys in etcd, which is watched: if a list ever came
 * in another order, the 410 would end it, rather than lose or repeat items. For one thread.
 */
final class ListPager implements AutoCloseable {
  private static final int RESTARTS_WITHOUT_PROGRESS = 3;
  private static final String NO_WAY_ON =
      "; the list cannot go on without loss or repeats, so begin it again";

  /** Items with the version of the list that they are from. */
  record Page(String resourceVersion, List<KubernetesItem> items) {}

  private final Exchange exchange;
  private final Executor workers;
  private final ApiResource resource;
  private final String target;
  private final Ask ask;
  private final LocalToken own;

  private @Nullable FutureTask<Answer> underWay;
  private boolean done;
  private boolean first = true;
  private String lastSeen = "";
  private String lastGiven = "";
  private boolean inOrder = true;
  private boolean skipping;
  private int restarts;

  ListPager(
      Exchange exchange,
      CancellationToken token,
      Executor workers,
      ApiResource resource,
      String namespace,
      String labelSelector,
      int limit) {
    this.own = new LocalToken(token);
    this.exchange = exchange.with(own);
    this.workers = workers;
    this.resource = resource;
    this.target =
        resource.path(namespace)
            + "?limit="
            + limit
            + (labelSelector.isEmpty()
                ? ""
                : "&labelSelector=" + ApiResource.encoded(labelSelector));
    this.ask =
        new Ask(
            "listing",
            resource.groupResource() + (namespace.isEmpty() ? "" : " in namespace " + namespace),
            false);
  }

  /** The next page; null after the last one. Only the first page can be empty. */
  @Nullable Page next() {
    while (!done) {
      Answer answer = underWay == null ? fetch("") : await(underWay);
      underWay = null;
      if (answer.status() == 410) {
        goOnAfterExpiry(answer);
        continue;
      }
      ListPage page = parse(answer.body());
      if (page.continueToken().isEmpty()) {
        done = true;
      } else {
        begin(page.continueToken());
      }
      List<KubernetesItem> items = accept(items(page));
      if (first || !items.isEmpty()) {
        first = false;
        restarts = 0;
        return new Page(page.resourceVersion(), items);
      }
    }
    return null;
  }

  private void begin(String continueToken) {
    FutureTask<Answer> task = new FutureTask<>(() -> fetch(continueToken));
    underWay = task;
    workers.execute(task);
  }

  private Answer fetch(String continueToken) {
    return exchange.read(
        ask,
        continueToken.isEmpty()
            ? target
            : target + "&continue=" + ApiResource.encoded(continueToken),
        "application/json",
        status -> status == 410 && !continueToken.isEmpty());
  }

  private Answer await(FutureTask<Answer> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw Exchange.interrupted(ask, e);
    } catch (CancellationException e) {
      throw new IllegalStateException("a page that was on its way was given up", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void goOnAfterExpiry(Answer gone) {
    restarts++;
    String fresh = gone.freshContinueToken();
    if (restarts > RESTARTS_WITHOUT_PROGRESS || (fresh.isEmpty() && !inOrder)) {
      throw gone.toException(ask, NO_WAY_ON);
    }
    if (fresh.isEmpty()) {
      skipping = !first;
      lastSeen = "";
    } else {
      begin(fresh);
    }
  }

  private ListPage parse(byte[] body) {
    try {
      return new ListPage(body, resource);
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private List<KubernetesItem> items(ListPage page) {
    try {
      return page.items();
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private ClusterException unreadable(IllegalArgumentException cause) {
    return new ClusterException(
        200, "", ask + ": the server's answer cannot be read: " + cause.getMessage(), "", cause);
  }

  /** Leaves out what was given before a restart, and watches the order. */
  private List<KubernetesItem> accept(List<KubernetesItem> items) {
    List<KubernetesItem> fresh = skipping ? new ArrayList<>(items.size()) : items;
    for (KubernetesItem item : items) {
      String key = item.namespace().map(namespace -> namespace + "/").orElse("") + item.name();
      inOrder &= lastSeen.compareTo(key) < 0;
      lastSeen = key;
      if (skipping && key.compareTo(lastGiven) > 0) {
        fresh.add(item);
      }
    }
    if (skipping && !inOrder) {
      throw new ClusterException(
          410,
          "Expired",
          ask + ": the server dropped its snapshot in mid-list" + NO_WAY_ON,
          "",
          null);
    }
    if (!fresh.isEmpty()) {
      lastGiven = lastSeen;
      skipping = false;
    }
    return fresh;
  }

  /** Gives up the page that is on its way. */
  @Override
  public void close() {
    done = true;
    own.close();
  }
}

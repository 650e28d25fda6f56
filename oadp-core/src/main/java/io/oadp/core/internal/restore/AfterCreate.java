// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.ClusterException;
import io.oadp.api.Compatibility;
import io.oadp.api.PlannedItem;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.select.IncludeExclude;
import io.oadp.core.internal.select.ResourceNames;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts back what a create leaves out: the status, if it is asked for, and who wrote which field.
 * Thread-safe.
 */
final class AfterCreate {
  static final String STATUS_ANNOTATION = "velero.io/restore-status";

  private static final String STATUS = "/status";
  private static final String MANAGED_FIELDS = "/metadata/managedFields";
  private static final int STATUS_TRIES = 5;
  private static final Duration STATUS_PAUSE = Duration.ofMillis(10);
  private static final int LONGEST_MANAGER = 128;

  private final RestoreParts parts;
  private final Optional<IncludeExclude> statusOf;

  AfterCreate(RestoreParts parts) {
    this.parts = parts;
    this.statusOf =
        parts
            .spec()
            .restoreStatus()
            .map(
                status ->
                    ResourceNames.resolve(
                        parts.cluster().discovery(),
                        status.includedResources(),
                        status.excludedResources()));
  }

  /**
   * The name under which an object is created so that its managed fields come out as stored, its
   * sub-resources aside, without a second request; empty if no name does that.
   */
  String fieldManager(KubernetesItem desired) {
    Optional<String> stored = desired.json(MANAGED_FIELDS);
    if (stored.isEmpty() || parts.compatibility() == Compatibility.VELERO_1_18) {
      return "";
    }
    String only = "";
    if (JsonParser.parseString(stored.get()) instanceof JsonArray entries) {
      for (JsonElement element : entries) {
        if (!(element instanceof JsonObject entry)) {
          return "";
        }
        if (!text(entry, "subresource").isEmpty()) {
          continue;
        }
        if (!only.isEmpty() || !text(entry, "operation").equals("Update")) {
          return "";
        }
        only = text(entry, "manager");
        if (only.isEmpty() || only.length() > LONGEST_MANAGER) {
          return "";
        }
      }
    }
    return only;
  }

  private static String text(JsonObject entry, String name) {
    return entry.get(name) != null && entry.get(name).isJsonPrimitive()
        ? entry.get(name).getAsString()
        : "";
  }

  /**
   * Does what is left to do for an object that was created.
   *
   * @param fieldManager the name it was created under; empty if it was none of its own
   * @param created as the server has it
   */
  void complete(
      PlannedItem item,
      KubernetesItem asStored,
      KubernetesItem desired,
      ApiResource resource,
      String fieldManager,
      KubernetesItem created)
      throws InterruptedException {
    boolean withStatus = restoresStatus(item, desired) && asStored.has(STATUS);
    if (withStatus) {
      String status = asStored.json(STATUS).orElseThrow();
      putStatus(item, desired.edit(e -> e.setJson(STATUS, status)), resource, created);
    }
    if (withStatus || fieldManager.isEmpty()) {
      putManagedFields(item, desired, resource, created);
    }
  }

  private boolean restoresStatus(PlannedItem item, KubernetesItem desired) {
    boolean bySpec = statusOf.map(s -> s.includes(item.source().groupResource())).orElse(false);
    String own = desired.annotations().get(STATUS_ANNOTATION);
    if (own == null) {
      return bySpec;
    }
    String choice = own.strip().toLowerCase(Locale.ROOT);
    if (choice.equals("true") || choice.equals("false")) {
      return choice.equals("true");
    }
    parts
        .log()
        .info(
            "Annotation " + STATUS_ANNOTATION + " is neither true nor false, and not followed",
            "name",
            item.target().name(),
            "namespace",
            item.target().namespace(),
            "resource",
            item.target().groupResource());
    return bySpec;
  }

  private void putStatus(
      PlannedItem item, KubernetesItem wanted, ApiResource resource, KubernetesItem created)
      throws InterruptedException {
    Optional<KubernetesItem> live = Optional.of(created);
    for (int tries = 1; live.isPresent(); tries++) {
      String version = live.get().text("/metadata/resourceVersion").orElse("");
      try {
        parts
            .cluster()
            .replaceStatus(resource, wanted.edit(e -> e.set("/metadata/resourceVersion", version)));
        return;
      } catch (ClusterException e) {
        if (e.status() != 409 || tries == STATUS_TRIES) {
          parts.problems().warn(item.target(), "status was not restored: " + e.getMessage());
          return;
        }
      }
      parts.token().sleep(STATUS_PAUSE);
      live = parts.cluster().get(resource, item.target().namespace(), item.target().name());
    }
    parts.problems().warn(item.target(), "status was not restored: the object is gone");
  }

  private void putManagedFields(
      PlannedItem item, KubernetesItem desired, ApiResource resource, KubernetesItem created) {
    Optional<String> stored = desired.json(MANAGED_FIELDS);
    if (stored.isEmpty() || stored.equals(created.json(MANAGED_FIELDS))) {
      return;
    }
    String patch = "{\"metadata\":{\"managedFields\":" + stored.get() + "}}";
    try {
      parts
          .cluster()
          .patch(resource, item.target().namespace(), item.target().name(), Patch.merge(patch), "");
    } catch (ClusterException e) {
      String text = "managed fields were not put back: " + e.getMessage();
      if (e.status() == 404) {
        parts.problems().warn(item.target(), text);
      } else {
        parts.problems().error(item.target(), text);
      }
    }
  }
}

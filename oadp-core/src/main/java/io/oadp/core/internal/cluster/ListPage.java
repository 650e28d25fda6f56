// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.item.KubernetesItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One page of a list, cut into items by the bytes: what is between the braces of an item is never
 * decoded, so nothing of it can get lost. In lists of built-in kinds the items carry no {@code
 * apiVersion} and {@code kind}; those are put in front, as a GET of the object has them.
 */
final class ListPage {
  private static final byte[] ITEMS = quoted("items");
  private static final byte[] METADATA = quoted("metadata");
  private static final byte[] API_VERSION = quoted("apiVersion");
  private static final byte[] KIND = quoted("kind");

  private final byte[] bytes;
  private final byte[] versionMember;
  private final byte[] kindMember;
  // Begin and end of each item, and which of the two members it needs, as three numbers.
  private int[] bounds = new int[3 * 512];
  private int count;
  private String resourceVersion = "";
  private String continueToken = "";

  /**
   * Finds the items.
   *
   * @throws IllegalArgumentException if the bytes are no list
   */
  ListPage(byte[] bytes, ApiResource resource) {
    this.bytes = bytes;
    this.versionMember = member("apiVersion", resource.apiVersion());
    this.kindMember = member("kind", resource.kind());
    JsonBytes json = new JsonBytes(bytes, 0);
    json.take('{');
    if (json.takeIf('}')) {
      return;
    }
    do {
      json.peek();
      boolean items = json.isString(ITEMS);
      boolean metadata = json.isString(METADATA);
      json.skipString();
      json.take(':');
      if (items && json.peek() == '[') {
        readItems(json);
      } else {
        json.peek();
        int begin = json.position();
        json.skipValue();
        if (metadata) {
          readMetadata(begin, json.position());
        }
      }
    } while (json.takeIf(','));
    json.take('}');
  }

  String resourceVersion() {
    return resourceVersion;
  }

  String continueToken() {
    return continueToken;
  }

  /** The items, made now: one copy of the bytes of each. */
  List<KubernetesItem> items() {
    List<KubernetesItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(
          KubernetesItem.parseTrusted(item(bounds[3 * i], bounds[3 * i + 1], bounds[3 * i + 2])));
    }
    return items;
  }

  private byte[] item(int begin, int end, int missing) {
    if (missing == 0) {
      return Arrays.copyOfRange(bytes, begin, end);
    }
    boolean noVersion = (missing & 1) != 0;
    boolean noKind = (missing & 2) != 0;
    int extra = (noVersion ? versionMember.length : 0) + (noKind ? kindMember.length : 0);
    byte[] item = new byte[end - begin + extra];
    item[0] = '{';
    int at = 1;
    if (noVersion) {
      System.arraycopy(versionMember, 0, item, at, versionMember.length);
      at += versionMember.length;
    }
    if (noKind) {
      System.arraycopy(kindMember, 0, item, at, kindMember.length);
      at += kindMember.length;
    }
    System.arraycopy(bytes, begin + 1, item, at, end - begin - 1);
    return item;
  }

  private void readItems(JsonBytes json) {
    json.take('[');
    if (json.takeIf(']')) {
      return;
    }
    do {
      json.take('{');
      int begin = json.position() - 1;
      int missing = 3;
      if (!json.takeIf('}')) {
        do {
          json.peek();
          if (json.isString(API_VERSION)) {
            missing &= ~1;
          } else if (json.isString(KIND)) {
            missing &= ~2;
          }
          json.skipString();
          json.take(':');
          json.skipValue();
        } while (json.takeIf(','));
        json.take('}');
      }
      if (3 * count == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      }
      bounds[3 * count] = begin;
      bounds[3 * count + 1] = json.position();
      bounds[3 * count + 2] = missing;
      count++;
    } while (json.takeIf(','));
    json.take(']');
  }

  private void readMetadata(int begin, int end) {
    String text = new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    if (JsonParser.parseString(text) instanceof JsonObject metadata) {
      resourceVersion = Answer.text(metadata, "resourceVersion");
      continueToken = Answer.text(metadata, "continue");
    }
  }

  private static byte[] quoted(String name) {
    return ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
  }

  // Versions and kinds are names of Kubernetes, which need no escapes.
  private static byte[] member(String name, String value) {
    return ('"' + name + "\":\"" + value + "\",").getBytes(StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP answer. The body is a list of slices of arrays that others own, so that a list of many
 * stored items is sent without copying them.
 */
final class Answer {
  @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody writes to it
  private record Slice(byte[] bytes, int from) {}

  static final String JSON = "application/json";

  private final int status;
  private final String contentType;
  private final List<Slice> body = new ArrayList<>();
  private long length;

  Answer(int status, String contentType) {
    this.status = status;
    this.contentType = contentType;
  }

  static Answer json(int status, JsonElement body) {
    return new Answer(status, JSON).add(Json.bytes(body)).add("\n");
  }

  static Answer text(int status, String body) {
    return new Answer(status, "text/plain; charset=utf-8").add(body);
  }

  static Answer object(int status, ResourceType type, StoredItem item) {
    return new Answer(status, JSON)
        .addObject(type.opening(), ItemForm.served(type, item))
        .add("\n");
  }

  /** Adds the object: the opening in the place of the brace that its bytes start with. */
  Answer addObject(byte[] opening, StoredItem item) {
    add(opening);
    body.add(new Slice(item.bytes(), 1));
    length += item.bytes().length - 1;
    return this;
  }

  Answer add(byte[] bytes) {
    body.add(new Slice(bytes, 0));
    length += bytes.length;
    return this;
  }

  Answer add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  long length() {
    return length;
  }

  void writeTo(OutputStream out) throws IOException {
    for (Slice slice : body) {
      out.write(slice.bytes(), slice.from(), slice.bytes().length - slice.from());
    }
  }
}

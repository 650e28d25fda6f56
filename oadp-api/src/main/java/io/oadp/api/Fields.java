// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The values of one spec or record, by Velero's field names; only fields that are set are in here.
 * All specs and records keep their state in one of these, so that copying, comparing and printing
 * are written once and cannot forget a field. Immutable. An empty text, list or map and a zero
 * number or duration count as unset, as they do in Velero; a flag of {@code false} is set.
 */
final class Fields {
  static final Fields NONE = new Fields(Map.of());

  private final Map<String, Object> values;

  private Fields(Map<String, Object> values) {
    this.values = values;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> text(String name) {
    return value(name, String.class);
  }

  Optional<Boolean> flag(String name) {
    return value(name, Boolean.class);
  }

  Optional<Duration> duration(String name) {
    return value(name, Duration.class);
  }

  OptionalInt number(String name) {
    return value(name, Integer.class).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  int count(String name) {
    return number(name).orElse(0);
  }

  <T> Optional<T> value(String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).map(type::cast);
  }

  /** The list under a name. The caller names the element type, which only this package decides. */
  @SuppressWarnings("unchecked")
  <T> List<T> list(String name) {
    return (List<T>) values.getOrDefault(name, List.of());
  }

  /** The map under a name, as {@link #list}. */
  @SuppressWarnings("unchecked")
  <T> Map<String, T> map(String name) {
    return (Map<String, T>) values.getOrDefault(name, Map.of());
  }

  Editor edit() {
    return new Editor(new TreeMap<>(values));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields && values.equals(fields.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /**
   * Prints the fields that are set; those named are printed as a count, since they may hold
   * secrets.
   */
  String describe(String... counted) {
    Map<String, Object> shown = new TreeMap<>(values);
    for (String name : counted) {
      shown.computeIfPresent(name, (key, value) -> "(" + size(value) + ")");
    }
    return shown.toString();
  }

  private static int size(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection.size();
    }
    return value instanceof Map<?, ?> map ? map.size() : 1;
  }

  /** The state of a builder. */
  static final class Editor {
    private final Map<String, Object> values;

    private Editor(Map<String, Object> values) {
      this.values = values;
    }

    /** Sets a scalar or a value of ours; an empty text and a zero unset. */
    void set(String name, Object value) {
      Objects.requireNonNull(value, name);
      if (value.equals("") || value.equals(0) || value.equals(Duration.ZERO)) {
        values.remove(name);
      } else {
        values.put(name, value);
      }
    }

    /** Sets a value of which nothing counts as unset. */
    void setAsIs(String name, Object value) {
      values.put(name, Objects.requireNonNull(value, name));
    }

    void setList(String name, Collection<?> list) {
      setOrUnset(name, List.copyOf(list), list.isEmpty());
    }

    void append(String name, Collection<?> more) {
      List<Object> list = new ArrayList<>((List<?>) values.getOrDefault(name, List.of()));
      list.addAll(more);
      setList(name, list);
    }

    void setMap(String name, Map<String, ?> map) {
      map.forEach(
          (key, value) -> {
            Objects.requireNonNull(key, name);
            Objects.requireNonNull(value, name);
          });
      setOrUnset(
          name, Collections.unmodifiableMap(new LinkedHashMap<String, Object>(map)), map.isEmpty());
    }

    void putEntry(String name, String key, Object value) {
      Map<String, Object> map = new LinkedHashMap<>(build().map(name));
      map.put(key, value);
      setMap(name, map);
    }

    Fields build() {
      return new Fields(Collections.unmodifiableMap(new TreeMap<>(values)));
    }

    private void setOrUnset(String name, Object value, boolean empty) {
      if (empty) {
        values.remove(name);
      } else {
        values.put(name, value);
      }
    }
  }
}

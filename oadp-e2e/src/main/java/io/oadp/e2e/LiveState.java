// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lives in some namespaces at one moment, read from the API server object by object, to be
 * compared with another moment or with other namespaces.
 *
 * <p>Left out without being asked: {@code metadata}'s {@code uid}, {@code resourceVersion}, {@code
 * creationTimestamp}, {@code generation} and {@code managedFields}, events, and what the control
 * plane puts into every namespace by itself. Everything else counts unless a suite ignores it, each
 * with its reason beside the call.
 */
public final class LiveState {
  private final Map<String, JsonObject> objects;

  LiveState(Map<String, JsonObject> objects) {
    this.objects = objects;
  }

  /** Begins to describe what to read. */
  public static Reader reader(KubeApi kube) {
    return new Reader(kube);
  }

  /** Begins to describe what has to be alike in two namespaces that were given the same objects. */
  public static Reader readerOfCopies(KubeApi kube) {
    return reader(kube)
        .forgettingWhatIsGenerated()
        .ignoring("/status") // times, above all
        .forgettingRestoreLabels()
        .ignoring("persistentvolumeclaims", "/spec/volumeName"); // volumes have no namespace
  }

  /** Returns the objects by {@code resource.group namespace/name}, after what was left out. */
  public Map<String, JsonObject> objects() {
    return objects;
  }

  /**
   * Returns one object.
   *
   * @param key {@code resource.group namespace/name}
   * @throws AssertionError if it was not found
   */
  public JsonObject object(String key) {
    JsonObject object = objects.get(key);
    if (object == null) {
      throw new AssertionError("there is no " + key + ", only " + objects.keySet());
    }
    return object;
  }

  /** Returns the kinds found, as {@code resource.group}. */
  public SortedSet<String> kinds() {
    SortedSet<String> kinds = new TreeSet<>();
    objects.keySet().forEach(key -> kinds.add(key.substring(0, key.indexOf(' '))));
    return kinds;
  }

  /**
   * Returns how {@code other} differs from this state, one line per difference: what it lacks, what
   * it has in addition, and each field with its value here and its value there.
   */
  public List<String> differencesTo(LiveState other) {
    List<String> lines = new ArrayList<>();
    SortedSet<String> keys = new TreeSet<>(objects.keySet());
    keys.addAll(other.objects.keySet());
    for (String key : keys) {
      JsonObject here = objects.get(key);
      JsonObject there = other.objects.get(key);
      if (there == null) {
        lines.add(key + ": is missing");
      } else if (here == null) {
        lines.add(key + ": was not there before");
      } else {
        compare(key + ": ", "", here, there, lines);
      }
    }
    return lines;
  }

  /**
   * Compares with a state that controllers may still be working on: reads it again until nothing
   * but known differences is left, for {@code limit} at most.
   *
   * @param known lines of {@link #differencesTo} that are expected
   * @return the unknown differences of the last reading; empty if all is well
   */
  public List<String> differencesBeyond(
      Collection<String> known, Duration limit, Supplier<LiveState> other) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      List<String> lines = new ArrayList<>(differencesTo(other.get()));
      lines.removeAll(known);
      if (lines.isEmpty() || System.nanoTime() >= deadline) {
        return lines;
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  private static void compare(
      String key, String path, JsonElement here, JsonElement there, List<String> lines) {
    if (here.isJsonObject() && there.isJsonObject()) {
      Set<String> names = new TreeSet<>(here.getAsJsonObject().keySet());
      names.addAll(there.getAsJsonObject().keySet());
      for (String name : names) {
        String field = path + "/" + name.replace("~", "~0").replace("/", "~1");
        JsonElement left = here.getAsJsonObject().get(name);
        JsonElement right = there.getAsJsonObject().get(name);
        if (left == null || right == null) {
          lines.add(key + field + ": " + show(left) + " -> " + show(right));
        } else {
          compare(key, field, left, right, lines);
        }
      }
    } else if (here.isJsonArray()
        && there.isJsonArray()
        && here.getAsJsonArray().size() == there.getAsJsonArray().size()) {
      JsonArray left = here.getAsJsonArray();
      for (int i = 0; i < left.size(); i++) {
        compare(key, path + "/" + i, left.get(i), there.getAsJsonArray().get(i), lines);
      }
    } else if (!here.toString().equals(there.toString())) {
      // The text, not the value: 1.10 and 1.1 are not the same for who reads the field as text.
      lines.add(key + path + ": " + show(here) + " -> " + show(there));
    }
  }

  private static String show(@Nullable JsonElement element) {
    if (element == null) {
      return "(absent)";
    }
    String text = element.toString();
    return text.length() <= 160
        ? text
        : text.substring(0, 160) + "… (" + text.length() + " characters)";
  }

  /** What to read, and what to leave out. */
  public static final class Reader {
    private static final List<String> ALWAYS_IGNORED =
        List.of(
            "/metadata/uid",
            "/metadata/resourceVersion",
            "/metadata/creationTimestamp",
            "/metadata/generation",
            "/metadata/managedFields");

    private final KubeApi kube;
    private final Map<String, List<String>> ignored = new HashMap<>();
    private final Set<String> excludedKinds =
        new HashSet<>(Set.of("events", "events.events.k8s.io"));
    private final Map<String, Predicate<JsonObject>> excluded = new HashMap<>();
    private Consumer<JsonObject> change = object -> {};
    private final Map<String, Consumer<JsonObject>> changes = new HashMap<>();
    private final Map<String, String> mapping = new LinkedHashMap<>();

    private Reader(KubeApi kube) {
      this.kube = kube;
      ALWAYS_IGNORED.forEach(pointer -> ignoring("*", pointer));
      excluding("configmaps", o -> name(o).equals("kube-root-ca.crt"));
    }

    /**
     * Ignores a field of every object.
     *
     * @param pointer a JSON Pointer whose parts may be {@code *}, for any name and any index
     */
    public Reader ignoring(String pointer) {
      return ignoring("*", pointer);
    }

    /**
     * Ignores a field of one kind.
     *
     * @param groupResource for example {@code deployments.apps}; {@code *} for every kind
     * @param pointer a JSON Pointer whose parts may be {@code *}, for any name and any index
     */
    public Reader ignoring(String groupResource, String pointer) {
      ignored.computeIfAbsent(groupResource, key -> new ArrayList<>()).add(pointer);
      return this;
    }

    /**
     * Leaves out all objects of these kinds, named as in {@code endpointslices.discovery.k8s.io}.
     */
    public Reader excludingKinds(String... groupResources) {
      excludedKinds.addAll(Arrays.asList(groupResources));
      return this;
    }

    /** Leaves out the objects of one kind that the predicate accepts. */
    public Reader excluding(String groupResource, Predicate<JsonObject> which) {
      excluded.merge(groupResource, which, Predicate::or);
      return this;
    }

    /** Changes the objects of one kind before they are compared, after fields were ignored. */
    public Reader normalising(String groupResource, Consumer<JsonObject> change) {
      changes.merge(groupResource, change, Consumer::andThen);
      return this;
    }

    /**
     * Makes equal what the control plane gives anew to every object it is asked to create:
     * allocated addresses and ports, uids that an object repeats, generated volume names, tokens.
     * Leaves out objects that controllers make, for their names are made up. What was asked for
     * stays: a service without an address differs from one with an address.
     */
    public Reader forgettingWhatIsGenerated() {
      Generated.forget(this);
      return excludingOwned();
    }

    /** Removes the two labels that a restore puts on every object it creates. */
    public Reader forgettingRestoreLabels() {
      change = change.andThen(Generated::forgetRestoreLabels);
      return this;
    }

    /** Leaves out what a controller made: every object that has an owner. */
    public Reader excludingOwned() {
      return excluding("*", o -> o.getAsJsonObject("metadata").has("ownerReferences"));
    }

    /**
     * Shows what is found in namespace {@code from} as if it lay in {@code to}: its key, {@code
     * metadata.namespace}, and the namespaces of a role binding's subjects.
     */
    public Reader mapping(String from, String to) {
      mapping.put(from, to);
      return this;
    }

    /** Reads all namespaced objects of these namespaces, each kind in its preferred version. */
    public LiveState namespaces(String... namespaces) {
      Map<String, JsonObject> found = new TreeMap<>();
      for (ApiKind kind : kube.kinds()) {
        if (kind.namespaced() && kind.preferred() && kind.verbs().contains("list")) {
          for (String namespace : namespaces) {
            read(kind, namespace, found);
          }
        }
      }
      return new LiveState(found);
    }

    /** Reads the given objects alone, wherever they are; those that do not exist are left out. */
    public LiveState objects(Collection<JsonObject> references) {
      Map<String, JsonObject> found = new TreeMap<>();
      for (JsonObject reference : references) {
        ApiKind kind =
            kube.kind(
                reference.get("apiVersion").getAsString(), reference.get("kind").getAsString());
        kube.find(kube.pathOf(reference)).ifPresent(object -> add(kind, object, found));
      }
      return new LiveState(found);
    }

    private void read(ApiKind kind, String namespace, Map<String, JsonObject> found) {
      if (excludedKinds.contains(kind.groupResource())) {
        return;
      }
      kube.list(kind, namespace).forEach(object -> add(kind, object, found));
    }

    private void add(ApiKind kind, JsonObject object, Map<String, JsonObject> found) {
      for (String key : List.of("*", kind.groupResource())) {
        Predicate<JsonObject> leaveOut = excluded.get(key);
        if (leaveOut != null && leaveOut.test(object)) {
          return;
        }
      }
      for (String key : List.of("*", kind.groupResource())) {
        for (String pointer : ignored.getOrDefault(key, List.of())) {
          remove(object, List.of(pointer.substring(1).split("/", -1)));
        }
      }
      change.accept(object);
      Optional.ofNullable(changes.get(kind.groupResource())).ifPresent(c -> c.accept(object));
      JsonObject metadata = object.getAsJsonObject("metadata");
      String namespace = "";
      if (metadata.has("namespace")) {
        String original = metadata.get("namespace").getAsString();
        namespace = mapping.getOrDefault(original, original);
        metadata.addProperty("namespace", namespace);
      }
      if (object.has("subjects")) {
        object.getAsJsonArray("subjects").forEach(subject -> map(subject.getAsJsonObject()));
      }
      String place = namespace.isEmpty() ? "" : namespace + "/";
      found.put(kind.groupResource() + " " + place + name(object), object);
    }

    private void map(JsonObject subject) {
      if (subject.has("namespace")) {
        String original = subject.get("namespace").getAsString();
        subject.addProperty("namespace", mapping.getOrDefault(original, original));
      }
    }

    private static void remove(JsonElement element, List<String> parts) {
      String part = parts.get(0).replace("~1", "/").replace("~0", "~");
      List<String> rest = parts.subList(1, parts.size());
      if (element.isJsonObject()) {
        JsonObject object = element.getAsJsonObject();
        List<String> names = part.equals("*") ? List.copyOf(object.keySet()) : List.of(part);
        for (String name : names) {
          if (rest.isEmpty()) {
            object.remove(name);
          } else if (object.has(name)) {
            remove(object.get(name), rest);
          }
        }
      } else if (element.isJsonArray() && !rest.isEmpty()) {
        JsonArray array = element.getAsJsonArray();
        for (int i = 0; i < array.size(); i++) {
          if (part.equals("*") || part.equals(Integer.toString(i))) {
            remove(array.get(i), rest);
          }
        }
      }
    }

    private static String name(JsonObject object) {
      return object.getAsJsonObject("metadata").get("name").getAsString();
    }
  }
}

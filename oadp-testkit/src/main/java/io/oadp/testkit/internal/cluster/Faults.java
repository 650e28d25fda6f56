// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import io.oadp.testkit.RequestFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The scripted faults in the order in which they were given, and what they have met so far. */
public final class Faults {
  /** Tells which requests a fault is meant for, in the terms of the API. */
  @FunctionalInterface
  public interface Wanted {
    /**
     * Tells whether a request is meant.
     *
     * @param verb such as {@code list}
     * @param groupResource such as {@code deployments.apps}
     * @param namespace empty for the cluster
     * @param name empty for a collection
     * @return whether it is
     */
    boolean matches(String verb, String groupResource, String namespace, String name);
  }

  private static final class Scripted {
    private final String description;
    private final Predicate<Request> wanted;
    private final RequestFault fault;
    private int toPass;
    private int left;
    private boolean met;

    Scripted(String description, Predicate<Request> wanted, int first, RequestFault fault) {
      this.description = description;
      this.wanted = wanted;
      this.fault = fault;
      this.toPass = first - 1;
      this.left = fault.count();
    }
  }

  private static final int SHOWN = 10;

  private final List<Scripted> scripted = new ArrayList<>();
  private final Map<String, Integer> came = new LinkedHashMap<>();

  /**
   * Adds a fault.
   *
   * @param method an HTTP method, or {@code *}
   * @param path a path in which {@code *} stands for a part of a segment and {@code **} for
   *     anything
   * @param fault what happens
   */
  public synchronized void add(String method, String path, RequestFault fault) {
    StringBuilder regex = new StringBuilder();
    for (String part : path.split("(?<=\\*\\*)|(?=\\*\\*)|(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)", -1)) {
      switch (part) {
        case "**" -> regex.append(".*");
        case "*" -> regex.append("[^/]*");
        default -> regex.append(Pattern.quote(part));
      }
    }
    Pattern pattern = Pattern.compile(regex.toString());
    scripted.add(
        new Scripted(
            method + " " + path,
            r ->
                (method.equals("*") || method.equals(r.method()))
                    && pattern.matcher(r.path()).matches(),
            1,
            fault));
  }

  /**
   * Adds a fault.
   *
   * @param description what it is meant for, for people
   * @param wanted what it is meant for
   * @param first which matching request goes wrong first, from 1 on
   * @param fault what happens
   */
  public synchronized void add(String description, Wanted wanted, int first, RequestFault fault) {
    scripted.add(
        new Scripted(
            description,
            r -> {
              Attributes a = Attributes.of(r);
              String plural = a.group().isEmpty() ? a.resource() : a.resource() + "." + a.group();
              String part = a.subresource().isEmpty() ? "" : "/" + a.subresource();
              return a.isResource()
                  && wanted.matches(a.verb(), plural + part, a.namespace(), a.name());
            },
            first,
            fault));
  }

  /** Forgets all faults. */
  public synchronized void clear() {
    scripted.clear();
    came.clear();
  }

  /**
   * Tells which faults no request has met.
   *
   * @return for each a sentence with what it was meant for and which requests came instead
   */
  public synchronized List<String> unmet() {
    return scripted.stream().filter(s -> !s.met).map(this::sentence).toList();
  }

  private String sentence(Scripted fault) {
    List<String> requests =
        came.entrySet().stream()
            .limit(SHOWN)
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .toList();
    return "no request met the fault for "
        + fault.description
        + "; "
        + (requests.isEmpty()
            ? "no requests came"
            : "what came instead: " + String.join(", ", requests))
        + (came.size() > SHOWN ? " and " + (came.size() - SHOWN) + " others" : "");
  }

  synchronized Optional<RequestFault> next(Request request) {
    if (scripted.isEmpty()) {
      return Optional.empty();
    }
    came.merge(request.method() + " " + request.path(), 1, Integer::sum);
    for (Scripted s : scripted) {
      if (s.left > 0 && s.wanted.test(request)) {
        if (s.toPass > 0) {
          s.toPass--;
          continue;
        }
        s.met = true;
        s.left--;
        return Optional.of(s.fault);
      }
    }
    return Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import io.oadp.testkit.RequestFault;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The scripted faults that are still to come, in the order in which they were given. */
public final class Faults {
  private static final class Scripted {
    private final String method;
    private final Pattern path;
    private final RequestFault fault;
    private int left;

    Scripted(String method, Pattern path, RequestFault fault) {
      this.method = method;
      this.path = path;
      this.fault = fault;
      this.left = fault.count();
    }
  }

  private final List<Scripted> scripted = new ArrayList<>();

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
    scripted.add(new Scripted(method, Pattern.compile(regex.toString()), fault));
  }

  /** Forgets all faults. */
  public synchronized void clear() {
    scripted.clear();
  }

  synchronized Optional<RequestFault> next(String method, String path) {
    for (Iterator<Scripted> i = scripted.iterator(); i.hasNext(); ) {
      Scripted s = i.next();
      if ((s.method.equals("*") || s.method.equals(method)) && s.path.matcher(path).matches()) {
        if (--s.left == 0) {
          i.remove();
        }
        return Optional.of(s.fault);
      }
    }
    return Optional.empty();
  }
}

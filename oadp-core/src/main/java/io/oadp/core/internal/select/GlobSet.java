// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A list of patterns, tried in sorted order; one that does not compile ends the match. */
final class GlobSet {
  private final Set<String> entries;
  private final List<Pattern> patterns;

  GlobSet(Collection<String> entries) {
    this.entries = new TreeSet<>(entries);
    this.patterns = new ArrayList<>();
    for (String entry : this.entries) {
      Optional<Pattern> pattern = Glob.compile(entry);
      if (pattern.isEmpty()) {
        break;
      }
      patterns.add(pattern.get());
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether the literal {@code *} is in the list. */
  boolean hasStar() {
    return entries.contains("*");
  }

  boolean matches(String text) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text).matches()) {
        return true;
      }
    }
    return false;
  }

  Set<String> entries() {
    return entries;
  }
}

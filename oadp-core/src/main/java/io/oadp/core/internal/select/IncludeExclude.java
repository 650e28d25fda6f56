// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import java.util.Collection;

/**
 * An include and an exclude list: excluded wins; an empty include list, or one with {@code *},
 * takes the rest.
 */
public final class IncludeExclude {
  private final GlobSet includes;
  private final GlobSet excludes;

  /**
   * Takes both lists.
   *
   * @param includes names or patterns
   * @param excludes names or patterns
   */
  public IncludeExclude(Collection<String> includes, Collection<String> excludes) {
    this.includes = new GlobSet(includes);
    this.excludes = new GlobSet(excludes);
  }

  /** Whether a name is taken. */
  public boolean includes(String name) {
    return !excludes.matches(name)
        && (includes.isEmpty() || includes.hasStar() || includes.matches(name));
  }

  /** Whether an exclude entry matches. */
  public boolean excludes(String name) {
    return excludes.matches(name);
  }

  /** Whether nothing is left out. */
  public boolean isEverything() {
    return excludes.isEmpty()
        && (includes.isEmpty() || (includes.hasStar() && includes.entries().size() == 1));
  }

  /** Whether the include list has a literal {@code *}. */
  public boolean includesStar() {
    return includes.hasStar();
  }

  GlobSet includeSet() {
    return includes;
  }

  GlobSet excludeSet() {
    return excludes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of an item in a tarball, taken apart. {@code versionDirectory} is empty for the plain
 * path, {@code namespace} for cluster-scoped items.
 */
record EntryPath(String groupResource, String versionDirectory, String namespace, String name) {
  private static final String SUFFIX = ".json";

  /**
   * Takes a path apart.
   *
   * @return null if it is not the path of an item, but of something foreign to be left alone
   * @throws IOException if it points outside the tree, as only an attacker's does
   */
  static @Nullable EntryPath parse(String path) throws IOException {
    if (path.startsWith("/")) {
      throw new IOException("it has an entry with an absolute path: " + path);
    }
    List<String> parts = new ArrayList<>(6);
    for (int from = 0; from <= path.length(); ) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String part = path.substring(from, to);
      if (part.equals("..")) {
        throw new IOException("it has an entry whose path leads outside: " + path);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
      from = to + 1;
    }
    if (parts.size() < 4 || !parts.get(0).equals("resources")) {
      return null;
    }
    boolean plain = isScope(parts.get(2));
    int scope = plain ? 2 : 3;
    boolean namespaced = parts.get(scope).equals("namespaces");
    if (!isScope(parts.get(scope)) || parts.size() != scope + (namespaced ? 3 : 2)) {
      return null;
    }
    String file = parts.get(parts.size() - 1);
    String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    return new EntryPath(
        parts.get(1), plain ? "" : parts.get(2), namespaced ? parts.get(scope + 1) : "", name);
  }

  private static boolean isScope(String part) {
    return part.equals("namespaces") || part.equals("cluster");
  }

  /** The version its directory names; empty for the plain path. */
  String version() {
    return isPreferred()
        ? versionDirectory.substring(
            0, versionDirectory.length() - ArchivePaths.PREFERRED_SUFFIX.length())
        : versionDirectory;
  }

  boolean isPreferred() {
    return versionDirectory.endsWith(ArchivePaths.PREFERRED_SUFFIX);
  }
}

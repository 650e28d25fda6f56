// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

/** Where things stand: keys of the objects of a backup, paths of the entries of its tarball. */
public final class ArchivePaths {
  static final String VERSION_PATH = "metadata/version";
  public static final String FORMAT_VERSION = "1.1.0";
  static final String PREFERRED_SUFFIX = "-preferredversion";

  private static final String RESOURCES = "resources/";

  private ArchivePaths() {}

  public static String tarballKey(String backupName) {
    return object(backupName, ".tar.gz");
  }

  static String indexKey(String backupName) {
    return object(backupName, "-oadp-index");
  }

  static String resourceListKey(String backupName) {
    return object(backupName, "-resource-list.json.gz");
  }

  private static String object(String backupName, String suffix) {
    return "backups/" + backupName + "/" + backupName + suffix;
  }

  /** The path that every reader knows; an item has it if its version is the preferred one. */
  static String plain(String groupResource, String namespace, String name) {
    return RESOURCES + groupResource + scope(namespace) + name + ".json";
  }

  /**
   * The path in a directory named after the version, with the suffix if it is the preferred one.
   */
  static String versioned(
      String groupResource, String version, boolean preferred, String namespace, String name) {
    String directory = preferred ? version + PREFERRED_SUFFIX : version;
    return RESOURCES + groupResource + "/" + directory + scope(namespace) + name + ".json";
  }

  private static String scope(String namespace) {
    return namespace.isEmpty() ? "/cluster/" : "/namespaces/" + namespace + "/";
  }
}

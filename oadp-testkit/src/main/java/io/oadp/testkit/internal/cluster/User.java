// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import java.util.ArrayList;
import java.util.List;

/** Who makes a request. An administrator may do everything. */
record User(String name, List<String> groups, boolean admin) {
  static final User ADMIN =
      new User("admin", List.of("system:masters", "system:authenticated"), true);
  static final User ANONYMOUS =
      new User("system:anonymous", List.of("system:unauthenticated"), false);
  private static final String ACCOUNT = "system:serviceaccount:";

  /** A user without rights of its own, in the groups that its name puts it in. */
  static User named(String name) {
    List<String> groups = new ArrayList<>();
    String[] parts = name.split(":", -1);
    if (name.startsWith(ACCOUNT) && parts.length == 4) {
      groups.add("system:serviceaccounts");
      groups.add("system:serviceaccounts:" + parts[2]);
    }
    groups.add("system:authenticated");
    return new User(name, List.copyOf(groups), false);
  }

  static String ofServiceAccount(String namespace, String name) {
    return ACCOUNT + namespace + ":" + name;
  }
}

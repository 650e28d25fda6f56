// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.internal.KubernetesNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Velero's syntax rules for one entry of a namespace list, which may be a glob. */
final class NamespacePattern {
  private NamespacePattern() {}

  /** What is wrong with the entry; the empty entry stands for "no namespace" and is fine. */
  static List<String> violations(String namespace) {
    if (namespace.isEmpty()) {
      return List.of();
    }
    Optional<String> glob = globViolation(namespace);
    if (glob.isPresent()) {
      return List.of(glob.get());
    }
    List<String> wrong = new ArrayList<>();
    // Velero checks the rest of the pattern as a name, with a letter in place of each glob
    // character.
    for (String text : KubernetesNames.dnsLabel(namespace.replaceAll("[*?\\[\\]]", "x"))) {
      wrong.add("invalid namespace " + quoted(namespace) + ": " + text);
    }
    return wrong;
  }

  private static Optional<String> globViolation(String pattern) {
    if (pattern.chars().anyMatch(c -> "|()!{},".indexOf(c) >= 0)) {
      return Optional.of("wildcard pattern contains unsupported characters: |, (, ), !, {, }, ,");
    }
    if (pattern.contains("**")) {
      return Optional.of("wildcard pattern contains consecutive asterisks (only single * allowed)");
    }
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == ']') {
        return Optional.of("wildcard pattern contains unmatched closing bracket ']'");
      }
      if (c == '[') {
        int end = pattern.indexOf(']', at);
        if (end < 0) {
          return Optional.of("wildcard pattern contains unclosed bracket '['");
        }
        if (end == at + 1) {
          return Optional.of("wildcard pattern contains empty bracket pattern '[]'");
        }
        at = end;
      }
    }
    return Optional.empty();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

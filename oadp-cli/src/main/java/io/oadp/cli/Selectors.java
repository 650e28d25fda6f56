// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.item.LabelSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the texts of flags that are more than a word or a list of words. */
final class Selectors {
  private Selectors() {}

  static LabelSelector selector(String option, String text) {
    try {
      return LabelSelector.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage(), e);
    }
  }

  /** {@code foo=bar or app=nginx}. */
  static List<LabelSelector> orSelectors(String text) {
    List<LabelSelector> result = new ArrayList<>();
    for (String part : text.split(" or ", -1)) {
      if (part.isBlank()) {
        throw new UsageException("--or-selector: a selector is missing beside 'or'");
      }
      result.add(selector("--or-selector", part.strip()));
    }
    return result;
  }

  /** {@code pods=ns1/pod1,ns1/pod2;persistentvolumes=pv1}. */
  static Map<String, List<String>> orderedResources(String text) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals <= 0 || equals == part.length() - 1) {
        throw new UsageException(
            "--ordered-resources: expected RESOURCE=NAME,NAME;…, was '" + part + "'");
      }
      List<String> names = List.of(part.substring(equals + 1).strip().split("\\s*,\\s*", -1));
      result.put(part.substring(0, equals).strip(), names);
    }
    return result;
  }

  /** {@code from:to} of each. */
  static Map<String, String> mappings(List<String> texts) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String text : texts) {
      int colon = text.indexOf(':');
      if (colon <= 0 || colon == text.length() - 1) {
        throw new UsageException("--namespace-mappings: expected FROM:TO, was '" + text + "'");
      }
      if (result.put(text.substring(0, colon), text.substring(colon + 1)) != null) {
        throw new UsageException(
            "--namespace-mappings: '" + text.substring(0, colon) + "' is mapped twice");
      }
    }
    return result;
  }
}

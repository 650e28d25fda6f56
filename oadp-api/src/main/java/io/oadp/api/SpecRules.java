// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.Violation.Code;
import io.oadp.api.item.internal.KubernetesNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The validation rules that BackupSpec and RestoreSpec share, collected into one list so that all
 * violations are told at once. Where Velero has a text for a rule, the text is Velero's, entries in
 * the order in which Velero sorts them.
 */
final class SpecRules {
  /** Go keeps durations as nanoseconds in 64 bits; more cannot be stored. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  private final List<Violation> found = new ArrayList<>();

  List<Violation> found() {
    return List.copyOf(found);
  }

  void add(String field, Code code, String text) {
    found.add(new Violation(field, code, text));
  }

  void name(String name) {
    if (name.isEmpty()) {
      add("name", Code.REQUIRED, "must not be empty");
    } else {
      KubernetesNames.subdomain(name).forEach(text -> add("name", Code.INVALID, text));
    }
  }

  void labels(String field, Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          KubernetesNames.labelKey(key)
              .forEach(text -> add(field, Code.INVALID, "key '" + key + "': " + text));
          KubernetesNames.labelValue(value)
              .forEach(
                  text ->
                      add(field, Code.INVALID, "value '" + value + "' of '" + key + "': " + text));
        });
  }

  void annotations(Map<String, String> annotations) {
    long size = 0;
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      String key = entry.getKey();
      // Kubernetes ignores the case of annotation keys here, also in the DNS prefix.
      KubernetesNames.labelKey(key.toLowerCase(Locale.ROOT))
          .forEach(text -> add("annotations", Code.INVALID, "key '" + key + "': " + text));
      size += utf8Length(key) + utf8Length(entry.getValue());
    }
    if (size > ANNOTATIONS_LIMIT) {
      add(
          "annotations",
          Code.INVALID,
          "must not be larger than " + ANNOTATIONS_LIMIT + " bytes in all, were " + size);
    }
  }

  void notNegative(Fields fields, String name) {
    fields
        .duration(name)
        .filter(Duration::isNegative)
        .ifPresent(value -> add(name, Code.INVALID, "must not be negative, was " + value));
    storable(name, fields.duration(name));
  }

  /** For durations of which negative ones have a meaning. */
  void storable(String field, Optional<Duration> duration) {
    duration
        .filter(value -> value.abs().compareTo(LONGEST) > 0)
        .ifPresent(
            value -> add(field, Code.INVALID, "must not be longer than 292 years, was " + value));
  }

  /** Velero's rules for the old resource lists and, with its own names, for namespace lists. */
  void lists(String field, String excludesField, String title, Fields fields) {
    Set<String> includes = new TreeSet<>(fields.list(field));
    Set<String> excludes = new TreeSet<>(fields.list(excludesField));
    if (includes.size() > 1 && includes.contains("*")) {
      add(
          field,
          Code.INVALID,
          title + "includes list must either contain '*' only, or a non-empty list of items");
    }
    if (excludes.contains("*")) {
      add(excludesField, Code.INVALID, title + "excludes list cannot contain '*'");
    }
    overlap(excludesField, title, includes, excludes);
  }

  /** Velero's rules for the cluster-scoped and the namespace-scoped resource lists. */
  void scopedLists(String field, String excludesField, String title, Fields fields) {
    Set<String> includes = new TreeSet<>(fields.list(field));
    Set<String> excludes = new TreeSet<>(fields.list(excludesField));
    if (includes.size() > 1 && includes.contains("*")) {
      add(
          field,
          Code.INVALID,
          title + "includes list must either contain '*' only, or a non-empty list of items");
    }
    if (excludes.size() > 1 && excludes.contains("*")) {
      add(
          excludesField,
          Code.INVALID,
          title + "excludes list must either contain '*' only, or a non-empty list of items");
    }
    if (!includes.isEmpty() && excludes.contains("*")) {
      add(excludesField, Code.CONFLICT, title + "when exclude is '*', include cannot have value");
    }
    overlap(excludesField, title, includes, excludes);
  }

  private void overlap(
      String excludesField, String title, Set<String> includes, Set<String> excludes) {
    for (String item : excludes) {
      if (includes.contains(item)) {
        add(
            excludesField,
            Code.CONFLICT,
            title + "excludes list cannot contain an item in the includes list: " + item);
      }
    }
  }

  /** Velero's syntax rules for namespaces with globs; it applies them to backups only. */
  void namespaceSyntax(String field, String title, Fields fields) {
    for (String namespace : new TreeSet<>(fields.<String>list(field))) {
      NamespacePattern.violations(namespace)
          .forEach(text -> add(field, Code.INVALID, title + text));
    }
  }

  /** Velero finds out about a bad target when it creates the namespace; that is too late. */
  void namespaceMapping(Map<String, String> mapping) {
    mapping.forEach(
        (from, to) -> {
          required("namespaceMapping", from);
          KubernetesNames.dnsLabel(to)
              .forEach(
                  text ->
                      add(
                          "namespaceMapping",
                          Code.INVALID,
                          "target '" + to + "' of '" + from + "': " + text));
        });
  }

  void selectors(String what, Fields fields) {
    if (fields.has("labelSelector") && fields.has("orLabelSelectors")) {
      add(
          "orLabelSelectors",
          Code.CONFLICT,
          "encountered labelSelector as well as orLabelSelectors in "
              + what
              + " spec, only one can be specified");
    }
  }

  /** Velero silently ignores a reference to anything but a ConfigMap; that would lose a policy. */
  void configMap(String field, Fields fields) {
    fields
        .value(field, ConfigMapRef.class)
        .ifPresent(
            ref -> {
              if (!ref.kind().equalsIgnoreCase("configmap")) {
                add(
                    field + ".kind",
                    Code.INVALID,
                    "must be ConfigMap, was '" + ref.kind() + "', which Velero would ignore");
              }
              if (ref.name().isEmpty()) {
                add(field + ".name", Code.REQUIRED, "must not be empty");
              }
            });
  }

  void count(String field, String name, Fields fields) {
    if (fields.count(name) < 0) {
      add(field, Code.INVALID, "must not be negative, was " + fields.count(name));
    }
  }

  void command(String field, List<String> command) {
    if (command.isEmpty()) {
      add(field + ".command", Code.REQUIRED, "must have at least one entry");
    }
  }

  void required(String field, String value) {
    if (value.isEmpty()) {
      add(field, Code.REQUIRED, "must not be empty");
    }
  }

  private static long utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

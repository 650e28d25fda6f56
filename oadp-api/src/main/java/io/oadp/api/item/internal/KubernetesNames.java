// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The syntax rules of Kubernetes for names, label keys and label values. Each method returns what
 * is wrong, in the words of the API server, because Velero's own validation messages embed them.
 */
public final class KubernetesNames {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE = "(" + QUALIFIED + ")?";
  private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
  private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
  private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
  private static final Pattern VALUE_PATTERN = Pattern.compile(VALUE);

  private KubernetesNames() {}

  /**
   * Checks a DNS-1123 subdomain of at most 253 characters, the form of most object names.
   *
   * @param value the name
   * @return what is wrong; empty if nothing is
   */
  public static List<String> subdomain(String value) {
    List<String> wrong = new ArrayList<>();
    maxLength(value, 253, wrong);
    // The length goes first: the pattern backtracks, so it only sees input of a sane length.
    if (wrong.isEmpty() && !SUBDOMAIN_PATTERN.matcher(value).matches()) {
      wrong.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
              + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
              + " regex used for validation is '"
              + SUBDOMAIN
              + "')");
    }
    return List.copyOf(wrong);
  }

  /**
   * Checks a DNS-1123 label of at most 63 characters, the form of namespace names.
   *
   * @param value the name
   * @return what is wrong; empty if nothing is
   */
  public static List<String> dnsLabel(String value) {
    List<String> wrong = new ArrayList<>();
    maxLength(value, 63, wrong);
    if (value.length() > 253) {
      return List.copyOf(wrong);
    }
    if (!LABEL_PATTERN.matcher(value).matches()) {
      wrong.add(
          SUBDOMAIN_PATTERN.matcher(value).matches()
              ? "must not contain dots"
              : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                  + " or '123-abc', regex used for validation is '"
                  + LABEL
                  + "')");
    }
    return List.copyOf(wrong);
  }

  /**
   * Checks a label or annotation key: a name of at most 63 characters, with an optional DNS prefix
   * before a slash.
   *
   * @param key the key
   * @return what is wrong; empty if nothing is
   */
  public static List<String> labelKey(String key) {
    int slash = key.indexOf('/');
    if (slash != key.lastIndexOf('/')) {
      return List.of("a qualified name must have at most one '/' between prefix and name");
    }
    List<String> wrong = new ArrayList<>();
    if (slash == 0) {
      wrong.add("prefix part must be non-empty");
    } else if (slash > 0) {
      subdomain(key.substring(0, slash)).forEach(text -> wrong.add("prefix part " + text));
    }
    String name = key.substring(slash + 1);
    if (name.isEmpty()) {
      wrong.add("name part must be non-empty");
    } else if (name.length() > 63) {
      wrong.add("name part must be no more than 63 characters");
    } else if (!QUALIFIED_PATTERN.matcher(name).matches()) {
      wrong.add(
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
              + " end with an alphanumeric character");
    }
    return List.copyOf(wrong);
  }

  /**
   * Checks a label value: empty, or at most 63 characters.
   *
   * @param value the value
   * @return what is wrong; empty if nothing is
   */
  public static List<String> labelValue(String value) {
    List<String> wrong = new ArrayList<>();
    maxLength(value, 63, wrong);
    if (wrong.isEmpty() && !VALUE_PATTERN.matcher(value).matches()) {
      wrong.add(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character");
    }
    return List.copyOf(wrong);
  }

  private static void maxLength(String value, int limit, List<String> wrong) {
    if (value.getBytes(StandardCharsets.UTF_8).length > limit) {
      wrong.add("must be no more than " + limit + " characters");
    }
  }
}

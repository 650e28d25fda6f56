// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Label and field selectors in their text form. Labels take both syntaxes ({@code a=b}, {@code
 * a!=b}, {@code a in (b,c)}, {@code a notin (b)}, {@code a}, {@code !a}, {@code a>1}, {@code a<1});
 * fields take {@code metadata.name} and {@code metadata.namespace}.
 */
final class Selectors {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Set<String> FIELD_LABELS_OF_PODS =
      Set.of(
          "pods", "nodes", "events", "namespaces", "secrets", "services", "replicationcontrollers");

  private final List<String> tokens;
  private int next;

  private Selectors(List<String> tokens) {
    this.tokens = tokens;
  }

  static Predicate<StoredItem> labels(String text) {
    Selectors parser = new Selectors(tokens(text));
    Predicate<StoredItem> all = item -> true;
    if (parser.peek().isEmpty()) {
      return all;
    }
    while (true) {
      all = all.and(parser.requirement());
      String token = parser.take();
      if (token.isEmpty()) {
        return all;
      }
      if (!token.equals(",")) {
        throw ApiFailure.badRequest("found '" + token + "', expected: ',' or 'end of string'");
      }
    }
  }

  private Predicate<StoredItem> requirement() {
    if (peek().equals("!")) {
      take();
      String key = key();
      return item -> !item.labels().containsKey(key);
    }
    String key = key();
    switch (peek()) {
      case "", "," -> {
        return item -> item.labels().containsKey(key);
      }
      case "=", "==" -> {
        take();
        String value = value();
        return item -> value.equals(item.labels().get(key));
      }
      case "!=" -> {
        take();
        String value = value();
        return item -> !value.equals(item.labels().get(key));
      }
      case "in" -> {
        take();
        Set<String> values = values();
        return item -> item.labels().containsKey(key) && values.contains(item.labels().get(key));
      }
      case "notin" -> {
        take();
        Set<String> values = values();
        return item -> !item.labels().containsKey(key) || !values.contains(item.labels().get(key));
      }
      case ">", "<" -> {
        int sign = take().equals(">") ? 1 : -1;
        long bound = number(value());
        return item -> compare(item.labels().getOrDefault(key, ""), bound) == sign;
      }
      default -> throw unparsable("found '" + peek() + "', expected: in, notin, =, ==, !=, gt, lt");
    }
  }

  private static int compare(String label, long bound) {
    return label.matches("-?\\d{1,18}") ? Long.compare(Long.parseLong(label), bound) : 0;
  }

  private static long number(String value) {
    if (!value.matches("-?\\d{1,18}")) {
      throw unparsable(
          "values[0][0]: Invalid value: \""
              + value
              + "\": for 'Gt', 'Lt' operators, the value must be an integer");
    }
    return Long.parseLong(value);
  }

  private Set<String> values() {
    if (!take().equals("(")) {
      throw unparsable("found '" + tokens.get(next - 1) + "', expected: '('");
    }
    Set<String> values = new TreeSet<>();
    while (true) {
      String token = peek();
      if (token.equals(")")) {
        take();
        if (values.isEmpty()) {
          values.add("");
        }
        return values;
      }
      if (token.equals(",")) {
        take();
      } else if (token.isEmpty()) {
        throw unparsable("found '', expected: ',', ')' or identifier");
      } else {
        values.add(value());
      }
    }
  }

  private String key() {
    String key = take();
    String[] parts = key.split("/", -1);
    boolean valid =
        parts.length <= 2
            && NAME.matcher(parts[parts.length - 1]).matches()
            && parts[parts.length - 1].length() <= 63
            && (parts.length == 1 || PREFIX.matcher(parts[0]).matches());
    if (!valid) {
      throw key.isEmpty() || "=!<>(),".contains(key.substring(0, 1))
          ? unparsable("found '" + key + "', expected: !, identifier, or 'end of string'")
          : unparsable("<nil>: Invalid value: \"" + key + "\": name part must be a valid label");
    }
    return key;
  }

  private String value() {
    if (peek().isEmpty() || peek().equals(",")) {
      return "";
    }
    String value = take();
    if (value.length() > 63 || !(value.isEmpty() || NAME.matcher(value).matches())) {
      throw unparsable(
          "values[0][0]: Invalid value: \""
              + value
              + "\": a valid label must be an empty string or"
              + " consist of alphanumeric characters, '-', '_' or '.'");
    }
    return value;
  }

  private static ApiFailure unparsable(String why) {
    return ApiFailure.badRequest("unable to parse requirement: " + why);
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    String token = peek();
    next++;
    return token;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if ("=!".indexOf(c) >= 0) {
        boolean two = at + 1 < text.length() && text.charAt(at + 1) == '=';
        tokens.add(text.substring(at, at + (two ? 2 : 1)));
        at += two ? 2 : 1;
      } else if ("<>(),".indexOf(c) >= 0) {
        tokens.add(String.valueOf(c));
        at++;
      } else {
        int start = at;
        while (at < text.length()
            && "=!<>(),".indexOf(text.charAt(at)) < 0
            && !Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        tokens.add(text.substring(start, at));
      }
    }
    return tokens;
  }

  static Predicate<StoredItem> fields(ResourceType type, String text) {
    Predicate<StoredItem> all = item -> true;
    for (String term : text.split(",", -1)) {
      if (term.isEmpty()) {
        continue;
      }
      boolean not = term.contains("!=");
      String[] sides = term.split(not ? "!=" : "==?", 2);
      if (sides.length < 2) {
        throw ApiFailure.badRequest(
            "invalid selector: '" + term + "'; can't understand '" + term + "'");
      }
      all = all.and(field(type, sides[0], sides[1], not));
    }
    return all;
  }

  private static Predicate<StoredItem> field(
      ResourceType type, String field, String value, boolean not) {
    Predicate<StoredItem> is =
        switch (field) {
          case "metadata.name" -> item -> item.name().equals(value);
          case "metadata.namespace" -> {
            if (type.is("namespaces") || type.is("nodes")) {
              throw ApiFailure.badRequest(unknownField(type, field));
            }
            yield item -> item.namespace().equals(value);
          }
          default -> throw ApiFailure.badRequest(unknownField(type, field));
        };
    return not ? is.negate() : is;
  }

  private static String unknownField(ResourceType type, String field) {
    return FIELD_LABELS_OF_PODS.contains(type.groupResource())
        ? "field label not supported: " + field
        : "\""
            + field
            + "\" is not a known field selector: only \"metadata.name\","
            + " \"metadata.namespace\"";
  }
}

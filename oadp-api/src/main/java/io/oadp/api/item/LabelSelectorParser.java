// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import io.oadp.api.item.LabelSelector.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads kubectl's selector syntax by recursive descent: requirements separated by commas, each one
 * {@code key}, {@code !key}, {@code key OP value} or {@code key [not]in (value, ...)}.
 */
final class LabelSelectorParser {
  private static final String DELIMITERS = "=!<>(), \t\r\n";

  private final String text;
  private int at;
  private final LabelSelector.Builder builder = LabelSelector.builder();

  private LabelSelectorParser(String text) {
    this.text = text;
  }

  static LabelSelector parse(String text) {
    LabelSelectorParser parser = new LabelSelectorParser(text);
    try {
      parser.requirements();
      return parser.builder.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "label selector '" + text + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private void requirements() {
    skipSpace();
    if (at == text.length()) {
      return;
    }
    requirement();
    while (at < text.length()) {
      expect(',');
      requirement();
    }
  }

  private void requirement() {
    if (accept('!')) {
      builder.addMatchExpression(word("a label key"), Operator.DOES_NOT_EXIST);
      return;
    }
    String key = word("a label key");
    if (at == text.length() || text.charAt(at) == ',') {
      builder.addMatchExpression(key, Operator.EXISTS);
    } else if (accept('=')) {
      accept('=');
      equal(key, optionalWord());
    } else if (accept('!')) {
      expect('=');
      builder.addMatchExpression(key, Operator.NOT_IN, optionalWord());
    } else if (text.charAt(at) == '<' || text.charAt(at) == '>') {
      throw error("'<' and '>' cannot be kept in a spec; use in, notin, = or !=");
    } else {
      String operator = word("an operator");
      switch (operator) {
        case "in" -> builder.addMatchExpression(key, Operator.IN, values());
        case "notin" -> builder.addMatchExpression(key, Operator.NOT_IN, values());
        default -> throw error("'" + operator + "' is no operator; use in, notin, = or !=");
      }
    }
  }

  /**
   * A second value for one key must not replace the first: both are asked for, so nothing matches.
   */
  private void equal(String key, String value) {
    String earlier = builder.label(key);
    if (earlier == null || earlier.equals(value)) {
      builder.matchLabel(key, value);
    } else {
      builder.addMatchExpression(key, Operator.IN, value);
    }
  }

  private String[] values() {
    List<String> values = new ArrayList<>();
    expect('(');
    values.add(optionalWord());
    while (accept(',')) {
      values.add(optionalWord());
    }
    expect(')');
    return values.toArray(new String[0]);
  }

  private String word(String what) {
    String word = optionalWord();
    if (word.isEmpty()) {
      throw error("expected " + what);
    }
    return word;
  }

  private String optionalWord() {
    skipSpace();
    int start = at;
    while (at < text.length() && DELIMITERS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    skipSpace();
    return word;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw error("expected '" + wanted + "'");
    }
  }

  private boolean accept(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      skipSpace();
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException error(String problem) {
    return new IllegalArgumentException(problem + " at position " + (at + 1));
  }
}

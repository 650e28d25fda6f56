// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The patterns of Velero's include and exclude lists: {@code *} any run of characters, dots
 * included, {@code ?} one, {@code [a-z]} and {@code [!a]} one of a set, {@code {a,b}} one of
 * several words, {@code \} takes the next character as it is.
 */
final class Glob {
  private Glob() {}

  /** Whether a text holds a character that makes it a pattern in namespace lists. */
  static boolean isNamespacePattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
  }

  /** Compiles a pattern; empty if it is none, which in Velero ends the match without a hit. */
  static Optional<Pattern> compile(String glob) {
    StringBuilder regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          int end = glob.indexOf(']', i + 1);
          if (end < 0 || end == i + 1) {
            return Optional.empty();
          }
          appendSet(regex, glob.substring(i + 1, end));
          i = end;
        }
        case '{' -> {
          depth++;
          regex.append("(?:");
        }
        case '}' -> {
          if (--depth < 0) {
            return Optional.empty();
          }
          regex.append(')');
        }
        case ',' -> regex.append(depth > 0 ? "|" : ",");
        case '\\' -> {
          if (++i == glob.length()) {
            return Optional.empty();
          }
          regex.append(Pattern.quote(glob.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (depth != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static void appendSet(StringBuilder regex, String set) {
    boolean negated = set.startsWith("!");
    regex.append(negated ? "[^" : "[");
    for (char c : set.substring(negated ? 1 : 0).toCharArray()) {
      if (c == '-' || Character.isLetterOrDigit(c)) {
        regex.append(c);
      } else {
        regex.append('\\').append(c);
      }
    }
    regex.append(']');
  }
}

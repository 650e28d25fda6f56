// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Decides what a plain YAML scalar is, as Go's YAML library does behind kubectl and Velero: {@code
 * y}, {@code on} and {@code no} are booleans, {@code 010} is octal, {@code 1_000} a number, and a
 * date stays a string. SnakeYAML's own rules differ in each of these.
 */
final class GoScalars extends Resolver {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NOT_A_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,5})?");
  private static final int LONGEST_NUMBER = 400;
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  @Override
  protected void addImplicitResolvers() {
    // None of SnakeYAML's rules: resolve() has its own.
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    if (kind != NodeId.scalar || !implicit) {
      return super.resolve(kind, value, implicit);
    }
    if (NULL.contains(value)) {
      return Tag.NULL;
    }
    if (value.equals("<<")) {
      return Tag.MERGE;
    }
    if (flag(value).isPresent()) {
      return Tag.BOOL;
    }
    if (NOT_A_NUMBER.matcher(value).matches()) {
      return Tag.FLOAT;
    }
    if (integer(value).isPresent()) {
      return Tag.INT;
    }
    return decimal(value).isPresent() ? Tag.FLOAT : Tag.STR;
  }

  static Optional<Boolean> flag(String text) {
    if (TRUE.contains(text)) {
      return Optional.of(true);
    }
    return FALSE.contains(text) ? Optional.of(false) : Optional.empty();
  }

  /** An integer in one of Go's notations, within the 64 bits that Go has for it. */
  static Optional<BigInteger> integer(String text) {
    if (isNoNumber(text, "-+0123456789")) {
      return Optional.empty();
    }
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    int radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      switch (Character.toLowerCase(digits.charAt(1))) {
        case 'x' -> radix = 16;
        case 'b' -> radix = 2;
        default -> radix = 8;
      }
      boolean plainOctal = Character.isDigit(digits.charAt(1));
      if (radix == 8 && !plainOctal && Character.toLowerCase(digits.charAt(1)) != 'o') {
        return Optional.empty();
      }
      digits = digits.substring(plainOctal ? 1 : 2);
    }
    if (digits.isEmpty() || !Pattern.matches("[0-9a-fA-F]+", digits)) {
      return Optional.empty();
    }
    try {
      BigInteger number = new BigInteger(negative ? "-" + digits : digits, radix);
      boolean fits = number.compareTo(MIN) >= 0 && number.compareTo(MAX) <= 0;
      return fits ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // a digit beyond the radix, such as 08
    }
  }

  static Optional<BigDecimal> decimal(String text) {
    if (isNoNumber(text, "-+.0123456789")) {
      return Optional.empty();
    }
    String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
    return FLOAT.matcher(plain).matches() ? Optional.of(new BigDecimal(plain)) : Optional.empty();
  }

  /** Digits without end are refused too: turning them into a number takes quadratic time. */
  private static boolean isNoNumber(String text, String firstCharacters) {
    return text.isEmpty()
        || text.length() > LONGEST_NUMBER
        || firstCharacters.indexOf(text.charAt(0)) < 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import io.oadp.spi.storage.NotAppliedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Maps object keys to file names and back. The names of Velero's layout stay as they are; whatever
 * some file system refuses or folds (control characters, {@code <>:"|?*\}, other than ASCII, a dot
 * or space at the end, Windows' device names) is percent-encoded as UTF-8, and so is {@code %}
 * itself, so that each key has exactly one name. A file whose name is not the one of its key is not
 * ours. Keys that differ only in case share a file where the file system ignores case.
 */
final class KeyNames {
  /** Temporary files live here, below the root; an object's key never maps into it. */
  static final String TEMP_DIRECTORY = ".oadp-tmp";

  private static final int MAX_NAME_BYTES = 255;
  private static final String ENCODED = "%<>:\"|?*\\";
  private static final Set<String> DEVICES =
      Set.of(
          "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7",
          "COM8", "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9");

  /** Byte order of UTF-8, which differs from String's own order beyond U+FFFF. */
  static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private KeyNames() {}

  /**
   * The file names of a key, from the root down.
   *
   * @throws NotAppliedException if the key cannot be a file, naming it and why
   */
  static List<String> toNames(String key) throws NotAppliedException {
    List<String> names = new ArrayList<>();
    for (String component : key.split("/", -1)) {
      String name = encode(key, component);
      if (names.isEmpty() && name.equalsIgnoreCase(TEMP_DIRECTORY)) {
        name = "%2E" + name.substring(1);
      }
      if (name.length() > MAX_NAME_BYTES) {
        throw refused(
            key,
            "the part '%s…' needs a file name of %d bytes, more than the %d that file systems allow"
                .formatted(component.substring(0, 20), name.length(), MAX_NAME_BYTES));
      }
      names.add(name);
    }
    return names;
  }

  /** The part of a key that a file name stands for; empty if it is not a name that we give. */
  static Optional<String> toComponent(String name, boolean atRoot) {
    if (atRoot && name.equalsIgnoreCase(TEMP_DIRECTORY)) {
      return Optional.empty();
    }
    try {
      String component = decode(name);
      List<String> names = toNames(atRoot ? component : "x/" + component);
      return names.get(names.size() - 1).equals(name) && !component.contains("/")
          ? Optional.of(component)
          : Optional.empty();
    } catch (CharacterCodingException | NotAppliedException | IllegalArgumentException e) {
      return Optional.empty(); // a file that somebody else put there
    }
  }

  private static String encode(String key, String component) throws NotAppliedException {
    if (component.isEmpty()) {
      throw refused(
          key, "keys are names joined by single slashes, without one at the beginning or end");
    }
    if (component.equals(".") || component.equals("..")) {
      throw refused(key, "'" + component + "' would lead to another directory");
    }
    byte[] bytes = utf8(key, component);
    boolean device = isDevice(component);
    StringBuilder name = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      if (b == 0) {
        throw refused(key, "it holds a NUL character");
      }
      boolean atEnd = i == bytes.length - 1 && (b == '.' || b == ' ');
      boolean plain =
          b >= 0x20 && b < 0x7f && ENCODED.indexOf(b) < 0 && !atEnd && !(device && i == 0);
      if (plain) {
        name.append((char) b);
      } else {
        name.append('%')
            .append(Character.toUpperCase(Character.forDigit(b >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
    }
    return name.toString();
  }

  private static boolean isDevice(String component) {
    int dot = component.indexOf('.');
    String stem = dot < 0 ? component : component.substring(0, dot);
    return DEVICES.contains(stem.toUpperCase(Locale.ROOT));
  }

  private static byte[] utf8(String key, String component) throws NotAppliedException {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(component));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      NotAppliedException refused = refused(key, "it is not valid Unicode");
      refused.initCause(e);
      throw refused;
    }
  }

  private static String decode(String name) throws CharacterCodingException {
    byte[] bytes = new byte[name.length()];
    int length = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x7f) {
        throw new IllegalArgumentException("not a name of ours");
      }
      if (c == '%') {
        if (i + 2 >= name.length()) {
          throw new IllegalArgumentException("not a name of ours");
        }
        bytes[length++] = (byte) Integer.parseInt(name, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
  }

  private static NotAppliedException refused(String key, String why) {
    return new NotAppliedException("object key '" + printable(key) + "': " + why);
  }

  private static String printable(String key) {
    String shown = key.length() > 300 ? key.substring(0, 300) + "…" : key;
    return shown.replace("\0", "\\0");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The forms of an answer. */
enum Output {
  TEXT,
  YAML,
  JSON;

  /** Also takes Velero's words for text. */
  static final class Converter implements ITypeConverter<Output> {
    @Override
    public Output convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "text", "table", "plaintext" -> TEXT;
        case "yaml" -> YAML;
        case "json" -> JSON;
        default ->
            throw new TypeConversionException("expected text, yaml or json, was '" + text + "'");
      };
    }
  }
}

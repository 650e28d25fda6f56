// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.core.SpecYaml;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as Velero's flags take them: {@code 720h}, {@code 1h30m}. */
final class GoDuration implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return SpecYaml.readDuration(text);
    } catch (IllegalArgumentException e) {
      TypeConversionException wrong =
          new TypeConversionException(
              "'"
                  + text
                  + "' is not a duration: write hours, minutes and seconds, such as 720h or 1h30m");
      wrong.initCause(e);
      throw wrong;
    }
  }
}

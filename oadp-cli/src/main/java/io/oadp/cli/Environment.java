// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.io.InputStream;
import java.time.Clock;
import java.util.Map;

/**
 * The world of one call of the program, so that tests can give another one.
 *
 * @param console where it writes
 * @param input what {@code -f -} reads
 * @param variables the environment variables
 * @param clock the time
 * @param engines what it works with
 * @param interruption what Ctrl-C does
 */
record Environment(
    Console console,
    InputStream input,
    Map<String, String> variables,
    Clock clock,
    Engines engines,
    Interruption interruption) {}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The program behind {@code bin/oadp}. */
public final class Main {
  /** A canceled run answers within seconds; whatever hangs longer is not waited for. */
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(30);

  private Main() {}

  /**
   * Runs one command and ends the process: 0 for success, 2 for a run that partially failed, 1 for
   * one that failed or was refused, 64 for wrong usage, 130 if it was canceled.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    Console console =
        new Console(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, false, StandardCharsets.UTF_8),
            Boolean.getBoolean("oadp.terminal"));
    Interruption interruption = new Interruption();
    AtomicInteger status = new AtomicInteger(-1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (status.get() < 0) {
                    interruption.fire();
                    interruption.awaitFinish(CANCEL_LIMIT);
                    Runtime.getRuntime().halt(ExitCodes.CANCELED);
                  }
                },
                "oadp-interrupted"));
    Environment environment =
        new Environment(
            console,
            System.in,
            System.getenv(),
            Clock.systemUTC(),
            new CoreEngines(Clock.systemUTC()),
            interruption);
    int code = Cli.commandLine(environment).execute(arguments);
    status.set(code);
    interruption.finish();
    System.exit(code);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a program with captured output. The limit is real: a program that outlives it is
 * killed, with its descendants, and the suite fails instead of hanging.
 */
public final class Command {
  private final List<String> command;
  private final Map<String, String> environment = new HashMap<>();
  private Duration limit = Duration.ofMinutes(2);
  private String input = "";

  private Command(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Starts the description of a run of {@code command}: the program, then its arguments. */
  public static Command of(List<String> command) {
    return new Command(command);
  }

  /** Sets an environment variable of the program. */
  public Command environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Sets the time after which the program is killed; 2 minutes if never called. */
  public Command limit(Duration limit) {
    this.limit = limit;
    return this;
  }

  /** Sets what the program reads from its standard input; empty if never called. */
  public Command input(String input) {
    this.input = input;
    return this;
  }

  /**
   * Runs the program to its end.
   *
   * @throws AssertionError if it outlived its limit
   * @throws UncheckedIOException if it could not be started
   */
  public CommandResult run() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> output = read(process.getInputStream());
      CompletableFuture<String> errors = read(process.getErrorStream());
      try (OutputStream stdin = process.getOutputStream()) {
        if (!input.isEmpty()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
      }
      return new CommandResult(command, process.exitValue(), text(output), text(errors));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + String.join(" ", command), e);
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            },
            "command-output");
    reader.setDaemon(true);
    reader.start();
    return text;
  }

  private static String text(CompletableFuture<String> output)
      throws IOException, InterruptedException {
    try {
      // A descendant that kept the pipe open must not hang the suite.
      return output.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot read the program's output", e);
    }
  }
}

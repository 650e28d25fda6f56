// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A lab started by {@code tools/peers/lab}: its folder, and what it says about its programs. The
 * properties are read anew at each question, since parts can be started while a suite runs.
 */
public final class Lab {
  /** The environment variable that names the lab's folder. */
  public static final String VARIABLE = "OADP_LAB";

  private final Path folder;

  /** Uses the lab in {@code folder}. */
  public Lab(Path folder) {
    this.folder = folder;
  }

  /** Returns the lab that the environment names, or empty if it names none. */
  public static Optional<Lab> fromEnvironment() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(path -> !path.isBlank())
        .map(path -> new Lab(Path.of(path)));
  }

  /** Returns the lab's folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the path of a kubeconfig whose user may do everything. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Returns a property of the lab, or empty if the part that would set it was not started. */
  public Optional<String> property(String name) {
    Path file = folder.resolve("lab.properties");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return Optional.ofNullable(properties.getProperty(name));
  }

  /**
   * Returns a property of the lab.
   *
   * @throws IllegalStateException if it is not set, because a part was not started
   */
  public String require(String name) {
    return property(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the lab in "
                        + folder
                        + " has no '"
                        + name
                        + "': start the part that sets it, see tools/peers/README.md"));
  }

  /** Returns the path of a program built for the lab, for example {@code velero}. */
  public Path program(String name) {
    return Path.of(require("bin")).resolve(name);
  }

  /**
   * Runs a verb of the lab's own script on this lab, for example {@code velero --client-qps 50}.
   */
  public CommandResult run(String verb, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("lab").toString());
    command.add(verb);
    command.add(folder.toString());
    command.addAll(Arrays.asList(arguments));
    return Command.of(command).limit(Duration.ofMinutes(5)).run();
  }

  /** Returns the last lines of a program's log, for messages. */
  public String logTail(String program, int lines) {
    Path log = folder.resolve("log").resolve(program + ".log");
    if (!Files.isRegularFile(log)) {
      return "(no log of " + program + ")";
    }
    try {
      List<String> all = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }
}

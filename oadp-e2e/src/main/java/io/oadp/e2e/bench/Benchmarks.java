// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e.bench;

import io.oadp.e2e.Command;
import io.oadp.e2e.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures backup and restore of 20,000 ConfigMaps on a real API server beside the bare requests
 * that they need, alternating; then the first run of a fresh JVM; then Velero. Prints a table and
 * fails if a reach is missed. docs/performance.md holds what it found.
 *
 * <p>Options: {@code --parts=} with some of {@code
 * backup,restore,first-runs,velero,velero-defaults} (the last takes most of the time), {@code
 * --items=N}, {@code --runs=N}. The namespaces stay until the end, since deleting them would keep
 * the server busy during the next runs; then the cluster is asked to delete them and does so on its
 * own time.
 */
public final class Benchmarks {
  private static final int WARM_UPS = 2;
  private static final double BACKUP_REACH = 2.0;
  private static final double RESTORE_REACH = 1.3;

  private final List<String> options;
  private final int items;
  private final int runs;
  private final Peers peers = Peers.get();
  private final String source = "bench-" + UUID.randomUUID().toString().substring(0, 8);
  private final String backup = source + "-backup";
  private final Path folder;
  private final List<String> rows = new ArrayList<>();
  private boolean inReach = true;

  private Benchmarks(List<String> options, Path folder) {
    this.options = options;
    this.items = number("--items=", 20_000);
    this.runs = number("--runs=", 5);
    this.folder = folder;
  }

  /**
   * Runs the measurements.
   *
   * @param args see above
   * @throws IOException if the folder for the backups cannot be used
   */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("first-run")) {
      firstRun(args);
      return;
    }
    Path folder = Files.createTempDirectory("oadp-bench");
    boolean inReach;
    try {
      inReach = new Benchmarks(List.of(args), folder).run();
    } finally {
      delete(folder);
    }
    if (!inReach) {
      System.exit(1);
    }
  }

  private int number(String option, int otherwise) {
    return options.stream()
        .filter(o -> o.startsWith(option))
        .map(o -> Integer.parseInt(o.substring(option.length())))
        .findFirst()
        .orElse(otherwise);
  }

  private boolean wants(String part) {
    return options.stream()
        .filter(o -> o.startsWith("--parts="))
        .allMatch(o -> List.of(o.substring("--parts=".length()).split(",")).contains(part));
  }

  private boolean run() {
    try (Subjects subjects = new Subjects(peers.kubeconfig(), folder, items)) {
      subjects.populate(source);
      System.out.printf(
          Locale.ROOT,
          "%d ConfigMaps of %d bytes on average; heap of %d MiB; JDK %s%n",
          items,
          subjects.averageBytes(source),
          Runtime.getRuntime().maxMemory() >> 20,
          Runtime.version());
      subjects.backup(source, backup);
      if (wants("backup")) {
        measureBackup(subjects);
      }
      if (wants("restore")) {
        measureRestore(subjects);
      }
      if (wants("first-runs")) {
        measureFirstRuns();
      }
      measureVelero();
      subjects.remove(source);
    }
    System.out.println("| what | median | min–max | compared |\n|---|---|---|---|");
    rows.forEach(System.out::println);
    return inReach;
  }

  private void measureBackup(Subjects subjects) {
    Samples bare = new Samples("bare paged list");
    Samples ours = new Samples("backup");
    for (int run = -WARM_UPS; run < runs; run++) {
      record(bare, run, subjects.list(source));
      record(ours, run, subjects.backup(source, backup + "-" + (run + WARM_UPS)));
    }
    compare(ours, bare, BACKUP_REACH);
  }

  private void measureRestore(Subjects subjects) {
    Samples bare = new Samples("bare loop of POSTs");
    Samples ours = new Samples("restore");
    for (int run = -WARM_UPS; run < runs; run++) {
      String target = source + "-" + (run + WARM_UPS);
      record(bare, run, subjects.post(source, target + "-posted"));
      record(ours, run, subjects.restore(backup, source, target + "-restored"));
    }
    compare(ours, bare, RESTORE_REACH);
  }

  private static void record(Samples samples, int run, double seconds) {
    if (run < 0) {
      samples.warmUp(seconds);
    } else {
      samples.add(seconds);
    }
  }

  private void compare(Samples ours, Samples bare, double reach) {
    double ratio = ours.median() / bare.median();
    boolean good = ratio <= reach;
    inReach &= good;
    rows.add(bare.row("1"));
    rows.add(
        ours.row(
            String.format(
                Locale.ROOT, "%.2f, reach ≤ %.1f%s", ratio, reach, good ? "" : ": MISSED")));
    System.out.printf(Locale.ROOT, "  ratio %.2f%n", ratio);
  }

  /** Each in a JVM of its own, with this one's heap. */
  private void measureFirstRuns() {
    for (String what : List.of("list", "backup", "post", "restore")) {
      String target = source + "-first-" + what;
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String output =
          Command.of(
                  List.of(
                      java,
                      "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                      "-cp",
                      System.getProperty("java.class.path"),
                      Benchmarks.class.getName(),
                      "first-run",
                      what,
                      folder.toString(),
                      "" + items,
                      source,
                      backup,
                      target))
              .limit(Duration.ofMinutes(10))
              .run()
              .orThrow();
      String row = "| first run of a JVM: " + what + " | " + output.strip() + " s | one run | |";
      System.out.println("  " + row);
      rows.add(row);
    }
  }

  private static void firstRun(String[] args) {
    String source = args[4];
    String backup = args[5];
    String target = args[6];
    try (Subjects subjects =
        new Subjects(Peers.get().kubeconfig(), Path.of(args[2]), Integer.parseInt(args[3]))) {
      double seconds =
          switch (args[1]) {
            case "list" -> subjects.list(source);
            case "backup" -> subjects.backup(source, backup + "-first");
            case "post" -> subjects.post(source, target);
            case "restore" -> subjects.restore(backup, source, target);
            default -> throw new IllegalArgumentException(Arrays.toString(args));
          };
      System.out.printf(Locale.ROOT, "%.2f%n", seconds);
    }
  }

  private void measureVelero() {
    VeleroBench velero = new VeleroBench(peers);
    if (wants("velero")) {
      rows.addAll(
          velero.measure(source, "qps-5000", "--client-qps", "5000", "--client-burst", "5000"));
    }
    if (wants("velero-defaults")) {
      rows.addAll(velero.measure(source, "defaults"));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

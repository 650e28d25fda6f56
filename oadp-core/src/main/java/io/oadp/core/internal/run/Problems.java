// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.api.Problem;
import io.oadp.api.item.ResourceIdentifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The warnings and errors of one run: counted exactly, kept up to a bound, logged, and written as
 * the results object that Velero reads. Thread-safe.
 */
public final class Problems {
  /** How a problem's text stands in the results object. */
  public enum Style {
    /** As Velero's backup log collector writes it, with resource and name. */
    BACKUP,
    /** As Velero's restore writes it: the text alone. */
    RESTORE
  }

  private static final int KEPT = 5_000;
  // Velero's writer escapes HTML characters, as Gson does unless told otherwise.
  private static final Gson GSON = new GsonBuilder().create();

  private final RunLog log;
  private final Style style;
  private final Consumer<Problem> listener;
  private final List<Problem> kept = new ArrayList<>(); // guarded by this
  private long warnings; // guarded by this
  private long errors; // guarded by this
  private int keptWarnings; // guarded by this

  /**
   * Begins with none.
   *
   * @param log gets a line for each
   * @param style of the texts in the results object
   * @param listener is told of each
   */
  public Problems(RunLog log, Style style, Consumer<Problem> listener) {
    this.log = log;
    this.style = style;
    this.listener = listener;
  }

  /** Adds a problem. */
  public void add(Problem problem) {
    boolean error = problem.severity() == Problem.Severity.ERROR;
    synchronized (this) {
      if (error) {
        errors++;
      } else {
        warnings++;
      }
      int keptOfKind = error ? kept.size() - keptWarnings : keptWarnings;
      if (keptOfKind < KEPT) {
        kept.add(problem);
        keptWarnings += error ? 0 : 1;
      }
    }
    List<String> fields = new ArrayList<>();
    problem
        .item()
        .ifPresent(
            item -> {
              fields.addAll(List.of("name", item.name()));
              fields.addAll(List.of("namespace", item.namespace()));
              fields.addAll(List.of("resource", item.groupResource()));
            });
    if (!problem.action().isEmpty()) {
      fields.addAll(List.of("action", problem.action()));
    }
    if (error) {
      log.error(problem.text(), fields.toArray(new String[0]));
    } else {
      log.warning(problem.text(), fields.toArray(new String[0]));
    }
    listener.accept(problem);
  }

  /** Adds a warning of the run itself. */
  public void warn(String text) {
    add(Problem.ofRun(Problem.Severity.WARNING, text));
  }

  /** Adds a warning of one item. */
  public void warn(ResourceIdentifier item, String text) {
    add(Problem.ofItem(Problem.Severity.WARNING, item, text));
  }

  /** Adds an error of the run itself. */
  public void error(String text) {
    add(Problem.ofRun(Problem.Severity.ERROR, text));
  }

  /** Adds an error of one item. */
  public void error(ResourceIdentifier item, String text) {
    add(Problem.ofItem(Problem.Severity.ERROR, item, text));
  }

  /** How many warnings there were. */
  public synchronized long warningCount() {
    return warnings;
  }

  /** How many errors there were. */
  public synchronized long errorCount() {
    return errors;
  }

  /** Those that were kept. */
  public synchronized List<Problem> kept() {
    return List.copyOf(kept);
  }

  /** The results object, {@code {"errors":…,"warnings":…}}. */
  public synchronized byte[] resultsJson() {
    JsonObject results = new JsonObject();
    results.add("errors", result(Problem.Severity.ERROR, errors));
    results.add("warnings", result(Problem.Severity.WARNING, warnings));
    return (GSON.toJson(results) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private JsonObject result(Problem.Severity severity, long total) {
    JsonArray run = new JsonArray();
    JsonArray cluster = new JsonArray();
    JsonObject namespaces = new JsonObject();
    int written = 0;
    for (Problem problem : kept) {
      if (problem.severity() != severity) {
        continue;
      }
      written++;
      switch (problem.scope()) {
        case RUN -> run.add(text(problem));
        case CLUSTER -> cluster.add(text(problem));
        case NAMESPACE -> {
          if (!namespaces.has(problem.namespace())) {
            namespaces.add(problem.namespace(), new JsonArray());
          }
          namespaces.getAsJsonArray(problem.namespace()).add(text(problem));
        }
      }
    }
    if (written < total) {
      run.add("and " + (total - written) + " more, which are in the log");
    }
    JsonObject result = new JsonObject();
    addUnlessEmpty(result, "velero", run);
    addUnlessEmpty(result, "cluster", cluster);
    if (!namespaces.isEmpty()) {
      result.add("namespaces", namespaces);
    }
    return result;
  }

  private static void addUnlessEmpty(JsonObject result, String name, JsonArray texts) {
    if (!texts.isEmpty()) {
      result.add(name, texts);
    }
  }

  private String text(Problem problem) {
    if (style == Style.RESTORE) {
      return problem.text();
    }
    return problem
            .item()
            .map(item -> " resource: /" + item.groupResource() + " name: /" + item.name())
            .orElse("")
        + " message: /"
        + problem.text();
  }
}

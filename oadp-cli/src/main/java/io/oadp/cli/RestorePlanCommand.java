// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Oadp;
import io.oadp.api.PlanOptions;
import io.oadp.api.ReportFormat;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code oadp restore plan}. */
@Command(
    name = "plan",
    description = "Show what a restore would do with each item, and why. Changes nothing.")
final class RestorePlanCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of the restore.")
  private String name = "";

  @Mixin private final RestoreFlags flags = new RestoreFlags();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final LocationOptions location = new LocationOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|yaml|json|html",
      converter = FormatConverter.class,
      description = "The form of the report (default: text).")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--output-file",
      paramLabel = "FILE",
      description = "Write the report to FILE, and print its counts only.")
  private String outputFile = "";

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Store the plan in FILE, for 'restore create --plan FILE'.")
  private String save = "";

  @Option(
      names = "--server-dry-run",
      description = "Have the server check every change without storing it.")
  private boolean serverDryRun;

  RestorePlanCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    RestoreSpec spec = flags.spec(environment, name);
    location.resolve(environment, "");
    try (Oadp oadp = location.open(environment, connection.connect(environment), "")) {
      RestorePlan plan = RestoreCreate.plan(environment, oadp, spec, options());
      if (!save.isEmpty()) {
        OutputFile.write(save, plan::writeTo);
      }
      if (outputFile.isEmpty()) {
        environment.console().print(report(plan));
      } else {
        OutputFile.write(outputFile, out -> plan.report(format, out));
        environment
            .console()
            .print("Restore '" + spec.name() + "' of " + RestoreCreate.counts(plan));
      }
    }
    return ExitCodes.OK;
  }

  private PlanOptions options() {
    return serverDryRun ? PlanOptions.defaults().withServerDryRun() : PlanOptions.defaults();
  }

  private String report(RestorePlan plan) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      plan.report(format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /** The forms of a report. */
  static final class FormatConverter implements ITypeConverter<ReportFormat> {
    @Override
    public ReportFormat convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "text", "table", "plaintext" -> ReportFormat.TEXT;
        case "yaml" -> ReportFormat.YAML;
        case "json" -> ReportFormat.JSON;
        case "html" -> ReportFormat.HTML;
        default ->
            throw new TypeConversionException(
                "expected text, yaml, json or html, was '" + text + "'");
      };
    }
  }
}

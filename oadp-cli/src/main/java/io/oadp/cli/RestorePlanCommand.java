// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.api.Decision;
import io.oadp.api.Oadp;
import io.oadp.api.PlannedItem;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.ResourceIdentifier;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
  @Mixin private final OutputOption output = new OutputOption();

  RestorePlanCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    RestoreSpec spec = flags.spec(environment, name);
    location.resolve(environment, "");
    try (Oadp oadp = location.open(environment, connection.connect(environment), "")) {
      RestorePlan plan = RestoreCreate.plan(environment, oadp, spec);
      environment
          .console()
          .print(
              output.value() == Output.TEXT
                  ? plan.describe()
                  : Documents.print(output.value(), document(plan)));
    }
    return ExitCodes.OK;
  }

  private static JsonObject document(RestorePlan plan) {
    JsonObject document = new JsonObject();
    document.addProperty("restore", plan.spec().name());
    document.addProperty("backup", plan.backupName());
    document.addProperty("location", plan.location());
    document.addProperty("createdAt", plan.createdAt().toString());
    JsonObject counts = new JsonObject();
    for (Decision decision : Decision.values()) {
      counts.addProperty(word(decision), plan.count(decision));
    }
    document.add("counts", counts);
    JsonArray items = new JsonArray();
    plan.items().map(RestorePlanCommand::item).forEach(items::add);
    document.add("items", items);
    JsonArray problems = new JsonArray();
    plan.problems().map(Object::toString).forEach(problems::add);
    document.add("problems", problems);
    return document;
  }

  private static JsonObject item(PlannedItem item) {
    JsonObject object = new JsonObject();
    object.addProperty("decision", word(item.decision()));
    object.add("target", identifier(item.target()));
    if (!item.source().equals(item.target())) {
      object.add("source", identifier(item.source()));
    }
    object.addProperty("origin", word(item.origin()));
    JsonArray reasons = new JsonArray();
    item.reasons().forEach(reasons::add);
    object.add("reasons", reasons);
    JsonArray actions = new JsonArray();
    item.actions().forEach(actions::add);
    object.add("actions", actions);
    return object;
  }

  private static JsonObject identifier(ResourceIdentifier id) {
    JsonObject object = new JsonObject();
    object.addProperty("resource", id.groupResource());
    if (!id.isClusterScoped()) {
      object.addProperty("namespace", id.namespace());
    }
    object.addProperty("name", id.name());
    return object;
  }

  /** {@code NEEDED_NAMESPACE} is {@code neededNamespace}. */
  private static String word(Enum<?> constant) {
    StringBuilder text = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      String lower = part.toLowerCase(Locale.ROOT);
      text.append(
          text.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return text.toString();
  }
}

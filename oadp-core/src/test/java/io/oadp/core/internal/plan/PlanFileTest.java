// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import io.oadp.api.ConfigMapRef;
import io.oadp.api.Decision;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.FieldDifference;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RestoreStatusSpec;
import io.oadp.api.UnreadablePlanException;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
  private static final ResourceIdentifier ITEM = ResourceIdentifier.of("pods", "copy", "ä\n\"");

  private static PlanContent content(RestoreSpec spec) {
    return new PlanContent(
        spec,
        "b1",
        "mem",
        "17/etag/uid",
        "cluster-uid",
        Instant.parse("2026-03-01T12:00:00.123456789Z"),
        List.of(
            new PlannedItem(
                ITEM.inNamespace("shop"),
                ITEM,
                Decision.UPDATE,
                PlannedItem.Origin.ADDITIONAL,
                List.of("because", "of this"),
                List.of("acme.com/x"),
                List.of(ResourceIdentifier.clusterScoped("namespaces", "copy")),
                List.of(
                    new FieldDifference("/a", "null", ""), new FieldDifference("/b", "", "1.0"))),
            new PlannedItem(
                ResourceIdentifier.clusterScoped("namespaces", "copy"),
                ResourceIdentifier.clusterScoped("namespaces", "copy"),
                Decision.CREATE,
                PlannedItem.Origin.NEEDED_NAMESPACE,
                List.of(),
                List.of())),
        Map.of(ITEM, "0123abcd"),
        List.of(
            Problem.ofItem(Problem.Severity.ERROR, ITEM, "wrong").withAction("acme.com/x"),
            Problem.ofNamespace(Problem.Severity.WARNING, "copy", "odd"),
            Problem.ofNamespace(Problem.Severity.WARNING, "", "odd too"),
            Problem.ofRun(Problem.Severity.WARNING, "strange")));
  }

  private static PlanContent content() {
    return content(RestoreSpec.builder("r1").backupName("b1").build());
  }

  private static String written(PlanContent content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlanFile.write(content, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PlanContent read(String text) throws IOException {
    return PlanFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void refused(ThrowingCallable read, String why) {
    assertThatThrownBy(read).isInstanceOf(UnreadablePlanException.class).hasMessageContaining(why);
  }

  @Test
  void read_ofWhatWasWritten_isTheSamePlan() throws IOException {
    RestoreSpec spec =
        RestoreSpec.builder("r1")
            .backupName("b1")
            .label("l", "v")
            .annotation("a", "v")
            .includeNamespaces("shop", "*-db")
            .excludeNamespaces("x")
            .includeResources("pods")
            .excludeResources("nodes")
            .includeClusterResources(false)
            .orLabelSelector(LabelSelector.parse("app in (a,b),!c"))
            .mapNamespace("shop", "copy")
            .existingResourcePolicy(ExistingResourcePolicy.UPDATE)
            .restoreStatus(RestoreStatusSpec.builder().includeResources("jobs").build())
            .preserveNodePorts(true)
            .restorePVs(false)
            .itemOperationTimeout(Duration.ofMillis(90_500))
            .resourceModifier(ConfigMapRef.of("mods"))
            .build();
    PlanContent content = content(spec);

    PlanContent read = read(written(content));

    assertThat(read).usingRecursiveComparison().ignoringFields("problems").isEqualTo(content);
    assertThat(read.problems())
        .map(Problem::toString)
        .isEqualTo(content.problems().stream().map(Problem::toString).toList());
    assertThat(read.problems())
        .map(Problem::scope)
        .isEqualTo(content.problems().stream().map(Problem::scope).toList());
    assertThat(written(read)).isEqualTo(written(content));
  }

  @Test
  void read_ofPlanFromSchedule_namesTheBackupThatWasFound() throws IOException {
    RestoreSpec spec =
        RestoreSpec.builder("r1").scheduleName("daily").backupName("b1").buildUnchecked();

    assertThat(read(written(content(spec))).spec().backupName()).contains("b1");
  }

  @Test
  void read_ofCutFile_isRefused() throws IOException {
    String text = written(content());

    for (int length = 1; length < text.length() - 1; length += 7) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> read(cut))
          .as("%s of %s", length, text.length())
          .isInstanceOf(UnreadablePlanException.class);
    }
    refused(() -> read(text.substring(0, text.indexOf("{\"end\""))), "cut off");
  }

  @Test
  void read_ofChangedFile_isRefused() throws IOException {
    String text = written(content());

    refused(() -> read(text.replace("\"create\"", "\"update\"")), "has been changed");
    refused(() -> read(text.replace("cluster-uid", "other-uid")), "has been changed");
    refused(() -> read(text.replaceFirst("\\{\"problem\".*\n", "")), "has been changed");
    refused(() -> read(text + "{}\n"), "has been changed");
    refused(() -> read(text + text), "has been changed");
    refused(() -> read(text.replace("\"create\"", "\"conquer\"")), "no decision 'conquer'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "{}",
        "[]",
        "null",
        "PK\u0003\u0004",
        "kind: Restore\n",
        "{\"kind\":\"Restore\"}",
        "{\"kind\":{}}"
      })
  void read_ofSomethingElse_isRefused(String text) {
    refused(() -> read(text), "not a stored plan");
  }

  @Test
  void read_ofNewerFormat_saysSo() throws IOException {
    String text = written(content()).replace("\"formatVersion\":1", "\"formatVersion\":2");

    refused(() -> read(text), "is of format 2, and this version reads formats up to 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"item\":7}",
        "{\"item\":{}}",
        "{\"item\":{\"decision\":\"create\",\"origin\":\"selected\",\"target\":{}}}",
        "{\"item\":{\"decision\":\"create\",\"origin\":\"selected\",\"target\":"
            + "{\"resource\":\"a\",\"name\":\"b\"},\"reasons\":{}}}",
        "{\"problem\":{}}",
        "{\"problem\":null}"
      })
  void read_ofCraftedLines_isRefusedAsDamaged(String line) throws IOException {
    String text = written(content());
    String head = text.substring(0, text.indexOf('\n') + 1) + line + "\n";
    String digest = Hashing.sha256().hashString(head, StandardCharsets.UTF_8).toString();

    refused(
        () -> read(head + "{\"end\":{\"lines\":2,\"sha256\":\"" + digest + "\"}}\n"), "damaged");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.Decision;
import io.oadp.api.FieldDifference;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.ReportFormat;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.ResourceIdentifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanPageTest {
  private static final String HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=y>&amp;";

  private static String page(RestorePlan plan) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PlanReport.write(plan, ReportFormat.HTML, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static RestorePlan hostile() {
    ResourceIdentifier id = ResourceIdentifier.of("configmaps", "shop" + HOSTILE, "a" + HOSTILE);
    return new OnePlan(
        List.of(
            new PlannedItem(
                id.inNamespace("other"),
                id,
                Decision.CONFLICT,
                PlannedItem.Origin.SELECTED,
                List.of("because " + HOSTILE),
                List.of("acme/" + HOSTILE),
                List.of(ResourceIdentifier.clusterScoped("namespaces", HOSTILE)),
                List.of(new FieldDifference("/" + HOSTILE, HOSTILE, "")))),
        List.of(Problem.ofItem(Problem.Severity.ERROR, id, HOSTILE).withAction(HOSTILE)));
  }

  @Test
  void page_withMarkupInEveryText_holdsNoElementButItsOwn() throws IOException {
    String page = page(hostile());

    assertThat(page).doesNotContain("<script", "<img", "\"'>", "&amp;amp;amp;");
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;amp;");
    assertThat(Pattern.compile("<([a-z0-9]+)").matcher(page).results().map(m -> m.group(1)))
        .isSubsetOf(
            "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "b", "i", "ul", "li",
            "details", "summary", "small", "span", "div", "bdi", "code", "table", "tr", "th", "td");
  }

  @Test
  void page_loadsAndRunsNothing() throws IOException {
    String page = page(hostile());

    assertThat(page).contains("default-src 'none'").doesNotContain("http:", "https:", "url(");
    assertThat(Pattern.compile("<[^>]*\\s(on\\w+|src|href)=").matcher(page).find()).isFalse();
  }

  @Test
  void page_givesCountsBeforeProblemsBeforeItems() throws IOException {
    assertThat(page(hostile()))
        .containsSubsequence(
            "<b>1</b>there already and different", "Problems (1)", "<h2>Namespace", "<table>");
  }

  @Test
  void escaped_charactersThatTurnTextAround_areShown() {
    assertThat(PlanPage.escaped("a\u202eb\u0007c\u200bd ü😀"))
        .isEqualTo("a\\u202eb\\u0007c\\u200bd ü😀");
  }

  private record OnePlan(List<PlannedItem> all, List<Problem> wrong) implements RestorePlan {
    @Override
    public RestoreSpec spec() {
      return RestoreSpec.builder("r1").backupName("b1").build();
    }

    @Override
    public String backupName() {
      return "b1" + HOSTILE;
    }

    @Override
    public String location() {
      return "mem" + HOSTILE;
    }

    @Override
    public Instant createdAt() {
      return Instant.EPOCH;
    }

    @Override
    public Stream<PlannedItem> items() {
      return all.stream();
    }

    @Override
    public long count(Decision decision) {
      return all.stream().filter(i -> i.decision() == decision).count();
    }

    @Override
    public Stream<Problem> problems() {
      return wrong.stream();
    }

    @Override
    public String describe() {
      return PlanReport.text(this);
    }

    @Override
    public void report(ReportFormat format, OutputStream out) throws IOException {
      PlanReport.write(this, format, out);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      throw new IOException("a page is made without");
    }
  }
}

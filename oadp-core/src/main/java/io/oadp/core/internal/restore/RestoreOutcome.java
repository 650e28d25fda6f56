// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ItemReport;
import io.oadp.api.Restore;
import io.oadp.api.RestoreResult;
import io.oadp.core.internal.run.Outcome;
import java.util.List;
import java.util.stream.Stream;

/** How a restore ended. */
final class RestoreOutcome extends Outcome implements RestoreResult {
  private final Restore restore;
  private final ItemBook items;
  private final List<String> notes;

  RestoreOutcome(Facts facts, Restore restore, ItemBook items, List<String> notes) {
    super(facts);
    this.restore = restore;
    this.items = items;
    this.notes = notes;
  }

  @Override
  protected String subject() {
    return "Restore";
  }

  @Override
  protected List<String> details() {
    return Stream.concat(Stream.of(items.summary()), notes.stream()).toList();
  }

  @Override
  public Restore restore() {
    return restore;
  }

  @Override
  public Stream<ItemReport> items() {
    return items.reports();
  }

  @Override
  public RestoreResult orThrow() {
    throwUnlessCompleted();
    return this;
  }
}

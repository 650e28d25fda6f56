// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.List;

/**
 * What a look at every byte of a backup found. Counts are exact, while of the texts a bounded
 * number is kept. Immutable.
 *
 * @param backupName the backup
 * @param itemCount items seen in the archive
 * @param archiveBytes length of the archive; -1 if there is none
 * @param errorCount how many things are wrong
 * @param warningCount how many things are odd, though nothing seems lost
 * @param problems the errors and warnings: the first of each, up to a bound of some thousand
 * @param notChecked what could not be checked, such as digests where no index of ours is
 */
public record VerifyReport(
    String backupName,
    long itemCount,
    long archiveBytes,
    long errorCount,
    long warningCount,
    List<Problem> problems,
    List<String> notChecked) {
  private static final int DESCRIBED_PROBLEMS = 100;

  /**
   * Copies the lists.
   *
   * @param backupName the backup
   * @param itemCount items seen in the archive
   * @param archiveBytes length of the archive
   * @param errorCount how many things are wrong
   * @param warningCount how many things are odd
   * @param problems the errors and warnings
   * @param notChecked what could not be checked
   */
  public VerifyReport {
    problems = List.copyOf(problems);
    notChecked = List.copyOf(notChecked);
  }

  /**
   * Whether the backup can be relied on as far as it could be checked.
   *
   * @return true if there are no errors
   */
  public boolean isSound() {
    return errorCount == 0;
  }

  /**
   * A short report for people.
   *
   * @return some lines, the last one without line end
   */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append("Backup '").append(backupName).append(isSound() ? "' is sound" : "' is damaged");
    text.append(": ").append(counted(itemCount, "item"));
    text.append(", ").append(counted(Math.max(0, archiveBytes), "byte"));
    text.append(", ").append(counted(errorCount, "error"));
    text.append(", ").append(counted(warningCount, "warning"));
    problems.stream().limit(DESCRIBED_PROBLEMS).forEach(p -> text.append("\n  ").append(p));
    long more = errorCount + warningCount - Math.min(DESCRIBED_PROBLEMS, problems.size());
    if (more > 0) {
      text.append("\n  and ").append(counted(more, "more problem"));
    }
    notChecked.forEach(what -> text.append("\n  not checked: ").append(what));
    return text.toString();
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}

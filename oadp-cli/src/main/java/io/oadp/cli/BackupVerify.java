// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.CorruptBackupException;
import io.oadp.api.Oadp;
import io.oadp.api.StoredBackup;
import io.oadp.api.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oadp backup verify}. */
@Command(
    name = "verify",
    description = {
      "Read every byte of a backup and say what is wrong with it. Needs no cluster.",
      "Exit status: 0 if nothing is, 1 if a backup is damaged."
    })
final class BackupVerify implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The backups.")
  private List<String> names = new ArrayList<>();

  @Mixin private final LocationOptions location = new LocationOptions();

  BackupVerify(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    boolean sound = true;
    try (Oadp oadp = location.openCatalog(environment)) {
      for (String name : names) {
        sound &= verify(oadp, name);
      }
    }
    return sound ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private boolean verify(Oadp oadp, String name) {
    try (StoredBackup backup = oadp.catalog().open(name)) {
      VerifyReport report = backup.verify();
      environment.console().print(report.describe());
      return report.isSound();
    } catch (CorruptBackupException e) {
      environment.console().print("Backup '" + name + "' is damaged\n  error: " + e.getMessage());
      return false;
    }
  }
}

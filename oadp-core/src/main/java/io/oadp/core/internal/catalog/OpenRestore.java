// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.Problem;
import io.oadp.api.Restore;
import io.oadp.api.StoredRestore;
import io.oadp.core.internal.engine.Locations;
import java.util.stream.Stream;

/** What a restore left in a location. */
record OpenRestore(Locations.Location location, Restore restore) implements StoredRestore {
  @Override
  public Stream<Problem> problems() {
    return RunFiles.problems(location, Keys.ofRestore(restore.name(), "results.gz"));
  }

  @Override
  public Stream<String> log() {
    return RunFiles.log(location, Keys.ofRestore(restore.name(), "logs.gz"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the bodies of items come from: ranged reads by the index, or passes over the archive. */
interface BodySource {
  /** The item at the plain path. */
  void read(List<ArchiveCatalogue.Item> inOrder, ArchiveReader.Visitor visitor) throws IOException;

  /** The item in one version, wherever in the archive that is. */
  Optional<byte[]> read(String groupResource, String version, String namespace, String name)
      throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Names as label values, which may have 63 characters. */
public final class LabelValues {
  private static final int MAX = 63;
  private static final int KEPT = 57;

  private LabelValues() {}

  /** The name itself, or its beginning and a digest of it, as Velero shortens names. */
  public static String shortened(String name) {
    if (name.length() <= MAX) {
      return name;
    }
    String digest = Hashing.sha256().hashString(name, StandardCharsets.UTF_8).toString();
    return name.substring(0, KEPT) + digest.substring(0, MAX - KEPT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A backup under way. Implemented by us only. */
public interface BackupRun extends Run<BackupResult> {}

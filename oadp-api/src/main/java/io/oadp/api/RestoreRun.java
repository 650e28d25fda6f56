// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A restore under way. Implemented by us only. */
public interface RestoreRun extends Run<RestoreResult> {}

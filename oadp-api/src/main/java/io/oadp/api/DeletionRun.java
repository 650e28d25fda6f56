// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A deletion under way. Implemented by us only. */
public interface DeletionRun extends Run<DeletionResult> {}

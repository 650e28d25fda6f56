// SPDX-License-Identifier: Apache-2.0
/** Specs, results, runs, stored records and exceptions: what a caller of the engine uses. */
@NullMarked
package io.oadp.api;

import org.jspecify.annotations.NullMarked;

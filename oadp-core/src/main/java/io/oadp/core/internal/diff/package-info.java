// SPDX-License-Identifier: Apache-2.0
/** Compares objects field by field. */
@NullMarked
package io.oadp.core.internal.diff;

import org.jspecify.annotations.NullMarked;

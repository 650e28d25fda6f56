// SPDX-License-Identifier: Apache-2.0
/** Runnable examples. */
@NullMarked
package io.oadp.examples;

import org.jspecify.annotations.NullMarked;

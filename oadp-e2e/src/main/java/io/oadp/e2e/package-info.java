// SPDX-License-Identifier: Apache-2.0
/** Suites against real peers. */
@NullMarked
package io.oadp.e2e;

import org.jspecify.annotations.NullMarked;

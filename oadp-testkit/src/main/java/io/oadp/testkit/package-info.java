// SPDX-License-Identifier: Apache-2.0
/** Fakes that really work, for tests without a cluster. */
@NullMarked
package io.oadp.testkit;

import org.jspecify.annotations.NullMarked;

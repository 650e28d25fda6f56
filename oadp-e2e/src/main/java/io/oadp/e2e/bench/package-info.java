// SPDX-License-Identifier: Apache-2.0
/** Programs that measure one thing each and print what they found. */
@NullMarked
package io.oadp.e2e.bench;

import org.jspecify.annotations.NullMarked;

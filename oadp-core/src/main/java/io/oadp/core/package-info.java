// SPDX-License-Identifier: Apache-2.0
/** The engine's builder and ways to a cluster. */
@NullMarked
package io.oadp.core;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Registered actions, their order, and how they are called. */
@NullMarked
package io.oadp.core.internal.plugin;

import org.jspecify.annotations.NullMarked;

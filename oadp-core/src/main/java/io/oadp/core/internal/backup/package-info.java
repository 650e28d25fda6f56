// SPDX-License-Identifier: Apache-2.0
/** The way of a backup from the cluster into the location. */
@NullMarked
package io.oadp.core.internal.backup;

import org.jspecify.annotations.NullMarked;

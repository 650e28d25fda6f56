// SPDX-License-Identifier: Apache-2.0
/** Velero's item actions, one class each. */
@NullMarked
package io.oadp.plugins.internal.item;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The way of a restore: what is planned, and how it is carried out. */
@NullMarked
package io.oadp.core.internal.restore;

import org.jspecify.annotations.NullMarked;

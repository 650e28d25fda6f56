// SPDX-License-Identifier: Apache-2.0
/** What a location holds. */
@NullMarked
package io.oadp.core.internal.catalog;

import org.jspecify.annotations.NullMarked;

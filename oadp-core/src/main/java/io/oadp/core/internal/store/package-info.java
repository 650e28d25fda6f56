// SPDX-License-Identifier: Apache-2.0
/** The file-system store, and wrappers around any store. */
@NullMarked
package io.oadp.core.internal.store;

import org.jspecify.annotations.NullMarked;

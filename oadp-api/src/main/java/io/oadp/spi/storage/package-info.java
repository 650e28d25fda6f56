// SPDX-License-Identifier: Apache-2.0
/** Object stores, where backups live. */
@NullMarked
package io.oadp.spi.storage;

import org.jspecify.annotations.NullMarked;

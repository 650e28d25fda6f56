// SPDX-License-Identifier: Apache-2.0
/**
 * Item actions, their inputs and results, and the way plugins are registered.
 */
@NullMarked
package io.oadp.spi;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The providers of the built-in plugins. */
@NullMarked
package io.oadp.plugins;

import org.jspecify.annotations.NullMarked;

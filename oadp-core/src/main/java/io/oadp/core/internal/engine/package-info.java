// SPDX-License-Identifier: Apache-2.0
/** The engine behind the public face. */
@NullMarked
package io.oadp.core.internal.engine;

import org.jspecify.annotations.NullMarked;

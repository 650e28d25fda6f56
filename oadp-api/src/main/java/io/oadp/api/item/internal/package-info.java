// SPDX-License-Identifier: Apache-2.0
/** Syntax rules that the public types share; no API. */
@NullMarked
package io.oadp.api.item.internal;

import org.jspecify.annotations.NullMarked;

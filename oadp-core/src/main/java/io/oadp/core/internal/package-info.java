// SPDX-License-Identifier: Apache-2.0
/** What the engine is made of; no API. */
@NullMarked
package io.oadp.core.internal;

import org.jspecify.annotations.NullMarked;

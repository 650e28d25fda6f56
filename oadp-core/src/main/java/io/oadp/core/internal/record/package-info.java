// SPDX-License-Identifier: Apache-2.0
/** Velero's objects as text: specs in YAML, records in JSON. */
@NullMarked
package io.oadp.core.internal.record;

import org.jspecify.annotations.NullMarked;

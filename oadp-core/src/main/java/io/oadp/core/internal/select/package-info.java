// SPDX-License-Identifier: Apache-2.0
/** Which resources, namespaces and items a run takes. */
@NullMarked
package io.oadp.core.internal.select;

import org.jspecify.annotations.NullMarked;

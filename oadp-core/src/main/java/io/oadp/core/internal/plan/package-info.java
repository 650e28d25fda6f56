// SPDX-License-Identifier: Apache-2.0
/** Plans of restores as text, pages and files. */
@NullMarked
package io.oadp.core.internal.plan;

import org.jspecify.annotations.NullMarked;

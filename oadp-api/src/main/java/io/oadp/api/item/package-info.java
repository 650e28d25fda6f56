// SPDX-License-Identifier: Apache-2.0
/** Kubernetes objects as this project sees them: items, their names and the ways to select them. */
@NullMarked
package io.oadp.api.item;

import org.jspecify.annotations.NullMarked;

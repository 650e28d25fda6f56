// SPDX-License-Identifier: Apache-2.0
/** How the engine reads and changes a cluster: discovery, raw paged lists, writes that are safe. */
@NullMarked
package io.oadp.core.internal.cluster;

import org.jspecify.annotations.NullMarked;

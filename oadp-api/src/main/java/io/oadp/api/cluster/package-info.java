// SPDX-License-Identifier: Apache-2.0
/** How actions and the engine see a cluster. */
@NullMarked
package io.oadp.api.cluster;

import org.jspecify.annotations.NullMarked;

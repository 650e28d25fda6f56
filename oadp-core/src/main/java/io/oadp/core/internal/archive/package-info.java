// SPDX-License-Identifier: Apache-2.0
/**
 * The tarball of a backup and the side index that makes its items reachable one by one. The index
 * is specified in docs/format/oadp-index.md.
 */
@NullMarked
package io.oadp.core.internal.archive;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The command line. */
@NullMarked
package io.oadp.cli;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What backups and restores share: the run's life, its log, its problems. */
@NullMarked
package io.oadp.core.internal.run;

import org.jspecify.annotations.NullMarked;

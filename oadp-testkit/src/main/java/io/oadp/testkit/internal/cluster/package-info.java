// SPDX-License-Identifier: Apache-2.0
/** The insides of the fake API server: storage, admission, lists, patches and HTTP. */
@NullMarked
package io.oadp.testkit.internal.cluster;

import org.jspecify.annotations.NullMarked;

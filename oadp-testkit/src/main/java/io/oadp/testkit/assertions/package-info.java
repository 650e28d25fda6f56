// SPDX-License-Identifier: Apache-2.0
/**
 * AssertJ assertions on what is stored. They need assertj-core and commons-compress on the class
 * path, which the test kit does not bring along.
 */
@NullMarked
package io.oadp.testkit.assertions;

import org.jspecify.annotations.NullMarked;

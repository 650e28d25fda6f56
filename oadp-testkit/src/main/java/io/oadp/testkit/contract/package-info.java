// SPDX-License-Identifier: Apache-2.0
/**
 * Contract suites for JUnit Jupiter, one abstract class per plugin interface: extend it, give it
 * your implementation, and its cases run as tests of yours.
 */
@NullMarked
package io.oadp.testkit.contract;

import org.jspecify.annotations.NullMarked;

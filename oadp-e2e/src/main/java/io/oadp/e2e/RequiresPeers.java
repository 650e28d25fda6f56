// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a suite that needs real programs. Without a lab, that is, while the environment variable
 * {@value Lab#VARIABLE} is not set, the suite is left out with a plain reason. With a lab it fails
 * if one of the programs does not answer: a peer that should be there is never passed over.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PeersCondition.class)
public @interface RequiresPeers {
  /** Returns the programs that must answer. */
  Peer[] value();
}

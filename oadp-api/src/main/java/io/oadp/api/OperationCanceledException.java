// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** The run that this work belongs to was canceled. */
public final class OperationCanceledException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** Says that the run was canceled. */
  public OperationCanceledException() {
    super("the run was canceled");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

/**
 * The power of a backup or restore action to do work that outlives its call and the process. The id
 * given to {@code withOperation} must suffice to find the work again. An engine that does not run
 * operations fails the item that starts one.
 */
public interface ItemOperations {
  /**
   * Starts the work. Called once its record is safe, and on restore once the item exists; may be
   * called again after a crash.
   *
   * @param operation which
   * @throws Exception fails the operation
   */
  void start(OperationInput operation) throws Exception;

  /**
   * Tells how far the work is.
   *
   * @param operation which
   * @return its state
   * @throws Exception fails the operation
   */
  OperationStatus progress(OperationInput operation) throws Exception;

  /**
   * Asks the work to stop; {@link #progress} tells when it has.
   *
   * @param operation which
   * @throws Exception is logged; the operation counts as failed
   */
  void cancel(OperationInput operation) throws Exception;
}

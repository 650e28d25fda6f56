// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * Describes what goes wrong with a request to a {@link FakeCluster}: an error status, a lost
 * connection, a slow answer. Immutable; each method returns a changed copy. Happens once unless
 * {@link #times} or {@link #always} says otherwise.
 */
public final class RequestFault {
  /** What becomes of the body of an answer. */
  public enum Body {
    /** It is sent whole. */
    WHOLE,
    /** Bytes that are no JSON come in its place. */
    WRONG,
    /** The length is promised, and the connection ends before. */
    TRUNCATED,
    /** It is sent in chunks, and the connection ends without the last one. */
    UNENDED
  }

  private final Body body;
  private final int bodyBytes;
  private final int status;
  private final boolean dropsConnection;
  private final Duration delay;
  private final Optional<Duration> retryAfter;
  private final boolean applied;
  private final int count;

  private RequestFault(
      int status,
      boolean dropsConnection,
      Duration delay,
      Optional<Duration> retryAfter,
      boolean applied,
      int count,
      Body body,
      int bodyBytes) {
    this.status = status;
    this.dropsConnection = dropsConnection;
    this.delay = delay;
    this.retryAfter = retryAfter;
    this.applied = applied;
    this.count = count;
    this.body = body;
    this.bodyBytes = bodyBytes;
  }

  /**
   * Answers with an error status and a fitting Status body.
   *
   * @param status an HTTP status from 400 on, such as 429, 500 or 503
   * @return the fault
   */
  public static RequestFault status(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be from 400 to 599, was " + status);
    }
    return new RequestFault(
        status, false, Duration.ZERO, Optional.empty(), false, 1, Body.WHOLE, 0);
  }

  /**
   * Closes the connection without an answer.
   *
   * @return the fault
   */
  public static RequestFault connectionLost() {
    return new RequestFault(0, true, Duration.ZERO, Optional.empty(), false, 1, Body.WHOLE, 0);
  }

  /**
   * Waits before it answers as usual.
   *
   * @param delay how long
   * @return the fault
   */
  public static RequestFault slow(Duration delay) {
    return new RequestFault(0, false, delay, Optional.empty(), false, 1, Body.WHOLE, 0);
  }

  /**
   * Answers with status 200 and bytes that are no JSON. The request does not take effect unless
   * {@link #applied} says so.
   *
   * @return the fault
   */
  public static RequestFault wrongBytes() {
    return new RequestFault(0, false, Duration.ZERO, Optional.empty(), false, 1, Body.WRONG, 0);
  }

  /**
   * Answers as usual, but closes the connection after some bytes of the body although more were
   * promised. The request takes effect.
   *
   * @param bytes how many bytes of the body are sent at most
   * @return the fault
   */
  public static RequestFault truncated(int bytes) {
    return cut(Body.TRUNCATED, bytes);
  }

  /**
   * Answers as usual in chunks, but closes the connection after some bytes of the body, without the
   * chunk that ends it. The request takes effect.
   *
   * @param bytes how many bytes of the body are sent at most
   * @return the fault
   */
  public static RequestFault unended(int bytes) {
    return cut(Body.UNENDED, bytes);
  }

  private static RequestFault cut(Body body, int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative, was " + bytes);
    }
    return new RequestFault(0, false, Duration.ZERO, Optional.empty(), false, 1, body, bytes);
  }

  /**
   * Adds a wait before the fault shows.
   *
   * @param wait how long
   * @return the changed fault
   */
  public RequestFault after(Duration wait) {
    return new RequestFault(
        status, dropsConnection, wait, retryAfter, applied, count, body, bodyBytes);
  }

  /**
   * Adds the header {@code Retry-After}, which speaks of whole seconds, at least one.
   *
   * @param wait how long the client is told to wait
   * @return the changed fault
   */
  public RequestFault retryAfter(Duration wait) {
    return new RequestFault(
        status, dropsConnection, delay, Optional.of(wait), applied, count, body, bodyBytes);
  }

  /**
   * Lets the request take effect before the fault shows, as when only the answer is lost.
   *
   * @return the changed fault
   */
  public RequestFault applied() {
    return new RequestFault(
        status, dropsConnection, delay, retryAfter, true, count, body, bodyBytes);
  }

  /**
   * Lets it happen several times.
   *
   * @param times how often, at least once
   * @return the changed fault
   */
  public RequestFault times(int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be positive, was " + times);
    }
    return new RequestFault(
        status, dropsConnection, delay, retryAfter, applied, times, body, bodyBytes);
  }

  /**
   * Lets it happen until the faults are cleared.
   *
   * @return the changed fault
   */
  public RequestFault always() {
    return times(Integer.MAX_VALUE);
  }

  /**
   * Returns the status to answer with.
   *
   * @return the HTTP status, or 0 where the fault is of another kind
   */
  public int status() {
    return status;
  }

  /**
   * Tells whether the connection is closed without an answer.
   *
   * @return whether it is
   */
  public boolean dropsConnection() {
    return dropsConnection;
  }

  /**
   * Tells what becomes of the body.
   *
   * @return what happens to it
   */
  public Body body() {
    return body;
  }

  /**
   * Returns how much of the body is sent where it is cut.
   *
   * @return the number of bytes, at most
   */
  public int bodyBytes() {
    return bodyBytes;
  }

  /**
   * Returns the wait before the answer.
   *
   * @return the wait, zero for none
   */
  public Duration delay() {
    return delay;
  }

  /**
   * Returns what the client is told to wait.
   *
   * @return the wait, if the answer says so
   */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * Tells whether the request takes effect although its answer is a fault.
   *
   * @return whether it does
   */
  public boolean isApplied() {
    return applied;
  }

  /**
   * Returns how often it happens.
   *
   * @return the number of requests
   */
  public int count() {
    return count;
  }
}

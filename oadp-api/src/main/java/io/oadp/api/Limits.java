// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an engine may take. Immutable. */
public final class Limits {
  private final int runs;
  private final int itemWorkers;
  private final long memoryBytes;
  private final double requestsPerSecond;
  private final Duration actionTimeout;
  private final Duration resourceTimeout;
  private final Duration cancelGrace;

  private Limits(Builder builder) {
    runs = builder.runs;
    itemWorkers = builder.itemWorkers;
    memoryBytes = builder.memoryBytes;
    requestsPerSecond = builder.requestsPerSecond;
    actionTimeout = builder.actionTimeout;
    resourceTimeout = builder.resourceTimeout;
    cancelGrace = builder.cancelGrace;
  }

  /**
   * The defaults that each method of {@link Builder} states.
   *
   * @return the limits
   */
  public static Limits defaults() {
    return builder().build();
  }

  /**
   * Begins with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How many runs go on at once; further ones wait.
   *
   * @return 4 by default
   */
  public int runs() {
    return runs;
  }

  /**
   * How many items of a run are worked on at once.
   *
   * @return 16 by default
   */
  public int itemWorkers() {
    return itemWorkers;
  }

  /**
   * What the items in flight of one run may take together.
   *
   * @return bytes; 64 MiB by default
   */
  public long memoryBytes() {
    return memoryBytes;
  }

  /**
   * How many requests go to the API server in a second, over all runs.
   *
   * @return 0 for no bound, the default: the server's own 429 answers are obeyed
   */
  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  /**
   * How long one call of an item action may take.
   *
   * @return 1 minute by default
   */
  public Duration actionTimeout() {
    return actionTimeout;
  }

  /**
   * How long a run waits for something in the cluster, such as a CRD that becomes established or a
   * namespace that goes.
   *
   * @return 10 minutes by default, as in Velero
   */
  public Duration resourceTimeout() {
    return resourceTimeout;
  }

  /**
   * How long a canceled run may clean up before it reports what is left.
   *
   * @return 5 seconds by default
   */
  public Duration cancelGrace() {
    return cancelGrace;
  }

  @Override
  public String toString() {
    return "Limits[runs="
        + runs
        + ", itemWorkers="
        + itemWorkers
        + ", memoryBytes="
        + memoryBytes
        + ", requestsPerSecond="
        + requestsPerSecond
        + ", actionTimeout="
        + actionTimeout
        + ", resourceTimeout="
        + resourceTimeout
        + ", cancelGrace="
        + cancelGrace
        + "]";
  }

  /** Gathers limits. Used by one thread. */
  public static final class Builder {
    private int runs = 4;
    private int itemWorkers = 16;
    private long memoryBytes = 64L << 20;
    private double requestsPerSecond;
    private Duration actionTimeout = Duration.ofMinutes(1);
    private Duration resourceTimeout = Duration.ofMinutes(10);
    private Duration cancelGrace = Duration.ofSeconds(5);

    private Builder() {}

    /**
     * Bounds the runs at once.
     *
     * @param value at least 1; 4 by default
     * @return this
     */
    public Builder runs(int value) {
      runs = value;
      return this;
    }

    /**
     * Bounds the items of a run that are worked on at once.
     *
     * @param value at least 1; 16 by default
     * @return this
     */
    public Builder itemWorkers(int value) {
      itemWorkers = value;
      return this;
    }

    /**
     * Bounds what the items in flight of one run take.
     *
     * @param value bytes, at least 8 MiB; 64 MiB by default
     * @return this
     */
    public Builder memoryBytes(long value) {
      memoryBytes = value;
      return this;
    }

    /**
     * Bounds the requests to the API server.
     *
     * @param value per second over all runs; 0, the default, for no bound
     * @return this
     */
    public Builder requestsPerSecond(double value) {
      requestsPerSecond = value;
      return this;
    }

    /**
     * Bounds a call of an item action.
     *
     * @param value 1 minute by default
     * @return this
     */
    public Builder actionTimeout(Duration value) {
      actionTimeout = value;
      return this;
    }

    /**
     * Bounds a wait for something in the cluster.
     *
     * @param value 10 minutes by default
     * @return this
     */
    public Builder resourceTimeout(Duration value) {
      resourceTimeout = value;
      return this;
    }

    /**
     * Bounds the clean-up of a canceled run.
     *
     * @param value 5 seconds by default
     * @return this
     */
    public Builder cancelGrace(Duration value) {
      cancelGrace = value;
      return this;
    }

    /**
     * Makes the limits.
     *
     * @return the limits
     * @throws ConfigurationException naming every value that is out of range
     */
    public Limits build() {
      List<String> wrong = new ArrayList<>();
      check(wrong, runs >= 1, "runs: must be at least 1, was " + runs);
      check(wrong, itemWorkers >= 1, "itemWorkers: must be at least 1, was " + itemWorkers);
      check(
          wrong,
          memoryBytes >= 8L << 20,
          "memoryBytes: must be at least 8388608 (8 MiB), was " + memoryBytes);
      check(
          wrong,
          requestsPerSecond >= 0,
          "requestsPerSecond: must not be negative, was " + requestsPerSecond);
      checkTime(wrong, "actionTimeout", actionTimeout);
      checkTime(wrong, "resourceTimeout", resourceTimeout);
      checkTime(wrong, "cancelGrace", cancelGrace);
      if (!wrong.isEmpty()) {
        throw new ConfigurationException("Limits are invalid: " + String.join("; ", wrong));
      }
      return new Limits(this);
    }

    private static void checkTime(List<String> wrong, String name, Duration value) {
      check(
          wrong, !value.isNegative() && !value.isZero(), name + ": must be positive, was " + value);
    }

    private static void check(List<String> wrong, boolean good, String text) {
      if (!good) {
        wrong.add(text);
      }
    }
  }
}

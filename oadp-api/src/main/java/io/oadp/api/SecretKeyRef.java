// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Objects;
import java.util.Optional;

/** Names one entry of a Secret in the home namespace; holds no secret itself. Immutable. */
public final class SecretKeyRef {
  private final String name;
  private final String key;
  private final Optional<Boolean> optional;

  private SecretKeyRef(String name, String key, Optional<Boolean> optional) {
    this.name = Objects.requireNonNull(name, "name");
    this.key = Objects.requireNonNull(key, "key");
    this.optional = optional;
  }

  /**
   * Names an entry.
   *
   * @param name the Secret's name
   * @param key the entry's key
   * @return the reference
   */
  public static SecretKeyRef of(String name, String key) {
    return new SecretKeyRef(name, key, Optional.empty());
  }

  /**
   * Returns this reference with the field {@code optional} set.
   *
   * @param isOptional whether the Secret or its entry may be missing
   * @return the changed copy
   */
  public SecretKeyRef withOptional(boolean isOptional) {
    return new SecretKeyRef(name, key, Optional.of(isOptional));
  }

  /**
   * Returns the Secret's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the entry's key.
   *
   * @return the key
   */
  public String key() {
    return key;
  }

  /**
   * Says whether the Secret or its entry may be missing.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> optional() {
    return optional;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretKeyRef ref
        && name.equals(ref.name)
        && key.equals(ref.key)
        && optional.equals(ref.optional);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, key, optional);
  }

  @Override
  public String toString() {
    return name + "/" + key;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Objects;
import java.util.Optional;

/** Names a ConfigMap in the home namespace that holds policies or modifiers. Immutable. */
public final class ConfigMapRef {
  private final String apiGroup;
  private final String kind;
  private final String name;

  private ConfigMapRef(String apiGroup, String kind, String name) {
    this.apiGroup = Objects.requireNonNull(apiGroup, "apiGroup");
    this.kind = Objects.requireNonNull(kind, "kind");
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Names a ConfigMap.
   *
   * @param name the ConfigMap's name
   * @return the reference, with the kind spelled {@code configmap} as Velero's command line does
   */
  public static ConfigMapRef of(String name) {
    return new ConfigMapRef("", "configmap", name);
  }

  /**
   * Takes a reference as it stands in a Velero object. A kind other than ConfigMap, in any case, is
   * a violation of the spec it is used in.
   *
   * @param apiGroup the API group, empty for the core group
   * @param kind the kind
   * @param name the object's name
   * @return the reference
   */
  public static ConfigMapRef of(String apiGroup, String kind, String name) {
    return new ConfigMapRef(apiGroup, kind, name);
  }

  /**
   * Returns the API group.
   *
   * @return the group, if one was given
   */
  public Optional<String> apiGroup() {
    return Optional.of(apiGroup).filter(group -> !group.isEmpty());
  }

  /**
   * Returns the kind as it was given.
   *
   * @return ConfigMap in some case
   */
  public String kind() {
    return kind;
  }

  /**
   * Returns the ConfigMap's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigMapRef ref
        && apiGroup.equals(ref.apiGroup)
        && kind.equals(ref.kind)
        && name.equals(ref.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(apiGroup, kind, name);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}

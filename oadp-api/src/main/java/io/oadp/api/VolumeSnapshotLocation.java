// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says where a provider keeps its volume snapshots: the fields of Velero's VolumeSnapshotLocation,
 * one to one, and a source of credentials for this process. Immutable.
 */
public final class VolumeSnapshotLocation {
  private final String name;
  private final Fields fields;

  private VolumeSnapshotLocation(String name, Fields fields) {
    this.name = name;
    this.fields = fields;
  }

  /**
   * Begins a location.
   *
   * @param name name of the location, a DNS-1123 subdomain of at most 253 characters
   * @return a builder
   */
  public static Builder builder(String name) {
    return new Builder(Objects.requireNonNull(name, "name"), Fields.NONE.edit());
  }

  /**
   * Begins a changed copy of this location.
   *
   * @return a builder that holds the values of this location
   */
  public Builder toBuilder() {
    return new Builder(name, fields.edit());
  }

  /**
   * Returns this location under another name.
   *
   * @param newName the name of the copy
   * @return the copy
   * @throws InvalidSpecException if the name is not valid
   */
  public VolumeSnapshotLocation withName(String newName) {
    return new Builder(Objects.requireNonNull(newName, "newName"), fields.edit()).build();
  }

  /**
   * Returns the name of the location.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the provider, which names the plugin for this location.
   *
   * @return for example {@code aws} or {@code acme.example.com/vault}
   */
  public String provider() {
    return fields.text("provider").orElse("");
  }

  /**
   * Returns the settings for the provider.
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> config() {
    return fields.map("config");
  }

  /**
   * Returns the entry of a Secret, in the home namespace, with the credentials to use.
   *
   * @return the value; empty if unset
   */
  public Optional<SecretKeyRef> credential() {
    return fields.value("credential", SecretKeyRef.class);
  }

  /**
   * Returns the source of the credentials to use in this process; it goes before {@link
   * #credential} and is never stored.
   *
   * @return the value; empty if unset
   */
  public Optional<CredentialSource> credentials() {
    return fields.value("credentials", CredentialSource.class);
  }

  /**
   * Checks this location by the rules of Velero and of Kubernetes. A location from {@link
   * Builder#build} has no violations; one that another program stored may.
   *
   * @return all that is wrong; empty if nothing is
   */
  public List<Violation> violations() {
    SpecRules rules = new SpecRules();
    rules.name(name);
    rules.required("provider", provider());
    return rules.found();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VolumeSnapshotLocation spec
        && name.equals(spec.name)
        && fields.equals(spec.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, fields);
  }

  /**
   * Returns the name and what is set; of settings and credentials, which may hold secrets, a count.
   */
  @Override
  public String toString() {
    return "VolumeSnapshotLocation '" + name + "' " + fields.describe("config", "credentials");
  }

  /** Builds a VolumeSnapshotLocation. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Fields.Editor fields;

    private Builder(String name, Fields.Editor fields) {
      this.name = name;
      this.fields = fields;
    }

    /**
     * Sets the provider, which names the plugin for this location. Replaces.
     *
     * @param provider for example {@code aws} or {@code acme.example.com/vault}
     * @return this builder
     */
    public Builder provider(String provider) {
      fields.set("provider", provider);
      return this;
    }

    /**
     * Gives the provider a setting; replaces an earlier value of the same key.
     *
     * @param key the setting
     * @param value its value
     * @return this builder
     */
    public Builder config(String key, String value) {
      fields.putEntry("config", key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Gives the provider all its settings. Replaces.
     *
     * @param settings keys and values
     * @return this builder
     */
    public Builder config(Map<String, String> settings) {
      fields.setMap("config", settings);
      return this;
    }

    /**
     * Names the entry of a Secret, in the home namespace, with the credentials to use. Replaces.
     *
     * @param secret the entry
     * @return this builder
     */
    public Builder credential(SecretKeyRef secret) {
      fields.set("credential", secret);
      return this;
    }

    /**
     * Sets where this process gets the credentials from; it goes before {@link #credential} and is
     * never stored. Replaces.
     *
     * @param source the source
     * @return this builder
     */
    public Builder credentials(CredentialSource source) {
      fields.set("credentials", source);
      return this;
    }

    /**
     * Builds the location.
     *
     * @return the location
     * @throws InvalidSpecException with all violations, if there are any
     */
    public VolumeSnapshotLocation build() {
      VolumeSnapshotLocation spec = buildUnchecked();
      List<Violation> violations = spec.violations();
      if (!violations.isEmpty()) {
        throw new InvalidSpecException("VolumeSnapshotLocation '" + name + "'", violations);
      }
      return spec;
    }

    /**
     * Builds the location without checking it, to show what another program has stored. An engine
     * refuses a spec that has {@link VolumeSnapshotLocation#violations}.
     *
     * @return the location
     */
    public VolumeSnapshotLocation buildUnchecked() {
      return new VolumeSnapshotLocation(name, fields.build());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says where backups are stored: the fields of Velero's BackupStorageLocation, one to one, and a
 * source of credentials for this process. Immutable.
 */
public final class BackupStorageLocation {
  private final String name;
  private final Fields fields;

  private BackupStorageLocation(String name, Fields fields) {
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
  public BackupStorageLocation withName(String newName) {
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
   * Returns the bucket ({@code objectStorage.bucket}).
   *
   * @return the bucket
   */
  public String bucket() {
    return fields.text("bucket").orElse("");
  }

  /**
   * Returns the directory in the bucket under which everything is stored ({@code
   * objectStorage.prefix}).
   *
   * @return the text; empty if unset
   */
  public Optional<String> prefix() {
    return fields.text("prefix");
  }

  /**
   * Returns the certificates to trust, in PEM ({@code objectStorage.caCert}).
   *
   * @return the text; empty if unset
   */
  public Optional<String> caCert() {
    return fields.text("caCert");
  }

  /**
   * Returns the entry of a Secret with the certificates to trust ({@code objectStorage.caCertRef}).
   *
   * @return the value; empty if unset
   */
  public Optional<SecretKeyRef> caCertRef() {
    return fields.value("caCertRef", SecretKeyRef.class);
  }

  /**
   * Says whether backups that name no location go here.
   *
   * @return true if they do; false if unset
   */
  public boolean isDefault() {
    return fields.flag("default").orElse(false);
  }

  /**
   * Says whether this location may be written to.
   *
   * @return the mode; {@link AccessMode#READ_WRITE} if unset
   */
  public AccessMode accessMode() {
    return fields.value("accessMode", AccessMode.class).orElse(AccessMode.READ_WRITE);
  }

  /**
   * Returns how often a Velero server imports backups from here; zero means never.
   *
   * @return the period; empty if unset
   */
  public Optional<Duration> backupSyncPeriod() {
    return fields.value("backupSyncPeriod", Duration.class);
  }

  /**
   * Returns how often a Velero server checks this location; zero means once.
   *
   * @return the period; empty if unset
   */
  public Optional<Duration> validationFrequency() {
    return fields.value("validationFrequency", Duration.class);
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
    rules.required("objectStorage.bucket", bucket());
    if (fields.has("caCert") && fields.has("caCertRef")) {
      rules.add(
          "objectStorage.caCert",
          Violation.Code.CONFLICT,
          "cannot specify both caCert and caCertRef in objectStorage");
    }
    rules.storable("backupSyncPeriod", backupSyncPeriod());
    rules.storable("validationFrequency", validationFrequency());
    return rules.found();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BackupStorageLocation spec
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
    return "BackupStorageLocation '"
        + name
        + "' "
        + fields.describe("config", "credentials", "caCert");
  }

  /** Builds a BackupStorageLocation. Not thread-safe. */
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
     * Sets the bucket ({@code objectStorage.bucket}). Replaces.
     *
     * @param bucket its name
     * @return this builder
     */
    public Builder bucket(String bucket) {
      fields.set("bucket", bucket);
      return this;
    }

    /**
     * Sets the directory in the bucket under which everything is stored ({@code
     * objectStorage.prefix}). Replaces.
     *
     * @param prefix slash-separated
     * @return this builder
     */
    public Builder prefix(String prefix) {
      fields.set("prefix", prefix);
      return this;
    }

    /**
     * Sets the certificates to trust ({@code objectStorage.caCert}). Excludes {@link #caCertRef}.
     * Replaces.
     *
     * @param pem the certificates in PEM
     * @return this builder
     */
    public Builder caCert(String pem) {
      fields.set("caCert", pem);
      return this;
    }

    /**
     * Names the entry of a Secret with the certificates to trust ({@code objectStorage.caCertRef}).
     * Excludes {@link #caCert}. Replaces.
     *
     * @param secret the entry
     * @return this builder
     */
    public Builder caCertRef(SecretKeyRef secret) {
      fields.set("caCertRef", secret);
      return this;
    }

    /**
     * Sets whether backups that name no location go here. Replaces.
     *
     * @param isDefault whether they do
     * @return this builder
     */
    public Builder isDefault(boolean isDefault) {
      fields.set("default", isDefault);
      return this;
    }

    /**
     * Sets whether this location may be written to; it may if this is never called. Replaces.
     *
     * @param mode the mode
     * @return this builder
     */
    public Builder accessMode(AccessMode mode) {
      fields.set("accessMode", mode);
      return this;
    }

    /**
     * Sets how often a Velero server imports backups from here. Replaces.
     *
     * @param period the period; zero means never
     * @return this builder
     */
    public Builder backupSyncPeriod(Duration period) {
      fields.setAsIs("backupSyncPeriod", period);
      return this;
    }

    /**
     * Sets how often a Velero server checks this location. Replaces.
     *
     * @param period the period; zero means once
     * @return this builder
     */
    public Builder validationFrequency(Duration period) {
      fields.setAsIs("validationFrequency", period);
      return this;
    }

    /**
     * Builds the location.
     *
     * @return the location
     * @throws InvalidSpecException with all violations, if there are any
     */
    public BackupStorageLocation build() {
      BackupStorageLocation spec = buildUnchecked();
      List<Violation> violations = spec.violations();
      if (!violations.isEmpty()) {
        throw new InvalidSpecException("BackupStorageLocation '" + name + "'", violations);
      }
      return spec;
    }

    /**
     * Builds the location without checking it, to show what another program has stored. An engine
     * refuses a spec that has {@link BackupStorageLocation#violations}.
     *
     * @return the location
     */
    public BackupStorageLocation buildUnchecked() {
      return new BackupStorageLocation(name, fields.build());
    }
  }
}

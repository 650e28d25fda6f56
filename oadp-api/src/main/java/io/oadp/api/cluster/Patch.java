// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.cluster;

/**
 * A change to an object, in one of the forms that the API server takes. Immutable. Prints its form
 * and length, never its content.
 */
public final class Patch {
  /** The forms a patch can have. */
  public enum Type {
    /** JSON Patch, RFC 6902. */
    JSON("application/json-patch+json"),
    /** JSON Merge Patch, RFC 7386. */
    MERGE("application/merge-patch+json"),
    /** Kubernetes' own merge by list keys; not for custom resources. */
    STRATEGIC("application/strategic-merge-patch+json");

    private final String mediaType;

    Type(String mediaType) {
      this.mediaType = mediaType;
    }

    /**
     * The content type of the request.
     *
     * @return such as {@code application/merge-patch+json}
     */
    public String mediaType() {
      return mediaType;
    }
  }

  private final Type type;
  private final String body;
  private final String subresource;

  private Patch(Type type, String body, String subresource) {
    this.type = type;
    this.body = body;
    this.subresource = subresource;
  }

  /**
   * A JSON Patch.
   *
   * @param body the operations, a JSON array
   * @return the patch
   */
  public static Patch json(String body) {
    return new Patch(Type.JSON, body, "");
  }

  /**
   * A merge patch: values replace, nulls remove.
   *
   * @param body the changes, a JSON object
   * @return the patch
   */
  public static Patch merge(String body) {
    return new Patch(Type.MERGE, body, "");
  }

  /**
   * A strategic merge patch.
   *
   * @param body the changes, a JSON object
   * @return the patch
   */
  public static Patch strategic(String body) {
    return new Patch(Type.STRATEGIC, body, "");
  }

  /**
   * The same patch on the object's {@code status} sub-resource.
   *
   * @return the patch
   */
  public Patch onStatus() {
    return new Patch(type, body, "status");
  }

  /**
   * Its form.
   *
   * @return the form
   */
  public Type type() {
    return type;
  }

  /**
   * Its content.
   *
   * @return JSON
   */
  public String body() {
    return body;
  }

  /**
   * The sub-resource it goes to.
   *
   * @return such as {@code status}; empty for the object itself
   */
  public String subresource() {
    return subresource;
  }

  @Override
  public String toString() {
    return "Patch["
        + type
        + (subresource.isEmpty() ? "" : " of " + subresource)
        + ", "
        + body.length()
        + " characters]";
  }
}

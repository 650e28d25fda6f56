// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the server adds to or refuses of particular kinds: names, Namespaces, Services, Secrets,
 * volumes and their claims, CRDs. All other fields are stored as they come.
 */
final class Admission {
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

  static final String NAMESPACES = "namespaces";
  static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";
  static final String CRD_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
  static final String PVC_FINALIZER = "kubernetes.io/pvc-protection";
  static final String PV_FINALIZER = "kubernetes.io/pv-protection";

  private final Storage storage;
  private final ServiceAddresses services = new ServiceAddresses();

  Admission(Storage storage) {
    this.storage = storage;
  }

  /** Completes and checks a new object whose metadata has its name and namespace. */
  void create(ResourceType type, JsonObject object, boolean commit) {
    JsonObject metadata = Json.object(object, "metadata");
    String name = Json.string(metadata, "name");
    checkName(type, name);
    switch (type.groupResource()) {
      case NAMESPACES -> completeNamespace(object, name);
      case "services" -> services.complete(type, object, commit);
      case "secrets" -> completeSecret(object);
      case "pods" -> checkServiceAccount(type, object);
      case "persistentvolumeclaims" -> {
        addIfMissing(Json.ensure(object, "spec"), "volumeMode", "Filesystem");
        addFinalizer(metadata, PVC_FINALIZER);
        object.add("status", phase("Pending"));
      }
      case "persistentvolumes" -> {
        JsonObject spec = Json.ensure(object, "spec");
        addIfMissing(spec, "volumeMode", "Filesystem");
        addIfMissing(spec, "persistentVolumeReclaimPolicy", "Retain");
        addFinalizer(metadata, PV_FINALIZER);
        object.add("status", phase("Pending"));
      }
      case CRDS -> completeDefinition(type, object, name);
      default -> {
        if (!type.custom() && type.hasStatus() && !object.has("status")) {
          object.add("status", new JsonObject());
        }
      }
    }
  }

  /** Completes an object that takes the place of {@code before}. */
  void update(ResourceType type, JsonObject before, JsonObject after) {
    switch (type.groupResource()) {
      case NAMESPACES -> {
        String name = Json.string(Json.object(before, "metadata"), "name");
        Json.ensure(Json.object(after, "metadata"), "labels")
            .addProperty("kubernetes.io/metadata.name", name);
        after.add("spec", Json.object(before, "spec").deepCopy());
      }
      case "services" -> ServiceAddresses.keep(before, after);
      case "secrets" -> completeSecret(after);
      case CRDS -> completeNames(Json.object(after, "spec"));
      default -> {}
    }
  }

  void removed(ResourceType type, StoredItem item) {
    if (type.is("services")) {
      services.release(item.tree());
    }
  }

  private static void checkName(ResourceType type, String name) {
    boolean pathSegment = type.group().equals("rbac.authorization.k8s.io");
    boolean label = type.is(NAMESPACES) || type.is("services");
    boolean valid =
        pathSegment
            ? !name.equals(".") && !name.equals("..") && !name.matches(".*[/%].*")
            : label
                ? name.length() <= 63 && LABEL.matcher(name).matches()
                : name.length() <= 253 && SUBDOMAIN.matcher(name).matches();
    if (!valid) {
      String rule =
          pathSegment ? "may not contain '/' or '%'" : label ? LABEL_RULE : SUBDOMAIN_RULE;
      throw ApiFailure.invalid(
          type,
          name,
          "metadata.name",
          "FieldValueInvalid",
          "Invalid value: \"" + name + "\": " + rule);
    }
  }

  private static void completeNamespace(JsonObject object, String name) {
    Json.ensure(Json.object(object, "metadata"), "labels")
        .addProperty("kubernetes.io/metadata.name", name);
    JsonObject spec = Json.ensure(object, "spec");
    if (Json.array(spec, "finalizers").isEmpty()) {
      JsonArray finalizers = new JsonArray();
      finalizers.add("kubernetes");
      spec.add("finalizers", finalizers);
    }
    object.add("status", phase("Active"));
  }

  private static void completeSecret(JsonObject object) {
    addIfMissing(object, "type", "Opaque");
    if (object.remove("stringData") instanceof JsonObject texts) {
      JsonObject data = Json.ensure(object, "data");
      for (Map.Entry<String, JsonElement> e : texts.entrySet()) {
        byte[] value = e.getValue().getAsString().getBytes(StandardCharsets.UTF_8);
        data.addProperty(e.getKey(), Base64.getEncoder().encodeToString(value));
      }
    }
  }

  private void checkServiceAccount(ResourceType type, JsonObject pod) {
    JsonObject metadata = Json.object(pod, "metadata");
    String namespace = Json.string(metadata, "namespace");
    JsonObject spec = Json.ensure(pod, "spec");
    String given = Json.string(spec, "serviceAccountName");
    String account = given.isEmpty() ? "default" : given;
    if (storage.get("serviceaccounts", StoredItem.key(namespace, account)).isEmpty()) {
      throw ApiFailure.forbidden(
          type,
          Json.string(metadata, "name"),
          "error looking up service account "
              + namespace
              + "/"
              + account
              + ": serviceaccount \""
              + account
              + "\" not found");
    }
    spec.addProperty("serviceAccountName", account);
    spec.addProperty("serviceAccount", account);
    object(pod, "status", phase("Pending"));
  }

  private static void object(JsonObject parent, String key, JsonObject value) {
    parent.add(key, value);
  }

  private static void completeDefinition(ResourceType type, JsonObject object, String name) {
    JsonObject spec = Json.ensure(object, "spec");
    completeNames(spec);
    String expected =
        Json.string(Json.object(spec, "names"), "plural") + "." + Json.string(spec, "group");
    if (!name.equals(expected)) {
      throw ApiFailure.invalid(
          type,
          name,
          "metadata.name",
          "FieldValueInvalid",
          "Invalid value: \"" + name + "\": must be spec.names.plural+\".\"+spec.group");
    }
    JsonObject names = new JsonObject();
    names.addProperty("plural", "");
    names.addProperty("kind", "");
    JsonObject status = new JsonObject();
    status.add("conditions", JsonNull.INSTANCE);
    status.add("acceptedNames", names);
    status.add("storedVersions", ResourceTypes.storedVersions(spec));
    object.add("status", status);
  }

  private static void completeNames(JsonObject spec) {
    JsonObject names = Json.ensure(spec, "names");
    String kind = Json.string(names, "kind");
    addIfMissing(names, "singular", kind.toLowerCase(java.util.Locale.ROOT));
    addIfMissing(names, "listKind", kind + "List");
    if (!spec.has("conversion")) {
      Json.ensure(spec, "conversion").addProperty("strategy", "None");
    }
  }

  private static JsonObject phase(String phase) {
    JsonObject status = new JsonObject();
    status.addProperty("phase", phase);
    return status;
  }

  private static void addIfMissing(JsonObject object, String key, String value) {
    if (Json.string(object, key).isEmpty()) {
      object.addProperty(key, value);
    }
  }

  private static void addFinalizer(JsonObject metadata, String finalizer) {
    JsonArray finalizers = Json.array(metadata, "finalizers");
    if (!Json.strings(finalizers).contains(finalizer)) {
      finalizers.add(finalizer);
      metadata.add("finalizers", finalizers);
    }
  }
}

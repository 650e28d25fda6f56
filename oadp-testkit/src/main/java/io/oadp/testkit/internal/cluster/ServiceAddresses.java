// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Completes Services and hands out their cluster addresses and node ports. */
final class ServiceAddresses {
  private static final String RANGE = "10.96.";
  private static final int FIRST_PORT = 30_000;
  private static final int LAST_PORT = 32_767;

  private final Set<String> addresses = new HashSet<>();
  private final Set<Integer> ports = new HashSet<>();
  private int lastAddress = 10;
  private int lastPort = FIRST_PORT - 1;

  /** Completes a new Service; {@code commit} keeps what was handed out. */
  void complete(ResourceType type, JsonObject service, boolean commit) {
    String name = Json.string(Json.object(service, "metadata"), "name");
    JsonObject spec = Json.ensure(service, "spec");
    addIfMissing(spec, "type", "ClusterIP");
    addIfMissing(spec, "sessionAffinity", "None");
    String kind = Json.string(spec, "type");
    completePorts(spec);
    Set<String> newAddresses = new LinkedHashSet<>();
    Set<Integer> newPorts = new LinkedHashSet<>();
    if (!kind.equals("ExternalName")) {
      addIfMissing(spec, "internalTrafficPolicy", "Cluster");
      completeAddress(type, name, spec, newAddresses);
    }
    if (kind.equals("NodePort") || kind.equals("LoadBalancer")) {
      addIfMissing(spec, "externalTrafficPolicy", "Cluster");
      if (kind.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
        spec.addProperty("allocateLoadBalancerNodePorts", true);
      }
      completeNodePorts(type, name, spec, newPorts);
    }
    Json.ensure(Json.ensure(service, "status"), "loadBalancer");
    if (commit) {
      addresses.addAll(newAddresses);
      ports.addAll(newPorts);
    }
  }

  private static void addIfMissing(JsonObject object, String key, String value) {
    if (Json.string(object, key).isEmpty()) {
      object.addProperty(key, value);
    }
  }

  private static void completePorts(JsonObject spec) {
    for (JsonElement e : Json.array(spec, "ports")) {
      if (e instanceof JsonObject port) {
        addIfMissing(port, "protocol", "TCP");
        if (!port.has("targetPort") && port.has("port")) {
          port.add("targetPort", port.get("port"));
        }
      }
    }
  }

  private void completeAddress(ResourceType type, String name, JsonObject spec, Set<String> taken) {
    JsonArray given = Json.array(spec, "clusterIPs");
    String address = Json.string(spec, "clusterIP");
    if (address.isEmpty() && !given.isEmpty()) {
      address = given.get(0).getAsString();
    }
    boolean headless = address.equals("None");
    if (address.isEmpty()) {
      address = freeAddress();
    } else if (!headless) {
      String problem = "";
      if (!address.startsWith(RANGE)) {
        problem = "the provided network does not match the current range";
      } else if (addresses.contains(address)) {
        problem = "provided IP is already allocated";
      }
      if (!problem.isEmpty()) {
        throw ApiFailure.invalid(
            type,
            name,
            "spec.clusterIPs",
            "FieldValueInvalid",
            "Invalid value: [\""
                + address
                + "\"]: failed to allocate IP "
                + address
                + ": "
                + problem);
      }
    }
    if (!headless) {
      taken.add(address);
    }
    spec.addProperty("clusterIP", address);
    if (given.isEmpty()) {
      JsonArray all = new JsonArray();
      all.add(address);
      spec.add("clusterIPs", all);
    }
    if (!spec.has("ipFamilies")) {
      JsonArray families = new JsonArray();
      families.add("IPv4");
      spec.add("ipFamilies", families);
    }
    addIfMissing(spec, "ipFamilyPolicy", "SingleStack");
  }

  private String freeAddress() {
    String address;
    do {
      lastAddress = lastAddress % 65_000 + 1;
      address = RANGE + lastAddress / 256 + "." + lastAddress % 256;
    } while (addresses.contains(address));
    return address;
  }

  private void completeNodePorts(
      ResourceType type, String name, JsonObject spec, Set<Integer> taken) {
    JsonArray all = Json.array(spec, "ports");
    for (int i = 0; i < all.size(); i++) {
      if (!(all.get(i) instanceof JsonObject port)) {
        continue;
      }
      int number = port.has("nodePort") ? port.get("nodePort").getAsInt() : 0;
      if (number == 0) {
        do {
          lastPort = lastPort >= LAST_PORT ? FIRST_PORT : lastPort + 1;
        } while (ports.contains(lastPort) || taken.contains(lastPort));
        number = lastPort;
        port.addProperty("nodePort", number);
      } else {
        String problem = "";
        if (number < FIRST_PORT || number > LAST_PORT) {
          problem =
              "provided port is not in the valid range. The range of valid ports is 30000-32767";
        } else if (ports.contains(number)) {
          problem = "provided port is already allocated";
        }
        if (!problem.isEmpty()) {
          throw ApiFailure.invalid(
              type,
              name,
              "spec.ports[" + i + "].nodePort",
              "FieldValueInvalid",
              "Invalid value: " + number + ": " + problem);
        }
      }
      taken.add(number);
    }
  }

  /** Keeps the addresses of the Service that is replaced, as the server does for an update. */
  static void keep(JsonObject before, JsonObject after) {
    JsonObject was = Json.object(before, "spec");
    JsonObject is = Json.object(after, "spec");
    for (String key : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
      if (!is.has(key) && was.has(key) && !Json.string(is, "type").equals("ExternalName")) {
        is.add(key, was.get(key).deepCopy());
      }
    }
  }

  void release(JsonObject service) {
    JsonObject spec = Json.object(service, "spec");
    addresses.remove(Json.string(spec, "clusterIP"));
    for (JsonElement e : Json.array(spec, "ports")) {
      if (e instanceof JsonObject port && port.has("nodePort")) {
        ports.remove(port.get("nodePort").getAsInt());
      }
    }
  }
}

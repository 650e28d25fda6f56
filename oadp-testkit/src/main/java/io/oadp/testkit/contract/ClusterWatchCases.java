// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.testkit.contract.ClusterClient.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of {@link ClusterContract} about watches. Each watch ends by its own time limit. */
abstract class ClusterWatchCases extends ClusterCases {
  private static final String FOREIGN =
      "fieldSelector=" + encoded("metadata.name!=kube-root-ca.crt");

  /** Watches the ConfigMaps of the namespace for a second. */
  private Reply watch(String query) {
    return api.get(home + "/configmaps?watch=true&timeoutSeconds=1&" + query);
  }

  private static List<JsonObject> events(Reply watched) {
    return watched
        .expect(200)
        .text()
        .lines()
        .map(l -> JsonParser.parseString(l).getAsJsonObject())
        .toList();
  }

  /** What each event says: its type and the name of its item. */
  private static List<String> told(Reply watched) {
    return events(watched).stream()
        .map(
            e -> {
              JsonObject metadata = e.getAsJsonObject("object").getAsJsonObject("metadata");
              String name = metadata.has("name") ? " " + metadata.get("name").getAsString() : "";
              return e.get("type").getAsString() + name;
            })
        .toList();
  }

  private static String version(Reply item) {
    return item.string("metadata/resourceVersion");
  }

  private void label(String name, String value) {
    api.patch(MERGE, home + "/configmaps/" + name, "{'metadata':{'labels':{'x':'" + value + "'}}}")
        .expect(200);
  }

  @Test
  final void watch_withoutVersion_beginsWithWhatIsThere() {
    createMap("b", "");
    createMap("a", "");
    assertThat(told(watch(FOREIGN))).containsExactly("ADDED a", "ADDED b");
  }

  @Test
  final void watch_atVersionZero_beginsWithWhatIsThere() {
    createMap("a", "");
    assertThat(told(watch("resourceVersion=0&" + FOREIGN))).containsExactly("ADDED a");
  }

  @Test
  final void watch_fromVersion_reportsEveryKindOfChangeInOrder() {
    String since = version(createMap("a", ""));
    label("a", "1");
    createMap("b", "");
    api.delete(home + "/configmaps/a").expect(200);
    assertThat(told(watch("resourceVersion=" + since + "&" + FOREIGN)))
        .containsExactly("MODIFIED a", "ADDED b", "DELETED a");
  }

  @Test
  final void watch_ofDeletion_showsAVersionLaterThanTheItemHad() {
    String since = version(createMap("a", ""));
    api.delete(home + "/configmaps/a").expect(200);
    List<JsonObject> events = events(watch("resourceVersion=" + since + "&" + FOREIGN));
    assertThat(events).hasSize(1);
    String seen =
        events
            .get(0)
            .getAsJsonObject("object")
            .getAsJsonObject("metadata")
            .get("resourceVersion")
            .getAsString();
    assertThat(Long.parseLong(seen)).isGreaterThan(Long.parseLong(since));
  }

  @Test
  final void watch_ofItemThatLeavesTheSelector_reportsADeletionOfItsLastMatch() {
    String since = version(createMap("a", "'x':'1'"));
    label("a", "2");
    List<JsonObject> events = events(watch("labelSelector=x%3D1&resourceVersion=" + since));
    assertThat(events).hasSize(1);
    assertThat(events.get(0).get("type").getAsString()).isEqualTo("DELETED");
    JsonObject metadata = events.get(0).getAsJsonObject("object").getAsJsonObject("metadata");
    assertThat(metadata.getAsJsonObject("labels").get("x").getAsString()).isEqualTo("1");
    assertThat(metadata.get("resourceVersion").getAsString())
        .isEqualTo(version(api.get(home + "/configmaps/a")));
  }

  @Test
  final void watch_ofItemThatEntersTheSelector_reportsAnAddition() {
    String since = version(createMap("a", "'x':'1'"));
    label("a", "2");
    label("a", "3");
    assertThat(told(watch("labelSelector=" + encoded("x in (2,3)") + "&resourceVersion=" + since)))
        .containsExactly("ADDED a", "MODIFIED a");
  }

  @Test
  final void watch_ofItemOutsideTheSelector_isSilent() {
    String since = version(createMap("a", "'x':'1'"));
    label("a", "2");
    api.delete(home + "/configmaps/a").expect(200);
    assertThat(told(watch("labelSelector=x%3D9&resourceVersion=" + since))).isEmpty();
  }

  @Test
  final void watch_byName_reportsThatItemOnly() {
    createMap("a", "");
    createMap("b", "");
    assertThat(told(watch("fieldSelector=metadata.name%3Db"))).containsExactly("ADDED b");
  }

  @Test
  final void watch_ofAllNamespaces_reportsThoseOfThisOne() {
    String since = version(createMap("a", ""));
    createMap("b", "");
    Reply watched =
        api.get(
            "/api/v1/configmaps?watch=1&timeoutSeconds=1&resourceVersion="
                + since
                + "&fieldSelector="
                + encoded("metadata.namespace=" + namespace + ",metadata.name!=kube-root-ca.crt"));
    assertThat(told(watched)).containsExactly("ADDED b");
  }

  @Test
  final void watch_ofOtherNamespace_isSilent() {
    String since = version(createMap("a", ""));
    createMap("b", "");
    Reply watched =
        api.get(
            "/api/v1/namespaces/missing-"
                + namespace
                + "/configmaps?watch=1&timeoutSeconds=1&resourceVersion="
                + since);
    assertThat(told(watched)).isEmpty();
  }

  @Test
  final void watch_ofCustomResources_carriesKindAndVersion() {
    String group = establish(false);
    api.post(widgets(group), widget(group, "'metadata':{'name':'a'}")).expect(201);
    List<JsonObject> events = events(api.get(widgets(group) + "?watch=1&timeoutSeconds=1"));
    assertThat(events).hasSize(1);
    JsonObject object = events.get(0).getAsJsonObject("object");
    assertThat(object.get("kind").getAsString()).isEqualTo("Widget");
    assertThat(object.get("apiVersion").getAsString()).isEqualTo(group + "/v1");
  }

  @Test
  final void watch_ofItemHeldByFinalizer_showsTheMarkBeforeTheDeletion() {
    Reply created =
        api.post(home + "/secrets", "{'metadata':{'name':'a','finalizers':['example.com/hold']}}")
            .expect(201);
    api.delete(home + "/secrets/a").expect(200);
    api.patch(MERGE, home + "/secrets/a", "{'metadata':{'finalizers':null}}").expect(200);
    Reply watched =
        api.get(home + "/secrets?watch=1&timeoutSeconds=1&resourceVersion=" + version(created));
    assertThat(told(watched)).containsExactly("MODIFIED a", "DELETED a");
  }

  @Test
  final void watch_withBookmarks_marksTheEndOfTheFirstEvents() {
    createMap("a", "");
    List<JsonObject> events = events(watch("allowWatchBookmarks=true&" + FOREIGN));
    assertThat(events).hasSizeGreaterThanOrEqualTo(2); // more bookmarks may follow
    assertThat(events.get(1).get("type").getAsString()).isEqualTo("BOOKMARK");
    JsonObject mark = events.get(1).getAsJsonObject("object");
    assertThat(mark.get("kind").getAsString()).isEqualTo("ConfigMap");
    assertThat(mark.get("apiVersion").getAsString()).isEqualTo("v1");
    JsonObject metadata = mark.getAsJsonObject("metadata");
    assertThat(metadata.get("resourceVersion").getAsString()).matches("[1-9]\\d*");
    assertThat(metadata.getAsJsonObject("annotations").toString())
        .isEqualTo("{\"k8s.io/initial-events-end\":\"true\"}");
  }

  @Test
  final void watch_withInitialEvents_beginsWithWhatIsThereAtAnyVersion() {
    String since = version(createMap("a", ""));
    Reply watched =
        watch(
            "allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&"
                + FOREIGN
                + "&resourceVersion="
                + since);
    assertThat(told(watched)).startsWith("ADDED a", "BOOKMARK");
  }

  @Test
  final void watch_withoutInitialEvents_beginsAfterTheVersion() {
    String since = version(createMap("a", ""));
    createMap("b", "");
    Reply watched =
        watch(
            "sendInitialEvents=false&resourceVersionMatch=NotOlderThan&"
                + FOREIGN
                + "&resourceVersion="
                + since);
    assertThat(told(watched)).containsExactly("ADDED b");
  }

  @Test
  final void watch_withInitialEventsAndNoMatch_isInvalid() {
    Reply refused = watch("sendInitialEvents=true");
    refused.expectFailure(
        422,
        "Invalid",
        "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
            + " sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    assertThat(refused.string("details/causes/0/field")).isEqualTo("resourceVersionMatch");
  }

  @Test
  final void watch_withExactMatch_isInvalidForTwoReasons() {
    Reply refused = watch("resourceVersionMatch=Exact&resourceVersion=1");
    refused.expectFailure(
        422,
        "Invalid",
        "ListOptions.meta.k8s.io \"\" is invalid: [resourceVersionMatch: Forbidden:"
            + " resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided,"
            + " resourceVersionMatch: Unsupported value: \"Exact\": supported values:"
            + " \"NotOlderThan\"]");
    assertThat(refused.at("details/causes").getAsJsonArray()).hasSize(2);
  }

  @Test
  final void watch_atMalformedVersion_isAServerError() {
    Reply refused = watch("resourceVersion=abc").expect(500);
    assertThat(refused.string("message"))
        .isEqualTo(
            "resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid"
                + " syntax");
  }

  @Test
  final void watch_atFutureVersion_waitsInSilence() {
    createMap("a", "");
    assertThat(told(watch("resourceVersion=999999999"))).isEmpty();
  }

  @Test
  final void watch_byMalformedSelectors_isBadRequest() {
    assertThat(watch("labelSelector=" + encoded("a in (")).expect(400).string("reason"))
        .isEqualTo("BadRequest");
    assertThat(watch("fieldSelector=spec.x%3D1").expect(400).string("reason"))
        .isEqualTo("BadRequest");
  }

  @Test
  final void watch_withMalformedTime_isBadRequest() {
    api.get(home + "/configmaps?watch=1&timeoutSeconds=abc")
        .expectFailure(400, "BadRequest", "strconv.ParseInt: parsing \"abc\": invalid syntax");
  }

  @Test
  final void watch_ofUnknownResource_isNotFound() {
    api.get("/apis/apps/v1/nosuchthings?watch=1&timeoutSeconds=1")
        .expectFailure(404, "NotFound", "the server could not find the requested resource");
  }

  @Test
  final void watch_withTimeLimit_lastsThatLong() {
    long start = System.nanoTime();
    watch("resourceVersion=999999999").expect(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
  }

  @Test
  final void watch_flagThatIsNoBoolean_meansAWatch() {
    createMap("a", "");
    Reply watched = api.get(home + "/configmaps?watch=perhaps&timeoutSeconds=1&" + FOREIGN);
    assertThat(told(watched)).containsExactly("ADDED a");
    assertThat(names(api.get(home + "/configmaps?watch=false").expect(200))).containsExactly("a");
    assertThat(names(api.get(home + "/configmaps?watch=0").expect(200))).containsExactly("a");
  }

  @Test
  final void watch_ofOneItemByPath_isAPlainRead() {
    createMap("a", "");
    assertThat(api.get(home + "/configmaps/a?watch=1").expect(200).string("kind"))
        .isEqualTo("ConfigMap");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.testkit.contract.ClusterClient.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of {@link ClusterContract} about the options of lists and reads. */
abstract class ClusterListCases extends ClusterRightsCases {
  private static final String INVALID_MATCH =
      "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: ";

  private Reply secrets(String query) {
    return api.get(home + "/secrets?" + query);
  }

  private String createSecrets(String... names) {
    String version = "";
    for (String name : names) {
      version =
          api.post(
                  home + "/secrets",
                  "{'metadata':{'name':'"
                      + name
                      + "','labels':{'x':'1','home':'"
                      + namespace
                      + "'}}}")
              .expect(201)
              .string("metadata/resourceVersion");
    }
    return version;
  }

  private static String next(Reply page) {
    return "continue=" + encoded(page.string("metadata/continue"));
  }

  @Test
  final void list_atExactVersion_showsThePast() {
    String then = createSecrets("a", "b");
    api.delete(home + "/secrets/a").expect(200);
    createSecrets("c");
    Reply past = secrets("resourceVersionMatch=Exact&resourceVersion=" + then).expect(200);
    assertThat(names(past)).containsExactly("a", "b");
    assertThat(past.string("metadata/resourceVersion")).isEqualTo(then);
  }

  @Test
  final void list_notOlderThanAVersion_showsThePresent() {
    String then = createSecrets("a");
    createSecrets("b");
    Reply list = secrets("resourceVersionMatch=NotOlderThan&resourceVersion=" + then).expect(200);
    assertThat(names(list)).containsExactly("a", "b");
  }

  @Test
  final void list_withMatchAndNoVersion_isInvalid() {
    secrets("resourceVersionMatch=Exact")
        .expectFailure(
            422,
            "Invalid",
            INVALID_MATCH
                + "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is"
                + " provided");
  }

  @Test
  final void list_atExactlyZero_isInvalid() {
    secrets("resourceVersionMatch=Exact&resourceVersion=0")
        .expectFailure(
            422,
            "Invalid",
            INVALID_MATCH
                + "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion"
                + " \"0\"");
  }

  @Test
  final void list_withUnknownMatch_isInvalid() {
    Reply refused = secrets("resourceVersionMatch=Foo&resourceVersion=1");
    refused.expectFailure(
        422,
        "Invalid",
        INVALID_MATCH
            + "Unsupported value: \"Foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
    assertThat(refused.string("details/kind")).isEqualTo("ListOptions");
    assertThat(refused.string("details/causes/0/reason")).isEqualTo("FieldValueNotSupported");
  }

  @Test
  final void list_withMatchAndContinue_isInvalid() {
    createSecrets("a", "b");
    String token = next(secrets("limit=1"));
    secrets("limit=1&resourceVersionMatch=Exact&resourceVersion=5&" + token)
        .expectFailure(
            422,
            "Invalid",
            INVALID_MATCH
                + "Forbidden: resourceVersionMatch is forbidden when continue is provided");
  }

  @Test
  final void list_withInitialEvents_isInvalid() {
    secrets("sendInitialEvents=true")
        .expectFailure(
            422,
            "Invalid",
            "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden:"
                + " sendInitialEvents is forbidden for list");
  }

  @Test
  final void list_atMalformedVersion_isBadRequest() {
    secrets("resourceVersion=abc")
        .expectFailure(
            400,
            "BadRequest",
            "invalid resource version: resourceVersion: Invalid value: \"abc\":"
                + " strconv.ParseUint: parsing \"abc\": invalid syntax");
  }

  @Test
  final void list_withContinueAndVersion_isBadRequest() {
    createSecrets("a", "b");
    secrets("limit=1&resourceVersion=5&" + next(secrets("limit=1")))
        .expectFailure(
            400, "BadRequest", "specifying resource version is not allowed when using continue");
  }

  @Test
  final void list_withContinueAndVersionZero_goesOn() {
    createSecrets("a", "b");
    Reply second = secrets("limit=1&resourceVersion=0&" + next(secrets("limit=1"))).expect(200);
    assertThat(names(second)).containsExactly("b");
  }

  @Test
  final void list_withMalformedLimit_isBadRequest() {
    secrets("limit=abc")
        .expectFailure(400, "BadRequest", "strconv.ParseInt: parsing \"abc\": invalid syntax");
  }

  @Test
  final void list_byPagesOfOtherSizes_goesOnWhereItStopped() {
    createSecrets("a", "b", "c", "d");
    Reply first = secrets("limit=1").expect(200);
    Reply second = secrets("limit=2&" + next(first)).expect(200);
    assertThat(names(second)).containsExactly("b", "c");
    assertThat(second.string("metadata/remainingItemCount")).isEqualTo("1");
    Reply rest = secrets(next(second)).expect(200);
    assertThat(names(rest)).containsExactly("d");
  }

  @Test
  final void list_withSameContinueTwice_answersTheSamePage() {
    createSecrets("a", "b", "c");
    String token = next(secrets("limit=1"));
    Reply once = secrets("limit=1&" + token).expect(200);
    api.delete(home + "/secrets/b").expect(200);
    assertThat(names(secrets("limit=1&" + token).expect(200))).isEqualTo(names(once));
  }

  @Test
  final void list_bySelectorAndPages_findsAllThatMatch() {
    createSecrets("a", "b", "c");
    api.post(home + "/secrets", "{'metadata':{'name':'bb'}}").expect(201);
    List<String> all = new ArrayList<>();
    Reply page = secrets("limit=1&labelSelector=x%3D1").expect(200);
    all.addAll(names(page));
    while (page.hasMetadata("continue")) {
      page = secrets("limit=1&labelSelector=x%3D1&" + next(page)).expect(200);
      all.addAll(names(page));
    }
    assertThat(all).containsExactly("a", "b", "c");
  }

  @Test
  final void list_ofAllNamespacesByPages_keepsOrderAndMoment() {
    createSecrets("a", "b");
    String path = "/api/v1/secrets?limit=1&labelSelector=" + encoded("home=" + namespace);
    Reply first = api.get(path).expect(200);
    Reply second = api.get(path + "&" + next(first)).expect(200);
    assertThat(names(first)).containsExactly("a");
    assertThat(names(second)).containsExactly("b");
    assertThat(second.string("metadata/resourceVersion"))
        .isEqualTo(first.string("metadata/resourceVersion"));
  }

  @Test
  final void list_ofCustomResourcesByPages_countsTheRest() {
    String group = establish(false);
    for (String name : List.of("a", "b", "c")) {
      api.post(widgets(group), widget(group, "'metadata':{'name':'" + name + "'}")).expect(201);
    }
    Reply first = api.get(widgets(group) + "?limit=2").expect(200);
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.string("metadata/remainingItemCount")).isEqualTo("1");
    Reply second = api.get(widgets(group) + "?limit=2&" + next(first)).expect(200);
    assertThat(names(second)).containsExactly("c");
    assertThat(second.string("metadata/continue")).isEmpty();
  }

  @Test
  final void list_byFieldsOfOtherNamespace_isEmpty() {
    createSecrets("a");
    assertThat(names(secrets("fieldSelector=metadata.namespace%21%3D" + namespace).expect(200)))
        .isEmpty();
    assertThat(names(secrets("fieldSelector=metadata.name%3D").expect(200))).isEmpty();
  }

  @Test
  final void list_bySeveralFields_takesWhatMatchesAll() {
    createSecrets("a", "b");
    String both = encoded("metadata.name==a,metadata.namespace=" + namespace);
    assertThat(names(secrets("fieldSelector=" + both).expect(200))).containsExactly("a");
  }

  @Test
  final void list_byMalformedField_isBadRequest() {
    secrets("fieldSelector=foo")
        .expectFailure(400, "BadRequest", "invalid selector: 'foo'; can't understand 'foo'");
  }

  @Test
  final void list_byUnknownField_saysWhichAreKnown() {
    api.get(home + "/configmaps?fieldSelector=spec.x%3D1")
        .expectFailure(
            400,
            "BadRequest",
            "\"spec.x\" is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\"");
    api.get(home + "/pods?fieldSelector=spec.x%3D1")
        .expectFailure(400, "BadRequest", "field label not supported: spec.x");
    api.get(home + "/services?fieldSelector=spec.x%3D1")
        .expectFailure(400, "BadRequest", "field label not supported: spec.x");
  }

  @Test
  final void namespaces_byNamespaceField_areRefused() {
    api.get("/api/v1/namespaces?fieldSelector=metadata.namespace%3Dx")
        .expectFailure(400, "BadRequest", "field label not supported: metadata.namespace");
  }

  @Test
  final void get_atMalformedVersion_isAServerError() {
    createMap("a", "");
    assertThat(api.get(home + "/configmaps/a?resourceVersion=abc").expect(500).string("message"))
        .startsWith("resourceVersion: Invalid value: \"abc\"");
  }

  @Test
  final void get_atFutureVersion_isTimeout() {
    createMap("a", "");
    Reply refused = api.get(home + "/configmaps/a?resourceVersion=999999999999").expect(504);
    assertThat(refused.string("reason")).isEqualTo("Timeout");
    assertThat(refused.string("details/retryAfterSeconds")).isEqualTo("1");
  }
}

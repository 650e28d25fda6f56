// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.APPLY;
import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static io.oadp.testkit.contract.ClusterClient.STRATEGIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.oadp.testkit.contract.ClusterClient.Reply;
import org.junit.jupiter.api.Test;

/**
 * The cases of {@link ClusterContract} about structural schemas, versions of custom resources, and
 * the sub-resources status and scale.
 */
abstract class ClusterSchemaCases extends ClusterApplyCases {
  private static final String PROPERTIES =
      "'size':{'type':'integer','minimum':1,'maximum':10},"
          + "'color':{'type':'string','enum':['red','blue'],'default':'red'},"
          + "'name':{'type':'string','pattern':'^[a-z]+$','maxLength':5},"
          + "'on':{'type':'boolean'},'replicas':{'type':'integer'},"
          + "'note':{'type':'string','nullable':true},'plain':{'type':'string'},"
          + "'filled':{'type':'string','default':'d'},"
          + "'nest':{'type':'object','default':{},'properties':{'a':{'type':'string','default':"
          + "'x'},'b':{'type':'object','properties':{'c':{'type':'integer','default':3}}}}},"
          + "'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true,'properties':{"
          + "'known':{'type':'object','properties':{'k':{'type':'string'}}}}},"
          + "'map':{'type':'object','additionalProperties':{'type':'object','properties':{'v':{"
          + "'type':'string','default':'dv'}}}},"
          + "'port':{'x-kubernetes-int-or-string':true},"
          + "'inner':{'type':'object','x-kubernetes-embedded-resource':true,"
          + "'x-kubernetes-preserve-unknown-fields':true},"
          + "'list':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':["
          + "'name'],'items':{'type':'object','required':['name'],'properties':{'name':{'type':"
          + "'string'},'value':{'type':'string','default':'lv'}}}},"
          + "'tags':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},"
          + "'few':{'type':'array','maxItems':2,'items':{'type':'integer'}}";
  private static final String STATUS =
      "{'type':'object','properties':{'replicas':{'type':'integer'},'selector':{'type':'string'},"
          + "'phase':{'type':'string'}}}";

  private String group = "";

  /** Creates a CRD of two versions with a schema, and waits until it is served. */
  private void establishGadgets() {
    group = "g" + random() + ".example.com";
    String first =
        "{'name':'v1','served':true,'storage':true,'subresources':{'status':{},'scale':{"
            + "'specReplicasPath':'.spec.replicas','statusReplicasPath':'.status.replicas',"
            + "'labelSelectorPath':'.status.selector'}},'schema':{'openAPIV3Schema':{'type':"
            + "'object','required':['spec'],'properties':{'spec':{'type':'object','required':["
            + "'size'],'properties':{"
            + PROPERTIES
            + "}},'status':"
            + STATUS
            + "}}}}";
    String second =
        "{'name':'v2','served':true,'storage':false,'schema':{'openAPIV3Schema':{'type':'object',"
            + "'properties':{'spec':{'type':'object','properties':{'size':{'type':'integer'},"
            + "'extra':{'type':'string','default':'e'}}}}}}}";
    leftovers.add(CRDS + "/gadgets." + group);
    api.post(
            CRDS,
            "{'metadata':{'name':'gadgets."
                + group
                + "'},'spec':{'group':'"
                + group
                + "','scope':'Namespaced','names':{'plural':'gadgets','kind':'Gadget'},'versions':["
                + first
                + ","
                + second
                + "]}}")
        .expect(201);
    for (String version : new String[] {"v1", "v2"}) {
      ClusterClient.await(
          "served: " + version, () -> api.get(gadgets(version) + "/none").text().contains("none"));
    }
  }

  private String gadgets(String version) {
    return "/apis/" + group + "/" + version + "/namespaces/" + namespace + "/gadgets";
  }

  private String gadget(String version, String rest) {
    return "{'apiVersion':'" + group + "/" + version + "','kind':'Gadget'," + rest + "}";
  }

  private Reply create(String name, String spec) {
    return api.post(
        gadgets("v1"), gadget("v1", "'metadata':{'name':'" + name + "'},'spec':{" + spec + "}"));
  }

  private void expectInvalid(String spec, String field, String reason, String problem) {
    Reply refused = create("a", spec);
    refused.expectFailure(
        422,
        "Invalid",
        "Gadget." + group + " \"a\" is invalid: " + field + ": " + problem.replace('\'', '"'));
    JsonObject cause = refused.at("details/causes/0").getAsJsonObject();
    assertThat(cause.get("field").getAsString()).isEqualTo(field);
    assertThat(cause.get("reason").getAsString()).isEqualTo(reason);
    assertThat(refused.string("details/kind")).isEqualTo("Gadget");
  }

  @Test
  final void schema_withoutAField_prunesItEverywhere() {
    establishGadgets();
    Reply created =
        create(
                "a",
                "'size':1,'odd':1,'nest':{'z':1},'map':{'n':{'w':1}},'list':[{'name':'q','o':1}]")
            .expect(201);
    assertThat(created.text()).doesNotContain("odd", "\"z\"", "\"w\"", "\"o\"");
    assertThat(created.at("spec/list/0/name").getAsString()).isEqualTo("q");
  }

  @Test
  final void schema_thatPreservesUnknownFields_prunesOnlyWhatItKnows() {
    establishGadgets();
    Reply created =
        create("a", "'size':1,'free':{'x':{'y':1},'known':{'k':'1','z':2}}").expect(201);
    assertThat(created.at("spec/free").toString())
        .isEqualTo("{\"known\":{\"k\":\"1\"},\"x\":{\"y\":1}}");
  }

  @Test
  final void schema_withDefaults_fillsThemInAtEveryLevel() {
    establishGadgets();
    Reply created =
        create("a", "'size':1,'nest':{'b':{}},'map':{'m':{}},'list':[{'name':'q'}]").expect(201);
    assertThat(created.string("spec/color")).isEqualTo("red");
    assertThat(created.at("spec/nest").toString()).isEqualTo("{\"a\":\"x\",\"b\":{\"c\":3}}");
    assertThat(created.string("spec/map/m/v")).isEqualTo("dv");
    assertThat(created.string("spec/list/0/value")).isEqualTo("lv");
  }

  @Test
  final void schema_withDefaultOfAnObject_fillsInBelowIt() {
    establishGadgets();
    assertThat(create("a", "'size':1").expect(201).at("spec/nest").toString())
        .isEqualTo("{\"a\":\"x\"}");
  }

  @Test
  final void schema_withNulls_keepsTheNullableOnly() {
    establishGadgets();
    Reply created = create("a", "'size':1,'note':null,'plain':null,'filled':null").expect(201);
    JsonObject spec = created.at("spec").getAsJsonObject();
    assertThat(spec.get("note").isJsonNull()).isTrue();
    assertThat(spec.has("plain")).isFalse();
    assertThat(spec.get("filled").getAsString()).isEqualTo("d");
  }

  @Test
  final void schema_withEmbeddedResource_prunesItsMetadataOnly() {
    establishGadgets();
    Reply created =
        create(
                "a",
                "'size':1,'inner':{'apiVersion':'v1','kind':'Pod','metadata':{'name':'x','odd':1,"
                    + "'labels':{'l':'1'}},'any':1}")
            .expect(201);
    assertThat(created.at("spec/inner/metadata").toString())
        .isEqualTo("{\"labels\":{\"l\":\"1\"},\"name\":\"x\"}");
    assertThat(created.string("spec/inner/any")).isEqualTo("1");
  }

  @Test
  final void schema_withEmbeddedResourceWithoutKind_isInvalid() {
    establishGadgets();
    Reply refused = create("a", "'size':1,'inner':{'metadata':{}}").expect(422);
    assertThat(refused.string("message"))
        .endsWith("[spec.inner.apiVersion: Required value, spec.inner.kind: Required value]");
  }

  @Test
  final void schema_withRequiredField_refusesItsAbsence() {
    establishGadgets();
    expectInvalid("", "spec.size", "FieldValueRequired", "Required value");
    expectInvalid("'size':null", "spec.size", "FieldValueRequired", "Required value");
    Reply refused = api.post(gadgets("v1"), gadget("v1", "'metadata':{'name':'a'}")).expect(422);
    assertThat(refused.string("details/causes/0/field")).isEqualTo("spec");
  }

  @Test
  final void schema_withType_refusesOthers() {
    establishGadgets();
    expectInvalid(
        "'size':'big'",
        "spec.size",
        "FieldValueTypeInvalid",
        "Invalid value: 'string': spec.size in body must be of type integer: 'string'");
    expectInvalid(
        "'size':1,'nest':'x'",
        "spec.nest",
        "FieldValueTypeInvalid",
        "Invalid value: 'string': spec.nest in body must be of type object: 'string'");
    expectInvalid(
        "'size':1,'few':'x'",
        "spec.few",
        "FieldValueTypeInvalid",
        "Invalid value: 'string': spec.few in body must be of type array: 'string'");
  }

  @Test
  final void schema_withIntOrString_takesBoth() {
    establishGadgets();
    assertThat(create("a", "'size':1,'port':'http'").expect(201).string("spec/port"))
        .isEqualTo("http");
    assertThat(create("b", "'size':1,'port':80").expect(201).string("spec/port")).isEqualTo("80");
  }

  @Test
  final void schema_withEnum_refusesOtherValues() {
    establishGadgets();
    expectInvalid(
        "'size':1,'color':'green'",
        "spec.color",
        "FieldValueNotSupported",
        "Unsupported value: 'green': supported values: 'red', 'blue'");
  }

  @Test
  final void schema_withBounds_refusesWhatIsOutside() {
    establishGadgets();
    expectInvalid(
        "'size':0",
        "spec.size",
        "FieldValueInvalid",
        "Invalid value: 0: spec.size in body should be greater than or equal to 1");
    expectInvalid(
        "'size':11",
        "spec.size",
        "FieldValueInvalid",
        "Invalid value: 11: spec.size in body should be less than or equal to 10");
    expectInvalid(
        "'size':1,'few':[1,2,3]",
        "spec.few",
        "FieldValueTooMany",
        "Too many: 3: must have at most 2 items");
    expectInvalid(
        "'size':1,'name':'abcdef'",
        "spec.name",
        "FieldValueTooLong",
        "Too long: may not be more than 5 bytes");
  }

  @Test
  final void schema_withPattern_refusesOtherTexts() {
    establishGadgets();
    Reply refused = create("a", "'size':1,'name':'ABC'").expect(422);
    assertThat(refused.string("message"))
        .endsWith("Invalid value: \"ABC\": spec.name in body should match '^[a-z]+$'");
  }

  @Test
  final void schema_withListKeys_refusesDuplicates() {
    establishGadgets();
    expectInvalid(
        "'size':1,'list':[{'name':'x'},{'name':'x'}]",
        "spec.list[1]",
        "FieldValueDuplicate",
        "Duplicate value: {'name':'x'}");
    expectInvalid(
        "'size':1,'tags':['x','x']", "spec.tags[1]", "FieldValueDuplicate", "Duplicate value: 'x'");
  }

  @Test
  final void schema_withSeveralViolations_listsThemAll() {
    establishGadgets();
    Reply refused = create("a", "'size':'big','color':'green','on':1").expect(422);
    assertThat(refused.at("details/causes").getAsJsonArray()).hasSize(3);
    assertThat(refused.string("message"))
        .contains("is invalid: [", "spec.color: Unsupported value", "spec.on: Invalid value")
        .endsWith("]");
  }

  @Test
  final void schema_violatedByPatch_isInvalidAndChangesNothing() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    Reply refused = api.patch(MERGE, gadgets("v1") + "/a", "{'spec':{'size':'no'}}").expect(422);
    assertThat(refused.string("details/causes/0/field")).isEqualTo("spec.size");
    assertThat(api.get(gadgets("v1") + "/a").string("spec/size")).isEqualTo("1");
  }

  @Test
  final void customResource_withStrategicPatch_isUnsupported() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    Reply refused = api.patch(STRATEGIC, gadgets("v1") + "/a", "{'spec':{'size':2}}").expect(415);
    assertThat(refused.string("reason")).isEqualTo("UnsupportedMediaType");
  }

  @Test
  final void customResource_applied_mergesListsByTheKeysOfTheSchema() {
    establishGadgets();
    applyGadget("one", "'size':1,'list':[{'name':'q'}],'tags':['s']").expect(201);
    Reply merged =
        applyGadget("two", "'size':1,'list':[{'name':'r','value':'2'}],'tags':['t']").expect(200);
    assertThat(merged.at("spec/list").getAsJsonArray()).hasSize(2);
    assertThat(merged.at("spec/tags").toString()).isEqualTo("[\"s\",\"t\"]");
    JsonObject entry =
        named(merged.at("metadata/managedFields").getAsJsonArray(), "manager", "one");
    assertThat(entry.get("fieldsV1").toString())
        .isEqualTo(
            "{\"f:spec\":{\"f:list\":{\"k:{\\\"name\\\":\\\"q\\\"}\":{\".\":{},\"f:name\":{}}},"
                + "\"f:size\":{},\"f:tags\":{\"v:\\\"s\\\"\":{}}}}");
  }

  private Reply applyGadget(String manager, String spec) {
    return api.patch(
        APPLY,
        gadgets("v1") + "/a?fieldManager=" + manager,
        gadget("v1", "'metadata':{'name':'a'},'spec':{" + spec + "}"));
  }

  @Test
  final void customResource_appliedWithUnknownField_isRefused() {
    establishGadgets();
    assertThat(applyGadget("one", "'size':1,'odd':1").expect(500).string("message"))
        .isEqualTo(
            "failed to create typed patch object (/a; "
                + group
                + "/v1, Kind=Gadget): .spec.odd: field not declared in schema");
  }

  @Test
  final void version_thatIsNotStored_showsItsOwnFieldsOnly() {
    establishGadgets();
    create("a", "'size':1,'plain':'p'").expect(201);
    Reply second = api.get(gadgets("v2") + "/a").expect(200);
    assertThat(second.string("apiVersion")).isEqualTo(group + "/v2");
    assertThat(second.at("spec").toString()).isEqualTo("{\"size\":1}");
  }

  @Test
  final void version_thatIsNotStored_isStoredInTheFormOfTheOther() {
    establishGadgets();
    Reply created =
        api.post(
                gadgets("v2"),
                gadget("v2", "'metadata':{'name':'a'},'spec':{'size':99,'plain':'p'}"))
            .expect(201);
    assertThat(created.at("spec").toString()).isEqualTo("{\"size\":99}");
    Reply first = api.get(gadgets("v1") + "/a").expect(200);
    assertThat(first.string("spec/size")).isEqualTo("99");
    assertThat(first.string("spec/color")).isEqualTo("red");
    assertThat(first.string("metadata/managedFields/0/apiVersion")).isEqualTo(group + "/v2");
  }

  @Test
  final void list_ofVersionThatIsNotStored_hasItsOwnFieldsOnly() {
    establishGadgets();
    create("a", "'size':1,'plain':'p'").expect(201);
    Reply list = api.get(gadgets("v2")).expect(200);
    assertThat(list.at("items/0/spec").toString()).isEqualTo("{\"size\":1}");
    assertThat(list.string("items/0/apiVersion")).isEqualTo(group + "/v2");
  }

  @Test
  final void status_ofCustomResource_ignoresSpecAndMetadata() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    Reply changed =
        api.patch(
                MERGE,
                gadgets("v1") + "/a/status",
                "{'spec':{'size':5},'status':{'phase':'p','odd':1},'metadata':{'labels':{'x':'y'}}}")
            .expect(200);
    assertThat(changed.string("spec/size")).isEqualTo("1");
    assertThat(changed.hasMetadata("labels")).isFalse();
    assertThat(changed.at("status").toString()).isEqualTo("{\"phase\":\"p\"}");
    assertThat(changed.string("metadata/generation")).isEqualTo("1");
  }

  @Test
  final void status_ofCustomResource_isCheckedToo() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    Reply refused =
        api.patch(MERGE, gadgets("v1") + "/a/status", "{'status':{'phase':1}}").expect(422);
    assertThat(refused.string("details/causes/0/field")).isEqualTo("status.phase");
    assertThat(refused.string("message"))
        .endsWith("Invalid value: \"integer\": phase in body must be of type string: \"integer\"");
  }

  @Test
  final void status_applied_isOwnedWithItsSubresource() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    Reply applied =
        api.patch(
                APPLY,
                gadgets("v1") + "/a/status?fieldManager=st",
                gadget("v1", "'metadata':{'name':'a'},'status':{'phase':'P'}"))
            .expect(200);
    assertThat(applied.string("status/phase")).isEqualTo("P");
    JsonObject entry =
        named(applied.at("metadata/managedFields").getAsJsonArray(), "manager", "st");
    assertThat(entry.get("subresource").getAsString()).isEqualTo("status");
    assertThat(entry.get("fieldsV1").toString()).isEqualTo("{\"f:status\":{\"f:phase\":{}}}");
  }

  @Test
  final void scale_ofCustomResource_readsAndWritesItsReplicas() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    String path = gadgets("v1") + "/a";
    assertThat(api.get(path + "/scale").expect(500).string("message"))
        .isEqualTo(
            "Internal error occurred: the spec replicas field \".spec.replicas\" does not exist");
    api.patch(MERGE, path + "/status", "{'status':{'replicas':2,'selector':'a=b'}}").expect(200);
    api.put(path + "/scale", "{'metadata':{'name':'a'},'spec':{'replicas':4}}").expect(200);
    Reply scale = api.get(path + "/scale").expect(200);
    assertThat(scale.string("kind")).isEqualTo("Scale");
    assertThat(scale.string("apiVersion")).isEqualTo("autoscaling/v1");
    assertThat(scale.string("spec/replicas")).isEqualTo("4");
    assertThat(scale.at("status").toString()).isEqualTo("{\"replicas\":2,\"selector\":\"a=b\"}");
    assertThat(api.get(path).string("spec/replicas")).isEqualTo("4");
  }

  @Test
  final void scale_ofVersionWithoutIt_isNotFound() {
    establishGadgets();
    create("a", "'size':1").expect(201);
    api.get(gadgets("v2") + "/a/scale").expect(404);
  }

  @Test
  final void scale_ofStatefulSet_isReadAndPatched() {
    String path = statefulSet();
    Reply scale = api.get(path + "/scale").expect(200);
    assertThat(scale.at("spec").toString()).isEqualTo("{\"replicas\":2}");
    assertThat(scale.string("status/selector")).isEqualTo("a=b");
    assertThat(scale.string("metadata/uid")).isEqualTo(api.get(path).string("metadata/uid"));
    Reply changed =
        api.patch(MERGE, path + "/scale?fieldManager=sc", "{'spec':{'replicas':3}}").expect(200);
    assertThat(changed.string("spec/replicas")).isEqualTo("3");
    Reply item = api.get(path).expect(200);
    assertThat(item.string("spec/replicas")).isEqualTo("3");
    JsonObject entry = named(item.at("metadata/managedFields").getAsJsonArray(), "manager", "sc");
    assertThat(entry.get("subresource").getAsString()).isEqualTo("scale");
    assertThat(entry.get("fieldsV1").toString()).isEqualTo("{\"f:spec\":{\"f:replicas\":{}}}");
  }

  private String statefulSet() {
    String sets = "/apis/apps/v1/namespaces/" + namespace + "/statefulsets";
    api.post(
            sets,
            "{'metadata':{'name':'a'},'spec':{'replicas':2,'serviceName':'s','selector':{"
                + "'matchLabels':{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},'spec':{"
                + "'containers':[{'name':'c','image':'i'}]}}}}")
        .expect(201);
    return sets + "/a";
  }

  @Test
  final void scale_toNegative_isInvalid() {
    api.patch(MERGE, statefulSet() + "/scale", "{'spec':{'replicas':-1}}")
        .expectFailure(
            422,
            "Invalid",
            "Scale.autoscaling \"a\" is invalid: spec.replicas: Invalid value: -1: must be greater"
                + " than or equal to 0");
  }

  @Test
  final void scale_withOldResourceVersion_isConflict() {
    String body = "{'metadata':{'name':'a','resourceVersion':'1'},'spec':{'replicas':0}}";
    Reply refused = api.put(statefulSet() + "/scale", body).expect(409);
    assertThat(refused.string("message"))
        .startsWith(
            "Operation cannot be fulfilled on statefulsets.apps \"a\": the object has been");
  }

  @Test
  final void scale_asDryRun_changesNothing() {
    String path = statefulSet();
    Reply dry = api.patch(MERGE, path + "/scale?dryRun=All", "{'spec':{'replicas':4}}").expect(200);
    assertThat(dry.string("spec/replicas")).isEqualTo("4");
    assertThat(api.get(path + "/scale").string("spec/replicas")).isEqualTo("2");
  }

  @Test
  final void scale_deleted_isNotAllowed() {
    api.delete(statefulSet() + "/scale").expect(405);
    api.get("/apis/apps/v1/namespaces/" + namespace + "/statefulsets/none/scale")
        .expectFailure(404, "NotFound", "statefulsets.apps \"none\" not found");
  }
}

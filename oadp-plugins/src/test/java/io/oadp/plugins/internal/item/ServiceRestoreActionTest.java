// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static io.oadp.plugins.internal.item.Items.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRestoreActionTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String TWO_PORTS =
      "'type':'NodePort','ports':[{'name':'http','port':80,'protocol':'TCP','nodePort':30080},"
          + "{'name':'tls','port':443,'protocol':'TCP','nodePort':30443}]";
  private static final String LOCAL =
      "'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':31000";

  private static ActionOutcome execute(KubernetesItem service) throws Exception {
    return ActionTester.of(new ServiceRestoreAction()).execute("services", service);
  }

  private static KubernetesItem service(String spec) {
    return core("Service", "web", "'spec':{" + spec + "}");
  }

  private static KubernetesItem applied(String spec, String lastApplied) {
    return service(spec).edit(e -> e.annotate(LAST_APPLIED, lastApplied.replace('\'', '"')));
  }

  private static KubernetesItem managed(String spec, String... fields) {
    return service(spec)
        .edit(
            edit -> {
              edit.setJson("/metadata/managedFields", "[{\"manager\":\"none\"}]");
              for (String field : fields) {
                edit.setJson(
                    "/metadata/managedFields/-",
                    "{\"fieldsV1\":{\"f:spec\":" + field.replace('\'', '"') + "}}");
              }
            });
  }

  private static String portField(int port, String protocol) {
    return "{'f:ports':{'k:{\\'port\\':"
        + port
        + ",\\'protocol\\':\\'"
        + protocol
        + "\\'}':{'.':{},'f:port':{},'f:nodePort':{}}}}";
  }

  private static String specOf(ActionOutcome outcome) {
    return outcome.item().json("/spec").orElse("");
  }

  private static String spec(String json) {
    return service(json).json("/spec").orElse("");
  }

  @Test
  void execute_assignedAddress_isRemoved() throws Exception {
    ActionOutcome outcome =
        execute(
            service(
                "'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1'],'ipFamilies':['IPv4'],'x':null"));

    assertThat(outcome.item()).isEqualTo(service("'ipFamilies':['IPv4'],'x':null"));
  }

  @Test
  void execute_headless_staysHeadless() throws Exception {
    assertThat(execute(service("'clusterIP':'None','clusterIPs':['None']")).changed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'ports':null",
        "'ports':[]",
        "'ports':'odd'",
        "'ports':[null,5,{'port':'x'}]",
        "'ports':[{'port':80}],'type':7"
      })
  void execute_nothingAssigned_isUnchanged(String spec) throws Exception {
    assertThat(execute(service(spec)).changed()).isFalse();
  }

  @Test
  void execute_withoutSpec_isUnchanged() throws Exception {
    assertThat(execute(core("Service", "web", "")).changed()).isFalse();
    assertThat(execute(core("Service", "web", "'spec':null")).changed()).isFalse();
  }

  @Test
  void execute_externalName_keepsItsPorts() throws Exception {
    String spec =
        "'type':'ExternalName','externalName':'x.example.com',"
            + "'ports':[{'port':80,'nodePort':30080}]";

    assertThat(execute(service(spec)).changed()).isFalse();
    assertThat(execute(applied(spec, "no JSON")).changed()).isFalse();
  }

  @Test
  void execute_portsNobodyChose_areRemoved() throws Exception {
    assertThat(specOf(execute(service(TWO_PORTS))))
        .isEqualTo(
            spec(
                "'type':'NodePort','ports':[{'name':'http','port':80,'protocol':'TCP'},"
                    + "{'name':'tls','port':443,'protocol':'TCP'}]"));
  }

  @Test
  void execute_preserveNodePorts_keepsAllPorts() throws Exception {
    ActionTester tester =
        ActionTester.of(new ServiceRestoreAction())
            .restore(RestoreSpec.builder("r").backupName("b").preserveNodePorts(true).build());

    assertThat(tester.execute("services", service(TWO_PORTS)).changed()).isFalse();
    assertThat(tester.execute("services", service(LOCAL)).changed()).isFalse();
    assertThat(tester.execute("services", service("'clusterIP':'10.0.0.1'")).item())
        .isEqualTo(service(""));
    assertThat(tester.execute("services", applied(TWO_PORTS, "no JSON")).changed()).isFalse();
  }

  @Test
  void execute_preserveNodePortsFalse_removesPorts() throws Exception {
    ActionTester tester =
        ActionTester.of(new ServiceRestoreAction())
            .restore(RestoreSpec.builder("r").backupName("b").preserveNodePorts(false).build());

    assertThat(tester.execute("services", service(TWO_PORTS)).changed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"30080", "'30080'", "31111"})
  void execute_namedPortAppliedWithANodePort_staysByName(String nodePort) throws Exception {
    ActionOutcome outcome =
        execute(
            applied(
                TWO_PORTS,
                "{'spec':{'ports':[{'name':'http','nodePort':" + nodePort + "},{'name':'tls'}]}}"));

    assertThat(specOf(outcome))
        .isEqualTo(
            spec(
                "'type':'NodePort','ports':[{'name':'http','port':80,'protocol':'TCP','nodePort':30080},"
                    + "{'name':'tls','port':443,'protocol':'TCP'}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'name':''", ",'name':null", ",'name':5"})
  void execute_unnamedPortAppliedWithANodePort_staysByValue(String name) throws Exception {
    ActionOutcome outcome =
        execute(
            applied(
                "'ports':[{'port':80,'nodePort':30080},{'name':'','port':81,'nodePort':30081},"
                    + "{'port':82,'nodePort':30082}]",
                "{'spec':{'ports':[{'nodePort':30080" + name + "},{'nodePort':30081}]}}"));

    assertThat(specOf(outcome))
        .isEqualTo(
            spec(
                "'ports':[{'port':80,'nodePort':30080},{'name':'','port':81,'nodePort':30081},"
                    + "{'port':82}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'spec':null}",
        "{'spec':{'ports':null}}",
        "{'spec':{'ports':[]}}",
        "{'spec':{'ports':[null,{'name':'http'},{'name':'http','nodePort':0}]}}",
        "{'spec':{'ports':[{'name':'http','nodePort':null},{'name':'tls','nodePort':{}}]}}"
      })
  void execute_appliedWithoutNodePorts_removesThemAll(String lastApplied) throws Exception {
    ActionOutcome outcome = execute(applied(TWO_PORTS, lastApplied));

    assertThat(outcome.item().find("/spec/ports/*/nodePort")).isEmpty();
  }

  @Test
  void execute_appliedBeatsManagers_whereBothAreThere() throws Exception {
    KubernetesItem service =
        managed(TWO_PORTS, portField(80, "TCP")).edit(e -> e.annotate(LAST_APPLIED, "{}"));

    assertThat(execute(service).item().find("/spec/ports/*/nodePort")).isEmpty();
  }

  @Test
  void execute_malformedLastApplied_failsAndSaysWhatToDo() {
    assertThatThrownBy(() -> execute(applied(TWO_PORTS, "{'spec':")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(LAST_APPLIED)
        .hasMessageContaining("preserveNodePorts");
  }

  @Test
  void execute_appliedPortThatIsNoNumber_fails() {
    assertThatThrownBy(
            () -> execute(applied(TWO_PORTS, "{'spec':{'ports':[{'nodePort':'many'}]}}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'many'");
  }

  @Test
  void execute_portSetByAManager_stays() throws Exception {
    ActionOutcome outcome =
        execute(
            managed(
                "'ports':[{'port':53,'protocol':'TCP','nodePort':30053},"
                    + "{'port':53,'protocol':'UDP','nodePort':30054},{'port':80,'nodePort':30080},"
                    + "{'port':81,'protocol':'TCP','nodePort':30081}]",
                "{'f:ports':{'k:{\\'port\\':81,\\'protocol\\':\\'TCP\\'}':{'f:port':{}}}}",
                portField(53, "UDP"),
                portField(80, "TCP")));

    assertThat(specOf(outcome))
        .isEqualTo(
            spec(
                "'ports':[{'port':53,'protocol':'TCP'},{'port':53,'protocol':'UDP','nodePort':30054},"
                    + "{'port':80,'nodePort':30080},{'port':81,'protocol':'TCP'}]"));
  }

  @Test
  void execute_oddManagedFields_countAsNone() throws Exception {
    KubernetesItem service =
        service(TWO_PORTS)
            .edit(e -> e.setJson("/metadata/managedFields", "[null,{\"fieldsV1\":3}]"));

    assertThat(execute(service).item().find("/spec/ports/*/nodePort")).isEmpty();
  }

  @Test
  void execute_healthCheckPortNobodyChose_isRemoved() throws Exception {
    assertThat(specOf(execute(service(LOCAL))))
        .isEqualTo(spec("'type':'LoadBalancer','externalTrafficPolicy':'Local'"));
    assertThat(execute(applied(LOCAL, "{'spec':{'healthCheckNodePort':0}}")).changed()).isTrue();
  }

  @Test
  void execute_healthCheckPortSomebodyChose_stays() throws Exception {
    assertThat(execute(applied(LOCAL, "{'spec':{'healthCheckNodePort':31000}}")).changed())
        .isFalse();
    assertThat(execute(managed(LOCAL, "{'f:healthCheckNodePort':{}}")).changed()).isFalse();
    assertThat(
            execute(
                    managed(LOCAL, "{'f:healthCheckNodePort':{}}")
                        .edit(e -> e.annotate(LAST_APPLIED, "{}")))
                .changed())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'LoadBalancer','externalTrafficPolicy':'Cluster','healthCheckNodePort':31000",
        "'type':'NodePort','externalTrafficPolicy':'Local','healthCheckNodePort':31000",
        "'type':'LoadBalancer','healthCheckNodePort':31000"
      })
  void execute_healthCheckPortOfOtherServices_stays(String spec) throws Exception {
    assertThat(execute(service(spec)).changed()).isFalse();
  }

  @Test
  void execute_changedService_keepsUnknownFieldsAndNumbers() throws Exception {
    ActionOutcome outcome = execute(service("'clusterIP':'10.0.0.1','future':{'a':2.50,'b':null}"));

    assertThat(json(outcome.item())).contains("\"future\":{\"a\":2.50,\"b\":null}");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds the modules to the arrows of docs/design.md, and public signatures to types of the JDK and
 * of this project. Whoever must break a rule changes the design first.
 */
@AnalyzeClasses(packages = "io.oadp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String API = "io.oadp.api..";
  private static final String SPI = "io.oadp.spi..";
  private static final String CORE = "io.oadp.core..";
  private static final String PLUGINS = "io.oadp.plugins..";
  private static final String S3 = "io.oadp.storage.s3..";
  private static final String TESTKIT = "io.oadp.testkit..";

  @ArchTest
  static final ArchRule api_ofOurs_usesOnlyItself = usesOnly(API, API).because("all stand on it");

  @ArchTest static final ArchRule spi_ofOurs_usesOnlyApiAndItself = usesOnly(SPI, API, SPI);

  @ArchTest
  static final ArchRule plugins_ofOurs_useOnlyTheApi = usesOnly(PLUGINS, API, SPI, PLUGINS);

  @ArchTest static final ArchRule s3_ofOurs_usesOnlyTheApi = usesOnly(S3, API, SPI, S3);

  @ArchTest
  static final ArchRule testkit_ofOurs_usesOnlyTheApi = usesOnly(TESTKIT, API, SPI, TESTKIT);

  @ArchTest static final ArchRule core_ofOurs_usesOnlyTheApi = usesOnly(CORE, API, SPI, CORE);

  @ArchTest
  static final ArchRule items_ofOurs_useOnlyItems =
      usesOnly("io.oadp.api.item..", "io.oadp.api.item..");

  @ArchTest
  static final ArchRule clusters_ofOurs_useOnlyItems =
      usesOnly("io.oadp.api.cluster..", "io.oadp.api.cluster..", "io.oadp.api.item..");

  @ArchTest
  static final ArchRule stores_ofTheSpi_doNotKnowItemActions =
      usesOnly("io.oadp.spi.storage..", API, "io.oadp.spi.storage..");

  @ArchTest
  static final ArchRule internals_ofAModule_areItsOwn =
      noClasses()
          .that()
          .resideInAnyPackage("io.oadp.cli..", "io.oadp.examples..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.oadp..internal.."))
          .because("they show what the public API alone can do");

  @ArchTest
  static final ArchRule testLibraries_inTheTestKit_areForContractsAndAssertionsOnly =
      noClasses()
          .that(
              resideInAPackage(TESTKIT)
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.oadp.testkit.contract..", "io.oadp.testkit.assertions.."))))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.junit..", "org.assertj..", "org.apache.commons.."))
          .because("the fake cluster runs in programs that have no JUnit");

  @ArchTest
  static final ArchRule amazonSdk_isUsedByTheS3StoreOnly =
      noClasses()
          .that(not(resideInAnyPackage(S3, "io.oadp.e2e..")))
          .should()
          .dependOnClassesThat(resideInAPackage("com.amazonaws.."));

  @ArchTest
  static final ArchRule api_inPublicSignatures_showsNoThirdPartyType =
      classes()
          .that(resideInAnyPackage(API, SPI).and(not(resideInAPackage("..internal.."))))
          .should(
              showOnlyOurTypesExcept(
                  "com.google.gson.JsonObject",
                  "io.oadp.api.item.KubernetesItem.ofTree",
                  "io.oadp.api.item.KubernetesItem.toTree"));

  @ArchTest
  static final ArchRule core_inPublicSignatures_showsApiClientInOnePlace =
      classes()
          .that(resideInAPackage(CORE).and(not(resideInAPackage("..internal.."))))
          .should(
              showOnlyOurTypesExcept(
                  "io.kubernetes.client.openapi.ApiClient", "io.oadp.core.Clusters.using"));

  private static ArchRule usesOnly(String module, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(resideInAPackage("io.oadp..").and(not(resideInAnyPackage(allowed))));
  }

  private static ArchCondition<JavaClass> showOnlyOurTypesExcept(String type, String... members) {
    Set<String> bridges = Set.of(members);
    return new ArchCondition<>("show types of the JDK and of this project only") {
      @Override
      public void check(JavaClass owner, ConditionEvents events) {
        if (!isVisible(owner)) {
          return;
        }
        for (JavaMember member : owner.getMembers()) {
          if (!isVisible(member.getModifiers())) {
            continue;
          }
          for (String shown : shownBy(member)) {
            boolean bridge =
                shown.equals(type) && bridges.contains(owner.getName() + "." + member.getName());
            if (!isOurs(shown) && !bridge) {
              events.add(
                  SimpleConditionEvent.violated(member, member.getFullName() + " shows " + shown));
            }
          }
        }
        Set<JavaClass> above = new HashSet<>();
        owner.getRawSuperclass().ifPresent(above::add);
        above.addAll(owner.getRawInterfaces());
        above.stream()
            .filter(parent -> !isOurs(parent.getName()))
            .forEach(
                parent ->
                    events.add(
                        SimpleConditionEvent.violated(
                            owner, owner.getName() + " extends " + parent.getName())));
      }
    };
  }

  private static Set<String> shownBy(JavaMember member) {
    Set<JavaType> types = new HashSet<>();
    if (member instanceof JavaField field) {
      types.add(field.getType());
    }
    if (member instanceof JavaCodeUnit unit) {
      types.add(unit.getReturnType());
      types.addAll(unit.getParameterTypes());
      types.addAll(unit.getExceptionTypes());
    }
    Set<String> names = new HashSet<>();
    types.forEach(
        t ->
            t.getAllInvolvedRawTypes().forEach(c -> names.add(c.getBaseComponentType().getName())));
    return names;
  }

  private static boolean isVisible(JavaClass owner) {
    return isVisible(owner.getModifiers())
        && owner.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean isOurs(String type) {
    return type.startsWith("java.") || type.startsWith("io.oadp.") || type.indexOf('.') < 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.LocationException;
import io.oadp.api.Oadp;
import io.oadp.api.Problem;
import io.oadp.api.StoredBackup;
import io.oadp.api.VerifyReport;
import io.oadp.testkit.FaultyObjectStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What verification finds in sound, damaged and foreign backups. */
class BackupVerificationTest {
  private static final String INDEX = Keys.ofBackup("b1", "oadp-index");
  private static final String LIST = Keys.ofBackup("b1", "resource-list.json.gz");
  private static final String TARBALL = CatalogFixture.tarball("b1");
  private static final String CONFIG = "resources/configmaps/namespaces/shop/a.json";
  private static final String CONFIG_V1 =
      "resources/configmaps/v1-preferredversion/namespaces/shop/a.json";
  private static final String BODY =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\","
          + "\"namespace\":\"shop\"}}";

  private CatalogFixture fixture;
  private FaultyObjectStore store;
  private Oadp oadp;

  @BeforeEach
  void start() {
    fixture = new CatalogFixture();
    store = new FaultyObjectStore(fixture.store);
    oadp = fixture.engine(store).build();
    CatalogFixture.backUpShop(oadp, "b1");
  }

  @AfterEach
  void stop() {
    oadp.close();
    fixture.close();
  }

  private VerifyReport verify() {
    try (StoredBackup backup = oadp.catalog().open("b1")) {
      return backup.verify();
    }
  }

  private static String texts(VerifyReport report) {
    return report.problems().stream().map(Problem::toString).toList().toString();
  }

  /** Leaves the tarball alone in the directory, as far as items are told. */
  private void foreign(Map<String, String> entries) throws IOException {
    fixture.store.delete(INDEX);
    fixture.store.delete(LIST);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("metadata/version", "1.1.0\n");
    all.putAll(entries);
    fixture.putTarball("b1", all);
  }

  @Test
  void verify_ofBackupOfOurs_findsNothing() {
    VerifyReport report = verify();

    assertThat(report.problems()).isEmpty();
    assertThat(report.notChecked()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.itemCount()).isEqualTo(24);
    assertThat(report.describe()).startsWith("Backup 'b1' is sound: 24 items");
  }

  @Test
  void verify_withoutIndex_saysThatDigestsAreNotChecked() throws IOException {
    fixture.store.delete(INDEX);

    VerifyReport report = verify();

    assertThat(report.problems()).isEmpty();
    assertThat(report.notChecked()).singleElement().asString().contains("digests");
  }

  @Test
  void verify_ofEachByteChangedSomewhere_findsIt() throws IOException {
    byte[] sound = fixture.get(TARBALL);
    for (int at = 0; at < sound.length; at += 97) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 0x40;
      fixture.put(TARBALL, damaged);

      assertThat(texts(verify())).as("byte %d", at).contains("SHA-256 that the index names");
    }
  }

  @Test
  void verify_ofEachIndexByteChangedSomewhere_findsIt() throws IOException {
    byte[] sound = fixture.get(INDEX);
    for (int at = 0; at < sound.length; at += 13) {
      boolean ignored = (at >= 56 && at < 64) || isFlags(sound.length, at);
      byte[] damaged = sound.clone();
      damaged[at] ^= 0x40;
      fixture.put(INDEX, damaged);

      assertThat(verify().isSound()).as("byte %d of %d", at, sound.length).isEqualTo(ignored);
    }
  }

  /** The flags of a record, of which there are 24 at the end with 32 bytes each. */
  private static boolean isFlags(int length, int at) {
    int inRecords = at - (length - 24 * 32);
    return inRecords >= 0 && inRecords % 32 >= 28;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.999})
  void verify_ofArchiveCutOff_isReportedAndNotThrown(double part) throws IOException {
    byte[] sound = fixture.get(TARBALL);
    fixture.store.delete(INDEX);
    fixture.put(TARBALL, Arrays.copyOf(sound, (int) (sound.length * part)));

    VerifyReport report = verify();

    assertThat(report.isSound()).isFalse();
    assertThat(texts(report)).contains(TARBALL);
    assertThat(report.notChecked()).anyMatch(what -> what.contains("counts"));
  }

  @Test
  void verify_withoutArchive_isReportedAndNotThrown() throws IOException {
    fixture.store.delete(TARBALL);

    assertThat(texts(verify())).contains(TARBALL + " is not there");
  }

  @Test
  void verify_ofForeignArchive_findsNothingWrong() throws IOException {
    foreign(Map.of(CONFIG, BODY, CONFIG_V1, BODY));

    VerifyReport report = verify();

    assertThat(report.errorCount()).isZero();
    assertThat(report.notChecked()).hasSize(2);
  }

  @Test
  void verify_ofItemUnderAnotherName_namesItsPath() throws IOException {
    foreign(Map.of("resources/configmaps/namespaces/shop/b.json", BODY));

    assertThat(texts(verify())).contains("configmaps/shop/b").contains("its name is 'a'");
  }

  @Test
  void verify_ofItemInAnotherNamespace_namesItsPath() throws IOException {
    foreign(Map.of("resources/configmaps/namespaces/bank/a.json", BODY));

    assertThat(texts(verify())).contains("configmaps/bank/a").contains("its namespace is 'shop'");
  }

  @Test
  void verify_ofItemOfAnotherGroup_namesItsPath() throws IOException {
    foreign(Map.of("resources/configmaps.apps/namespaces/shop/a.json", BODY));

    assertThat(texts(verify())).contains("configmaps.apps/shop/a").contains("apiVersion is 'v1'");
  }

  @Test
  void verify_ofCopiesThatDiffer_saysSo() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(CONFIG, BODY);
    entries.put(CONFIG_V1, BODY.replace("}}", "},\"data\":{}}"));
    foreign(entries);

    assertThat(texts(verify())).contains("its two copies in the archive differ");
  }

  @Test
  void verify_ofItemThatIsNoJson_keepsItsContentSecret() throws IOException {
    foreign(
        Map.of(
            "resources/secrets/namespaces/shop/a.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\","
                + "\"namespace\":\"shop\"},\"data\":{\"k\":\"aHVudGVyMg==\" oops"));

    assertThat(texts(verify())).contains("cannot be read").doesNotContain("aHVudGVyMg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "resources/../../x.json"})
  void verify_ofPathThatLeadsOutside_isReported(String path) throws IOException {
    foreign(Map.of(path, BODY));

    assertThat(verify().isSound()).isFalse();
  }

  @Test
  void verify_ofListThatNamesMore_namesWhatIsMissing() throws IOException {
    String list = fixture.gunzip(LIST);
    fixture.putGzip(LIST, list.replace("\"shop/config-0\"", "\"shop/config-0\",\"shop/zero\""));

    assertThat(texts(verify())).contains("v1/ConfigMap shop/zero").contains("record counts 24");
  }

  @Test
  void verify_ofListThatNamesLess_namesWhatIsUnlisted() throws IOException {
    String list = fixture.gunzip(LIST);
    fixture.putGzip(LIST, list.replace("\"shop/config-0\",", ""));

    assertThat(texts(verify()))
        .contains("configmaps/shop/config-0: the resource list does not name it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.gz", "logs.gz", "volumeinfo.json.gz", "resource-list.json.gz"})
  void verify_ofDamagedCompanion_namesIt(String what) throws IOException {
    String key = Keys.ofBackup("b1", what);
    byte[] sound = fixture.get(key);
    fixture.put(key, Arrays.copyOf(sound, sound.length - 9));

    assertThat(verify().isSound()).isFalse();
    assertThat(texts(verify())).contains(key);
  }

  @Test
  void verify_ofLocationThatFails_isNoVerdict() {
    store.fail(FaultyObjectStore.Call.READ_BODY, 1, TARBALL::equals);

    assertThatThrownBy(this::verify).isInstanceOf(LocationException.class);
  }
}

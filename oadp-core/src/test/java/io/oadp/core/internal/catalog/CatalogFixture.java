// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.core.OadpEngine;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A fake cluster with a shop, a store in memory, and ways to damage what is in it. */
final class CatalogFixture implements AutoCloseable {
  final FakeCluster cluster = FakeCluster.start();
  final InMemoryObjectStore store = new InMemoryObjectStore();

  CatalogFixture() {
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    for (int i = 0; i < 20; i++) {
      int number = i;
      cluster.apply(
          KubernetesItem.of("v1", "ConfigMap", "shop", "config-" + i)
              .edit(e -> e.set("/data/value", "number " + number)));
    }
    cluster.apply(
        KubernetesItem.of("v1", "Secret", "shop", "keys")
            .edit(e -> e.set("/data/key", "c2VjcmV0").set("/type", "Opaque")));
  }

  OadpEngine.Builder engine(ObjectStore used) {
    return OadpEngine.builder()
        .cluster(Clusters.ofKubeconfigText(cluster.kubeconfig()))
        .withoutBuiltIns()
        .objectStore("memory", context -> used)
        .location(location().build());
  }

  /** Deletes an object of the cluster. */
  void remove(ResourceIdentifier id) {
    try (Cluster client = Clusters.ofKubeconfigText(cluster.kubeconfig())) {
      client.delete(id);
    }
  }

  static BackupStorageLocation.Builder location() {
    return BackupStorageLocation.builder("mem").provider("memory").bucket("b");
  }

  static void backUpShop(Oadp oadp, String name) {
    oadp.backup(BackupSpec.builder(name).includeNamespaces("shop").build()).orThrow();
  }

  static String tarball(String backup) {
    return Keys.backupDirectory(backup) + backup + ".tar.gz";
  }

  List<String> keys() throws IOException {
    try (Stream<ObjectInfo> all = store.list("")) {
      return all.map(ObjectInfo::key).toList();
    }
  }

  byte[] get(String key) throws IOException {
    return SmallObjects.read(store, key, 64 << 20);
  }

  void put(String key, byte[] body) throws IOException {
    SmallObjects.put(store, key, body);
  }

  String gunzip(String key) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(get(key)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void putGzip(String key, String text) throws IOException {
    SmallObjects.putGzip(store, key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a tarball such as another program writes, with these paths and bodies. */
  void putTarball(String backup, Map<String, String> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        byte[] body = entry.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
        header.setSize(body.length);
        tar.putArchiveEntry(header);
        tar.write(body);
        tar.closeArchiveEntry();
      }
    }
    SmallObjects.putGzip(store, tarball(backup), out.toByteArray());
  }

  @Override
  public void close() {
    cluster.close();
  }
}

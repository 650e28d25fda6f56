// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3;

import io.oadp.api.BackupStorageLocation;
import io.oadp.spi.PluginProvider;
import io.oadp.spi.PluginRegistry;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectStoreContext;
import io.oadp.spi.storage.ObjectStoreProvider;
import io.oadp.storage.s3.internal.S3ObjectStore;
import io.oadp.storage.s3.internal.S3Settings;
import java.io.IOException;
import java.time.Clock;

/**
 * Opens object stores on Amazon S3 and on what speaks its protocol, such as MinIO and Ceph RGW. It
 * serves the providers {@code aws} and {@code velero.io/aws} and takes the settings of Velero's AWS
 * plugin by their names, see {@link S3Location}. Thread-safe.
 *
 * <p>The stores offer {@link io.oadp.spi.storage.SupportsPutIfAbsent} (by {@code If-None-Match: *},
 * after a look; where a store ignores the condition, as some old ones do, an object that is there
 * is still safe, but two writers at the same moment may both succeed) and {@link
 * io.oadp.spi.storage.SupportsSignedUrls}.
 *
 * <p>An object is one PUT if it fits one part, else a multipart upload whose parts, from 5 MiB,
 * grow so that 10,000 of them hold 5 TiB. A writer keeps {@link
 * io.oadp.spi.storage.WriteOptions#bufferBytes} of parts in memory, at least two parts of 5 MiB;
 * objects of unknown length beyond a few GiB take one larger part at a time. Every part carries its
 * MD5, so that what was damaged on the way is refused. Uploads not committed are aborted; those of
 * a process that died are the bucket's lifecycle rule's to remove.
 *
 * <p>A connection may take 10 s to open and be silent for 60 s; a failed request is repeated up to
 * 5 times; a store has up to 64 connections and 4 upload threads.
 *
 * <p>Opening the first store sets the system property {@code
 * aws.java.v1.disableDeprecationAnnouncement}, unless it is set, so that the AWS SDK does not
 * announce its end of support in the log of each process.
 */
public final class S3Store implements ObjectStoreProvider, PluginProvider {
  private static final String ANNOUNCEMENT = "aws.java.v1.disableDeprecationAnnouncement";

  /** Creates the provider. */
  public S3Store() {}

  /**
   * Opens the store of a location outside an engine.
   *
   * @param location a location of provider {@code aws}; it has its credentials with it, or else the
   *     AWS default chain is asked
   * @return the store, which the caller closes
   * @throws IOException if the credentials cannot be had
   * @throws io.oadp.api.ConfigurationException if a setting is wrong; the message names it
   */
  public static ObjectStore open(BackupStorageLocation location) throws IOException {
    return new S3Store().open(new OwnContext(location));
  }

  @Override
  public ObjectStore open(ObjectStoreContext context) throws IOException {
    if (System.getProperty(ANNOUNCEMENT) == null) {
      System.setProperty(ANNOUNCEMENT, "true");
    }
    return S3ObjectStore.open(S3Settings.of(context.location()), context);
  }

  @Override
  public void register(PluginRegistry<?> registry) {
    registry.objectStore("aws", this);
    registry.objectStore("velero.io/aws", this);
  }

  private record OwnContext(BackupStorageLocation location) implements ObjectStoreContext {
    @Override
    public byte[] credentials() throws IOException {
      return location.credentials().isPresent() ? location.credentials().get().read() : new byte[0];
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}

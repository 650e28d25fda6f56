// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.ListBucketsPaginatedRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.S3Object;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import io.oadp.storage.s3.S3Credentials;
import io.oadp.storage.s3.S3Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/**
 * The MinIO of a lab, by the S3 client itself and not by the store under test, so that suites see
 * what lies in a bucket with other eyes.
 */
public final class Minio {
  private static final String REGION = "us-east-1";

  private final String endpoint;
  private final String accessKey;
  private final String secretKey;
  private final AmazonS3 s3;

  Minio(String endpoint, String accessKey, String secretKey) {
    // The SDK announces its end of life with a stack trace at first use, unless told not to.
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.s3 =
        AmazonS3ClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration(endpoint, REGION))
            .withPathStyleAccessEnabled(true)
            .withCredentials(
                new AWSStaticCredentialsProvider(new BasicAWSCredentials(accessKey, secretKey)))
            .build();
  }

  /** Returns the address, for example {@code http://127.0.0.1:9000}. */
  public String endpoint() {
    return endpoint;
  }

  /** Begins a location in a bucket, with this store's administrator as its user. */
  public S3Location location(String name, String bucket) {
    return S3Location.builder(name, bucket)
        .region(region())
        .s3Url(URI.create(endpoint))
        .s3ForcePathStyle(true)
        .credentials(S3Credentials.ofKeys(accessKey, secretKey));
  }

  /** Returns the region to sign for. */
  public String region() {
    return REGION;
  }

  /** Returns the access key of the administrator. */
  public String accessKey() {
    return accessKey;
  }

  /** Returns the secret key of the administrator. */
  public String secretKey() {
    return secretKey;
  }

  /** Returns the S3 client, for what this class has no method for. */
  public AmazonS3 s3() {
    return s3;
  }

  void check() {
    s3.listBuckets(new ListBucketsPaginatedRequest());
  }

  /** Creates a bucket with a new name that begins with {@code stem}, and returns the name. */
  public String newBucket(String stem) {
    String name = stem + "-" + UUID.randomUUID().toString().substring(0, 8);
    s3.createBucket(name);
    return name;
  }

  /** Returns the keys under {@code prefix}, in order. */
  public List<String> keys(String bucket, String prefix) {
    List<String> keys = new ArrayList<>();
    ListObjectsV2Request request =
        new ListObjectsV2Request().withBucketName(bucket).withPrefix(prefix);
    ListObjectsV2Result page;
    do {
      page = s3.listObjectsV2(request);
      page.getObjectSummaries().stream().map(S3ObjectSummary::getKey).forEach(keys::add);
      request.setContinuationToken(page.getNextContinuationToken());
    } while (page.isTruncated());
    return keys;
  }

  /** Returns the content of an object. */
  public byte[] read(String bucket, String key) {
    try (S3Object object = s3.getObject(bucket, key);
        InputStream content = object.getObjectContent()) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + bucket + "/" + key, e);
    }
  }

  /** Returns the content of an object that is stored with gzip, unpacked. */
  public byte[] readGzip(String bucket, String key) {
    try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(read(bucket, key)))) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + bucket + "/" + key, e);
    }
  }

  /** Stores an object. */
  public void write(String bucket, String key, byte[] content) {
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentLength(content.length);
    s3.putObject(bucket, key, new ByteArrayInputStream(content), metadata);
  }

  /** Removes everything under {@code prefix}. */
  public void deleteAll(String bucket, String prefix) {
    keys(bucket, prefix).forEach(key -> s3.deleteObject(bucket, key));
  }

  /** Removes a bucket with all that is in it. */
  public void deleteBucket(String bucket) {
    deleteAll(bucket, "");
    s3.deleteBucket(bucket);
  }
}

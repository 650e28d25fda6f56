// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.time.Instant;

/**
 * What a store tells of one object.
 *
 * @param key its key, relative to the location's prefix
 * @param sizeBytes its length
 * @param modifiedAt when it was written, by the store's clock
 * @param etag the store's tag of this version of it; empty if the store has none
 */
public record ObjectInfo(String key, long sizeBytes, Instant modifiedAt, String etag) {}

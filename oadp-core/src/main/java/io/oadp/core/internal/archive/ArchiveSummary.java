// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.spi.storage.ObjectInfo;

/**
 * What a finished archive is.
 *
 * @param object as the store has it
 * @param sizeBytes its length, compressed
 * @param rawBytes the length of the tar file in it
 * @param sha256 of the compressed bytes, hexadecimal
 * @param items how often an item was written
 * @param entries how many files the tar file has
 * @param members of how many gzip members it consists
 */
public record ArchiveSummary(
    ObjectInfo object,
    long sizeBytes,
    long rawBytes,
    String sha256,
    long items,
    long entries,
    int members) {}

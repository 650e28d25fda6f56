// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of one run, each with the place of its item in the archive once that is known. 32 bytes
 * per key in chunks that are never copied, and 5 to 10 bytes in a table of key numbers by open
 * addressing; it is what de-duplication needs and, sorted, what the side index stores. Thread-safe.
 */
final class DigestSet {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_KEYS = 1 << CHUNK_BITS;
  private static final int LONGS = 4;
  private static final int MAX_KEYS = 1 << 29;
  private static final long PLACED = Long.MIN_VALUE;

  /** Per key: digest high, digest low, member and offset, flags (with PLACED) and size. */
  private final List<long[]> chunks = new ArrayList<>();

  /** Key number + 1, or 0; where a key is looked for first is told by its topmost bits. */
  private int[] table = new int[1 << 10];

  private int keys;

  /** The number of this key, which is given to it now if it is new. */
  synchronized int numberOf(KeyDigest key) {
    int slot = find(key.high(), key.low());
    return table[slot] != 0 ? table[slot] - 1 : insert(slot, key);
  }

  /** Whether the key was new. */
  synchronized boolean add(KeyDigest key) {
    int slot = find(key.high(), key.low());
    if (table[slot] != 0) {
      return false;
    }
    insert(slot, key);
    return true;
  }

  /** Records where the item is; said again, the later place counts, as it does in a tar file. */
  synchronized void place(int key, int member, int offset, int size, int flags) {
    long[] chunk = chunks.get(key >>> CHUNK_BITS);
    int at = (key & (CHUNK_KEYS - 1)) * LONGS;
    chunk[at + 2] = (long) member << 32 | offset;
    chunk[at + 3] = PLACED | (long) flags << 32 | size;
  }

  synchronized long heapBytes() {
    return (long) chunks.size() * CHUNK_KEYS * LONGS * Long.BYTES + 4L * table.length;
  }

  boolean isPlaced(int key) {
    return cell(key, 3) < 0;
  }

  long high(int key) {
    return cell(key, 0);
  }

  long low(int key) {
    return cell(key, 1);
  }

  int member(int key) {
    return (int) (cell(key, 2) >>> 32);
  }

  int offset(int key) {
    return (int) cell(key, 2);
  }

  int itemBytes(int key) {
    return (int) cell(key, 3);
  }

  int flags(int key) {
    return (int) (cell(key, 3) >>> 32) & 0x7fff_ffff;
  }

  /** The numbers of the keys that have a place, in the order of their digests. */
  synchronized int[] placedInOrder() {
    int bits = Math.min(24, Math.max(8, 32 - Integer.numberOfLeadingZeros(keys) - 3));
    int[] ends = new int[(1 << bits) + 1];
    for (int key = 0; key < keys; key++) {
      if (isPlaced(key)) {
        ends[(int) (high(key) >>> (64 - bits)) + 1]++;
      }
    }
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
    int[] sorted = new int[ends[ends.length - 1]];
    int[] next = Arrays.copyOf(ends, ends.length - 1);
    for (int key = 0; key < keys; key++) {
      if (isPlaced(key)) {
        int bucket = (int) (high(key) >>> (64 - bits));
        int at = next[bucket]++;
        // Insertion within the bucket: digests are uniform, so a bucket holds about eight keys.
        while (at > ends[bucket] && compare(sorted[at - 1], key) > 0) {
          sorted[at] = sorted[at - 1];
          at--;
        }
        sorted[at] = key;
      }
    }
    return sorted;
  }

  private int compare(int key1, int key2) {
    return KeyDigest.compare(high(key1), low(key1), high(key2), low(key2));
  }

  private long cell(int key, int column) {
    return chunks.get(key >>> CHUNK_BITS)[(key & (CHUNK_KEYS - 1)) * LONGS + column];
  }

  private int insert(int slot, KeyDigest key) {
    if (keys == MAX_KEYS) {
      throw new IllegalStateException("one backup cannot hold more than " + MAX_KEYS + " items");
    }
    if ((keys & (CHUNK_KEYS - 1)) == 0) {
      chunks.add(new long[CHUNK_KEYS * LONGS]);
    }
    int number = keys++;
    long[] chunk = chunks.get(number >>> CHUNK_BITS);
    int at = (number & (CHUNK_KEYS - 1)) * LONGS;
    chunk[at] = key.high();
    chunk[at + 1] = key.low();
    table[slot] = number + 1;
    if (keys > table.length / 5 * 4) {
      grow();
    }
    return number;
  }

  private int find(long high, long low) {
    int mask = table.length - 1;
    int slot = (int) (high >>> 32) & mask;
    while (table[slot] != 0) {
      int key = table[slot] - 1;
      if (high(key) == high && low(key) == low) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    table = new int[table.length * 2];
    for (int key = 0; key < keys; key++) {
      table[find(high(key), low(key))] = key + 1;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Items of one kind that are made when they are read, in the order of their keys; none is kept. */
final class Population extends AbstractList<StoredItem> implements RandomAccess {
  private static final int SAMPLES = 1000;

  private final int size;
  private final IntFunction<StoredItem> items;

  Population(int size, IntFunction<StoredItem> items) {
    this.size = size;
    this.items = items;
    String last = "";
    for (int i = 0; i < size; i += Math.max(1, size / SAMPLES)) {
      String key = get(i).key();
      if (key.compareTo(last) <= 0) {
        throw new IllegalArgumentException(
            ("item %d (%s) does not come after the ones before it (%s): pad the numbers in names,"
                    + " as in String.format(\"item-%%07d\", i)")
                .formatted(i, key, last));
      }
      last = key;
    }
  }

  @Override
  public StoredItem get(int index) {
    return items.apply(index);
  }

  @Override
  public int size() {
    return size;
  }

  Optional<StoredItem> find(String key) {
    int at = Lists.indexOf(this, key);
    return at < size ? Optional.of(get(at)).filter(i -> i.key().equals(key)) : Optional.empty();
  }

  /** These items and stored ones in one order. */
  List<StoredItem> with(Collection<StoredItem> stored) {
    TreeMap<Integer, StoredItem> placed = new TreeMap<>();
    for (StoredItem item : stored) {
      placed.put(Lists.indexOf(this, item.key()) + placed.size(), item);
    }
    return new Merged(this, List.copyOf(placed.keySet()), List.copyOf(placed.values()));
  }

  private static final class Merged extends AbstractList<StoredItem> implements RandomAccess {
    private final Population generated;
    private final List<Integer> places;
    private final List<StoredItem> stored;

    Merged(Population generated, List<Integer> places, List<StoredItem> stored) {
      this.generated = generated;
      this.places = places;
      this.stored = stored;
    }

    @Override
    public StoredItem get(int index) {
      int at = java.util.Collections.binarySearch(places, index);
      return at >= 0 ? stored.get(at) : generated.get(index + at + 1);
    }

    @Override
    public int size() {
      return generated.size() + stored.size();
    }
  }
}

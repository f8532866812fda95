package dev.gradus.engine.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Different keys with a value for each, which need not fit into memory together. One goes through
 * all keys several times, and each time another part of them has values:
 *
 * <pre>{@code
 * do {
 *   for (K key : keys) {
 *     parts.get(key, first).ifPresent(…);
 *   }
 *   use(parts.values());
 * } while (parts.next());
 * }</pre>
 *
 * <p>A part is a range of hash codes, so keys with the same hash code are in one part, however many
 * they are.
 *
 * @param <K> the type of a key
 * @param <V> the type of a value
 */
final class KeysInParts<K, V> {

  /** About what a short string takes with a small value, in bytes. */
  private static final int BYTES_PER_KEY = 128;

  /** The share of the memory that a part takes; several columns are learned at the same time. */
  private static final int SHARE_OF_HEAP = 64;

  /** Below this, memory is no concern. */
  private static final int FEWEST = 1 << 13;

  private static final int MOST = 1 << 24;

  /** One more than the last place. */
  private static final long END = 1L << Integer.SIZE;

  /** An odd number with bits everywhere: the golden ratio. */
  private static final int SPREAD = 0x9E3779B9;

  private final int most;
  private final Map<K, V> part = new HashMap<>();
  private long from;
  private long to = END;

  /** Parts that take a small share of the memory of the process. */
  KeysInParts() {
    this(
        (int)
            Math.min(
                MOST,
                Math.max(
                    FEWEST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_PER_KEY)));
  }

  /**
   * Parts of a given size.
   *
   * @param most the number of keys of a part, at least 1
   */
  KeysInParts(int most) {
    this.most = most;
  }

  /**
   * The value of a key.
   *
   * @param first makes the value of a key that has none
   * @return empty if the key is in another part
   */
  Optional<V> get(K key, Supplier<V> first) {
    long place = placeOf(key);
    if (place < from || place >= to) {
      return Optional.empty();
    }
    V value = part.computeIfAbsent(key, unused -> first.get());
    if (part.size() > most) {
      narrow();
    }
    return Optional.of(value);
  }

  private static long placeOf(Object key) {
    return key.hashCode() * SPREAD & (END - 1);
  }

  /** Leaves keys to later parts. */
  private void narrow() {
    while (part.size() > most && to - from > 1) {
      to = from + (to - from) / 2;
      part.keySet().removeIf(key -> placeOf(key) >= to);
    }
  }

  /** The keys of this part with their values; not to be modified. */
  Map<K, V> values() {
    return part;
  }

  /**
   * Forgets this part and begins the next one.
   *
   * @return whether there is one
   */
  boolean next() {
    part.clear();
    from = to;
    to = END;
    return from < END;
  }
}

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

  /** About what a key takes with a small value, in bytes; a string takes its characters as well. */
  static final int BYTES_PER_KEY = 128;

  /** Below this, memory is no concern. */
  private static final long FEWEST = 1L << 20;

  private static final long MOST = 1L << 31;

  /** One more than the last place. */
  private static final long END = 1L << Integer.SIZE;

  /** An odd number with bits everywhere: the golden ratio. */
  private static final int SPREAD = 0x9E3779B9;

  private final long most;
  private final Map<K, V> part = new HashMap<>();
  private long bytes;
  private long from;
  private long to = END;

  /** Parts that take a small share of the memory of the process. */
  KeysInParts() {
    this(Math.min(MOST, Math.max(FEWEST, shareOfHeap())));
  }

  /**
   * Parts of a given size.
   *
   * @param most the bytes of a part; one that has a single key may take more
   */
  KeysInParts(long most) {
    this.most = most;
  }

  /** All processors together, each with a column, take at most a quarter of the heap. */
  private static long shareOfHeap() {
    Runtime process = Runtime.getRuntime();
    return process.maxMemory() / Math.max(64, 4 * process.availableProcessors());
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
    V value =
        part.computeIfAbsent(
            key,
            added -> {
              bytes += bytesOf(added);
              return first.get();
            });
    if (bytes > most) {
      narrow();
    }
    return Optional.of(value);
  }

  private static long placeOf(Object key) {
    return key.hashCode() * SPREAD & (END - 1);
  }

  private static long bytesOf(Object key) {
    return BYTES_PER_KEY + (key instanceof String text ? 2L * text.length() : 0);
  }

  /** Leaves keys to later parts. */
  private void narrow() {
    while (bytes > most && part.size() > 1 && to - from > 1) {
      to = from + (to - from) / 2;
      part.keySet().removeIf(key -> placeOf(key) >= to);
      bytes = part.keySet().stream().mapToLong(KeysInParts::bytesOf).sum();
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
    bytes = 0;
    from = to;
    to = END;
    return from < END;
  }
}

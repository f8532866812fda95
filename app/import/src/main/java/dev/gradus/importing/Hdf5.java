package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the HDF5 files that Keras writes: groups with a symbol table, and data sets of floating
 * point numbers that lie in one piece.
 *
 * <p>The names follow the specification of the format, version 3.0: a file begins with a superblock
 * of version 0, a group is an object header with a symbol table, which is a B-tree of names in a
 * local heap, and a data set is an object header with a data space, a data type and a layout. Later
 * forms of these, compression and chunks are refused.
 */
final class Hdf5 {

  /** 0x89, HDF, and three ends of lines, little-endian. */
  private static final long SIGNATURE = 0x0A1A0A0D46444889L;

  private static final int SUPERBLOCK_SIZES = 13;
  private static final int ROOT_ADDRESS = 64;
  private static final int SHORTEST = 96;

  private static final int DATA_SPACE = 1;
  private static final int DATA_TYPE = 3;
  private static final int LAYOUT = 8;
  private static final int FILTERS = 11;
  private static final int CONTINUATION = 16;
  private static final int SYMBOL_TABLE = 17;

  private static final int ENTRY_BYTES = 40;
  private static final int NODE_HEAD = 8;
  private static final int TREE_HEAD = 24;
  private static final int HEADER_HEAD = 16;
  private static final int MESSAGE_HEAD = 8;

  /** The class of floating point numbers. */
  private static final int FLOATING = 1;

  private static final int MOST_DIMENSIONS = 32;
  private static final int DEEPEST_TREE = 50;

  /** How often a tree, a header or a group may lead to another one. */
  private static final int MOST_BLOCKS = 100_000;

  private final ByteBuffer file;
  private int blocks;

  /** The addresses of the object headers of a group, by name. */
  private final Map<Integer, Map<String, Integer>> groups = new HashMap<>();

  Hdf5(byte[] bytes) throws DamagedException {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < SHORTEST || file.getLong(0) != SIGNATURE) {
      throw damaged();
    }
    if (bytes[8] != 0) {
      throw Refusal.of(
          "its weights are in an HDF5 file with a superblock of version %s, which Keras does not write; save the model again with Keras 3",
          bytes[8]);
    }
    if (bytes[SUPERBLOCK_SIZES] != Long.BYTES || bytes[SUPERBLOCK_SIZES + 1] != Long.BYTES) {
      throw damaged();
    }
  }

  private static DamagedException damaged() {
    return new DamagedException(
        "its weights are damaged or truncated: model.weights.h5 is not a complete HDF5 file; copy or save the model again");
  }

  /** An address of the file, or a length in it. */
  private int place(int at) throws DamagedException {
    long place = number(at, Long.BYTES);
    if (place < 0 || place >= file.capacity()) {
      throw damaged();
    }
    return (int) place;
  }

  private long number(int at, int bytes) throws DamagedException {
    require(at, bytes);
    return switch (bytes) {
      case 1 -> file.get(at) & 0xFF;
      case Short.BYTES -> file.getShort(at) & 0xFFFF;
      case Integer.BYTES -> file.getInt(at) & 0xFFFFFFFFL;
      default -> file.getLong(at);
    };
  }

  private void require(long at, long bytes) throws DamagedException {
    if (at < 0 || bytes < 0 || at + bytes > file.capacity()) {
      throw damaged();
    }
  }

  private void mark(int at, String signature) throws DamagedException {
    require(at, signature.length());
    for (int i = 0; i < signature.length(); i++) {
      if (file.get(at + i) != signature.charAt(i)) {
        throw damaged();
      }
    }
    if (++blocks > MOST_BLOCKS) {
      throw damaged();
    }
  }

  /**
   * A message of an object header.
   *
   * @param at the position of its content
   */
  private record Message(int type, int at, int size) {}

  private List<Message> messages(int header) throws DamagedException {
    if (number(header, 1) != 1) {
      throw Refusal.of(
          "its weights are in an HDF5 file with object headers of version %s, which Keras does not write; save the model again with Keras 3",
          number(header, 1) == 'O' ? 2 : number(header, 1));
    }
    List<Message> messages = new ArrayList<>();
    List<int[]> open = new ArrayList<>();
    open.add(
        new int[] {header + HEADER_HEAD, (int) Math.min(Integer.MAX_VALUE, number(header + 8, 4))});
    for (int i = 0; i < open.size(); i++) {
      int at = open.get(i)[0];
      int end = at + open.get(i)[1];
      require(at, open.get(i)[1]);
      while (at + MESSAGE_HEAD <= end) {
        Message message =
            new Message((int) number(at, 2), at + MESSAGE_HEAD, (int) number(at + 2, 2));
        require(message.at(), message.size());
        if (message.type() == CONTINUATION) {
          open.add(new int[] {place(message.at()), place(message.at() + Long.BYTES)});
        }
        messages.add(message);
        at = message.at() + message.size();
        if (++blocks > MOST_BLOCKS) {
          throw damaged();
        }
      }
    }
    return messages;
  }

  private static Optional<Message> find(List<Message> messages, int type) {
    return messages.stream().filter(message -> message.type() == type).findFirst();
  }

  /** The members of a group; empty if it is none. */
  private Map<String, Integer> members(int header) throws DamagedException {
    if (!groups.containsKey(header)) {
      Map<String, Integer> members = new HashMap<>();
      Optional<Message> table = find(messages(header), SYMBOL_TABLE);
      if (table.isPresent()) {
        int heap = place(table.get().at() + Long.BYTES);
        mark(heap, "HEAP");
        collect(place(table.get().at()), place(heap + TREE_HEAD), members, new HashSet<>(), 0);
      }
      groups.put(header, members);
    }
    return groups.get(header);
  }

  /** Collects the names of a tree or of one of its leaves. */
  private void collect(
      int at, int names, Map<String, Integer> members, Set<Integer> seen, int depth)
      throws DamagedException {
    if (!seen.add(at) || depth > DEEPEST_TREE) {
      throw damaged();
    }
    if (number(at, 1) == 'S') {
      mark(at, "SNOD");
      int count = (int) number(at + 6, 2);
      for (int i = 0; i < count; i++) {
        int entry = at + NODE_HEAD + i * ENTRY_BYTES;
        members.put(text(names + (long) place(entry)), place(entry + Long.BYTES));
      }
      return;
    }
    mark(at, "TREE");
    int count = (int) number(at + 6, 2);
    for (int i = 0; i < count; i++) {
      // A key, and a child behind it.
      collect(
          place(at + TREE_HEAD + i * 2 * Long.BYTES + Long.BYTES), names, members, seen, depth + 1);
    }
  }

  private String text(long at) throws DamagedException {
    require(at, 1);
    int end = (int) at;
    while (end < file.capacity() && file.get(end) != 0) {
      end++;
    }
    return UTF_8.decode(file.slice((int) at, end - (int) at)).toString();
  }

  private Optional<Integer> header(String path) throws DamagedException {
    int at = place(ROOT_ADDRESS);
    for (String name : path.split("/", -1)) {
      Integer next = members(at).get(name);
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  /** A data set; empty if there is none at the path. */
  Optional<Weights> weights(String path) throws DamagedException {
    Optional<Integer> header = header(path);
    return header.isEmpty() ? Optional.empty() : Optional.of(weights(header.get(), path));
  }

  private Weights weights(int header, String path) throws DamagedException {
    List<Message> messages = messages(header);
    Message space = find(messages, DATA_SPACE).orElseThrow(Hdf5::damaged);
    Message type = find(messages, DATA_TYPE).orElseThrow(Hdf5::damaged);
    Message layout = find(messages, LAYOUT).orElseThrow(Hdf5::damaged);
    if (find(messages, FILTERS).isPresent()) {
      throw Refusal.of(
          "the weights %s are compressed; save the model with Keras, which does not compress them",
          path);
    }
    List<Integer> shape = shape(space);
    int width = width(type, path);
    int size = Weights.sizeOf(shape);
    int from = from(layout, (long) size * width, path);
    if (size < 0) {
      throw damaged();
    }
    require(from, (long) size * width);
    ByteBuffer data =
        file.slice(from, size * width)
            .order(
                (file.get(type.at() + 1) & 1) == 0
                    ? ByteOrder.LITTLE_ENDIAN
                    : ByteOrder.BIG_ENDIAN);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (width) {
            case Float.BYTES -> data.getFloat();
            case Double.BYTES -> (float) data.getDouble();
            default -> HalfPrecision.binary16(data.getShort());
          };
    }
    return new Weights(shape, values);
  }

  private List<Integer> shape(Message space) throws DamagedException {
    int version = (int) number(space.at(), 1);
    int rank = (int) number(space.at() + 1, 1);
    int at = space.at() + (version == 1 ? 8 : 4);
    if (version < 1 || version > 2 || rank > MOST_DIMENSIONS) {
      throw damaged();
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long size = number(at + i * Long.BYTES, Long.BYTES);
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw damaged();
      }
      shape.add((int) size);
    }
    return shape;
  }

  /** The bytes of a number. */
  private int width(Message type, String path) throws DamagedException {
    int kind = (int) number(type.at(), 1) & 0xF;
    int width = (int) number(type.at() + 4, 4);
    int exponentBits = (int) number(type.at() + 13, 1);
    boolean isIeee =
        width == Short.BYTES && exponentBits == 5
            || width == Float.BYTES && exponentBits == 8
            || width == Double.BYTES && exponentBits == 11;
    if (kind != FLOATING || !isIeee) {
      throw Refusal.of(
          "the weights %s are not floating-point numbers of 16, 32 or 64 bits; save the model with float32",
          path);
    }
    return width;
  }

  /** Where the numbers begin. */
  private int from(Message layout, long bytes, String path) throws DamagedException {
    int version = (int) number(layout.at(), 1);
    int kind = (int) number(layout.at() + 1, 1);
    if (version != 3 || kind > 1) {
      throw Refusal.of(
          "the weights %s are not stored contiguously; save the model with Keras, which stores them so",
          path);
    }
    if (kind == 0) {
      return layout.at() + 4;
    }
    // Data sets without numbers have no address.
    return bytes == 0 ? 0 : place(layout.at() + 2);
  }
}

package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message in the wire format of protocol buffers: the values of each field, in their order. A
 * message within it is read when it is asked for.
 */
final class ProtoMessage {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT = 10;
  private static final int MORE = 0x80;
  private static final int SEVEN_BITS = 0x7F;

  /** By the number of the field: a {@code Long} or a {@code ByteBuffer}. */
  private final Map<Integer, List<Object>> fields = new HashMap<>();

  /**
   * Reads a message.
   *
   * @param bytes little-endian; from its position to its limit
   */
  ProtoMessage(ByteBuffer bytes) throws DamagedException {
    ByteBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (rest.hasRemaining()) {
      long tag = varint(rest);
      long field = tag >>> 3;
      if (field < 1 || field > Integer.MAX_VALUE) {
        throw damaged();
      }
      fields.computeIfAbsent((int) field, any -> new ArrayList<>()).add(value(rest, (int) tag & 7));
    }
  }

  private static Object value(ByteBuffer rest, int type) throws DamagedException {
    return switch (type) {
      case VARINT -> varint(rest);
      case FIXED_64 -> cut(rest, Long.BYTES).getLong();
      case FIXED_32 -> (long) cut(rest, Integer.BYTES).getInt();
      case BYTES -> cut(rest, varint(rest));
      default -> throw damaged();
    };
  }

  private static long varint(ByteBuffer rest) throws DamagedException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (!rest.hasRemaining()) {
        throw damaged();
      }
      byte next = rest.get();
      value |= (long) (next & SEVEN_BITS) << 7 * i;
      if ((next & MORE) == 0) {
        return value;
      }
    }
    throw damaged();
  }

  private static ByteBuffer cut(ByteBuffer rest, long size) throws DamagedException {
    if (size < 0 || size > rest.remaining()) {
      throw damaged();
    }
    ByteBuffer part = rest.slice(rest.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
    rest.position(rest.position() + (int) size);
    return part;
  }

  static DamagedException damaged() {
    return new DamagedException(
        "the file is not an ONNX model, or it is truncated or damaged; copy or export it again");
  }

  private List<Object> values(int field) {
    return fields.getOrDefault(field, List.of());
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }

  /** The messages of a field. */
  List<ProtoMessage> messages(int field) throws DamagedException {
    List<ProtoMessage> messages = new ArrayList<>();
    for (Object value : values(field)) {
      messages.add(new ProtoMessage(bytes(value)));
    }
    return messages;
  }

  /** The last message of a field, as the format has it. */
  Optional<ProtoMessage> message(int field) throws DamagedException {
    List<ProtoMessage> all = messages(field);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The strings of a field. */
  List<String> texts(int field) throws DamagedException {
    List<String> texts = new ArrayList<>();
    for (Object value : values(field)) {
      texts.add(UTF_8.decode(bytes(value).duplicate()).toString());
    }
    return texts;
  }

  /** The last string of a field; empty if there is none. */
  String text(int field) throws DamagedException {
    List<String> all = texts(field);
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** The bytes of a field; empty if there are none. */
  Optional<ByteBuffer> bytes(int field) throws DamagedException {
    List<Object> all = values(field);
    return all.isEmpty() ? Optional.empty() : Optional.of(bytes(all.get(all.size() - 1)));
  }

  private static ByteBuffer bytes(Object value) throws DamagedException {
    if (value instanceof ByteBuffer part) {
      return part.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
    throw damaged();
  }

  /** The last whole number of a field. */
  long number(int field, long otherwise) throws DamagedException {
    List<Long> all = numbers(field);
    return all.isEmpty() ? otherwise : all.get(all.size() - 1);
  }

  /** The last float of a field. */
  float real(int field, float otherwise) throws DamagedException {
    List<Object> all = values(field);
    if (all.isEmpty()) {
      return otherwise;
    }
    if (all.get(all.size() - 1) instanceof Long bits) {
      return Float.intBitsToFloat((int) (long) bits);
    }
    throw damaged();
  }

  /** The whole numbers of a field, packed or not. */
  List<Long> numbers(int field) throws DamagedException {
    List<Long> numbers = new ArrayList<>();
    for (Object value : values(field)) {
      if (value instanceof Long number) {
        numbers.add(number);
      } else {
        ByteBuffer packed = bytes(value);
        while (packed.hasRemaining()) {
          numbers.add(varint(packed));
        }
      }
    }
    return numbers;
  }

  /** The floats of a field, packed or not. */
  float[] reals(int field) throws DamagedException {
    int size = 0;
    for (Object value : values(field)) {
      size += value instanceof ByteBuffer packed ? packed.remaining() / Float.BYTES : 1;
    }
    ByteBuffer all =
        ByteBuffer.allocate(Math.multiplyExact(size, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (Object value : values(field)) {
      if (value instanceof Long bits) {
        all.putInt((int) (long) bits);
      } else {
        ByteBuffer packed = bytes(value);
        if (packed.remaining() % Float.BYTES != 0) {
          throw damaged();
        }
        all.put(packed);
      }
    }
    float[] reals = new float[size];
    all.flip();
    all.asFloatBuffer().get(reals);
    return reals;
  }

  /** The doubles of a field, packed or not. */
  double[] doubles(int field) throws DamagedException {
    List<Double> doubles = new ArrayList<>();
    for (Object value : values(field)) {
      if (value instanceof Long bits) {
        doubles.add(Double.longBitsToDouble(bits));
      } else {
        ByteBuffer packed = bytes(value);
        if (packed.remaining() % Double.BYTES != 0) {
          throw damaged();
        }
        while (packed.hasRemaining()) {
          doubles.add(packed.getDouble());
        }
      }
    }
    return doubles.stream().mapToDouble(each -> each).toArray();
  }
}

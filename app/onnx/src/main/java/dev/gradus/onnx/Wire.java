package dev.gradus.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Collection;

/** A message in the wire format of protocol buffers, field by field. */
final class Wire {

  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int SEVEN_BITS = 0x7F;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A number; negative ones have ten bytes. */
  Wire number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** A float. */
  Wire real(int field, float value) {
    tag(field, FIXED_32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(bits >>> shift);
    }
    return this;
  }

  /** Floats, one field each. */
  Wire reals(int field, float[] values) {
    for (float value : values) {
      real(field, value);
    }
    return this;
  }

  /** Numbers, one field each. */
  Wire numbers(int field, long[] values) {
    for (long value : values) {
      number(field, value);
    }
    return this;
  }

  /** A string in UTF-8. */
  Wire text(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  /** Strings, one field each. */
  Wire texts(int field, Collection<String> values) {
    values.forEach(value -> text(field, value));
    return this;
  }

  /** A message within this one. */
  Wire message(int field, Wire inner) {
    tag(field, BYTES);
    varint(inner.out.size());
    byte[] all = inner.toBytes();
    out.write(all, 0, all.length);
    return this;
  }

  /** Messages, one field each. */
  Wire messages(int field, Collection<Wire> inner) {
    inner.forEach(each -> message(field, each));
    return this;
  }

  /** Bytes. */
  Wire bytes(int field, byte[] value) {
    tag(field, BYTES);
    varint(value.length);
    out.write(value, 0, value.length);
    return this;
  }

  /** The whole message. */
  byte[] toBytes() {
    return out.toByteArray();
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~SEVEN_BITS) != 0) {
      out.write((int) (rest & SEVEN_BITS | MORE));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}

package dev.gradus.typed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A class file with a constructor and one more method (Java Virtual Machine Specification, chapter
 * 4).
 *
 * <p>Version 49 is the last one without tables of the types on the stack.
 */
final class ClassFile {

  static final int RETURN = 177;

  private static final int MAGIC = 0xCAFEBABE;
  private static final int VERSION = 49;
  private static final int PUBLIC = 1;
  private static final int FINAL = 0x10;

  /** Four operands of two words are the most on the stack, or three with an array and an index. */
  private static final int STACK = 12;

  private static final int TEXT = 1;
  private static final int FLOAT = 4;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;
  private static final int NONE = -1;

  /** At most one entry for every three bytes of code. */
  private final ByteBuffer pool = ByteBuffer.allocate(1 << 16);

  private final Map<Object, Integer> entries = new HashMap<>();
  private int slots = 1;

  /**
   * The bytes of a class in this package.
   *
   * @param type the interface that it implements
   * @param name of the method, with its descriptor
   * @param code the instructions of the method
   * @param locals the number of its local variables
   */
  byte[] bytes(Class<?> type, String name, String descriptor, ByteBuffer code, int locals) {
    int own =
        entry(CLASS, text(ClassFile.class.getPackageName().replace('.', '/') + "/Loop"), NONE);
    int parent = type(Object.class);
    int implemented = type(type);
    ByteBuffer constructor = ByteBuffer.allocate(5);
    constructor.put((byte) 42).put((byte) 183);
    constructor.putShort((short) method(Object.class, "<init>", "()V")).put((byte) RETURN);
    int attribute = text("Code");
    int[] ofConstructor = {text("<init>"), text("()V"), attribute};
    int[] ofMethod = {text(name), text(descriptor), attribute};
    ByteBuffer file = ByteBuffer.allocate(pool.position() + code.position() + 200);
    file.putInt(MAGIC).putInt(VERSION).putShort((short) slots).put(pool.flip());
    file.putShort((short) FINAL).putShort((short) own).putShort((short) parent);
    file.putShort((short) 1).putShort((short) implemented).putShort((short) 0).putShort((short) 2);
    put(file, ofConstructor, constructor, 1);
    put(file, ofMethod, code, locals);
    file.putShort((short) 0);
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    return bytes;
  }

  /** Adds a method, whose name, descriptor and attribute are entries. */
  private static void put(ByteBuffer file, int[] texts, ByteBuffer code, int locals) {
    file.putShort((short) PUBLIC).putShort((short) texts[0]).putShort((short) texts[1]);
    file.putShort((short) 1).putShort((short) texts[2]).putInt(12 + code.position());
    file.putShort((short) STACK).putShort((short) locals);
    file.putInt(code.position()).put(code.flip()).putInt(0);
  }

  /** The entry of a number, which takes two places if it is a double. */
  int number(double value, boolean asFloat) {
    Object key = asFloat ? (Object) (float) value : (Object) value;
    return entries.computeIfAbsent(
        key,
        unknown -> {
          int slot = slots;
          if (asFloat) {
            pool.put((byte) FLOAT).putFloat((float) value);
          } else {
            pool.put((byte) DOUBLE).putDouble(value);
          }
          slots += asFloat ? 1 : 2;
          return slot;
        });
  }

  /** The entry of a method. */
  int method(Class<?> owner, String name, String descriptor) {
    return entry(METHOD, type(owner), entry(NAME_AND_TYPE, text(name), text(descriptor)));
  }

  private int type(Class<?> type) {
    return entry(CLASS, text(type.getName().replace('.', '/')), NONE);
  }

  /** An entry that refers to one or two others. */
  private int entry(int tag, int first, int second) {
    return entries.computeIfAbsent(
        List.of(tag, first, second),
        key -> {
          pool.put((byte) tag).putShort((short) first);
          if (second != NONE) {
            pool.putShort((short) second);
          }
          return slots++;
        });
  }

  private int text(String text) {
    return entries.computeIfAbsent(
        text,
        key -> {
          byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
          pool.put((byte) TEXT).putShort((short) bytes.length).put(bytes);
          return slots++;
        });
  }
}

package dev.gradus.typed;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes a loop as instructions of the Java virtual machine (its specification, chapter 6): for one
 * number after the other all instructions of a program, with a local variable for each column.
 * Functions are calls of static methods, which Java inlines.
 */
final class LoopWriter {

  /** Java compiles no method of more than 8000 bytes. */
  private static final int LONGEST = 8000;

  private static final int LOADED_INT = 21;
  private static final int LOADED_REFERENCE = 25;
  private static final int WIDE = 196;
  private static final int GOTO = 167;
  private static final int INCREMENT = 132;
  private static final int IF_INT_LESS = 161;
  private static final int COMPARE = 150;
  private static final int IF_AT_LEAST_ZERO = 156;
  private static final int INVOKE_STATIC = 184;
  private static final int NUMBER = 19;
  private static final int TO_DOUBLE = 141;
  private static final int TO_FLOAT = 144;

  /** The opcode of FLOAD; that of DLOAD is one more. */
  private static final int LOAD = 23;

  private static final int STORE = 56;
  private static final int ARRAY_LOAD = 48;
  private static final int ARRAY_STORE = 81;
  private static final int ADD = 98;
  private static final int SUBTRACT = 102;
  private static final int MULTIPLY = 106;
  private static final int DIVIDE = 110;
  private static final int NEGATE = 118;

  /** Functions that have no version of single precision: their results are rounded. */
  private static final Set<Program.Op> ROUNDED =
      EnumSet.of(
          Program.Op.LOG,
          Program.Op.LOG1P,
          Program.Op.POWER,
          Program.Op.POWER_OF,
          Program.Op.SQRT,
          Program.Op.SIN,
          Program.Op.COS,
          Program.Op.SINH,
          Program.Op.COSH,
          Program.Op.ATAN,
          Program.Op.LOG_COSH);

  private final ClassFile file = new ClassFile();
  private final ByteBuffer code = ByteBuffer.allocate(LONGEST);
  private final boolean inFloat;
  private int locals;

  private LoopWriter(boolean inFloat, int locals) {
    this.inFloat = inFloat;
    this.locals = locals;
  }

  /** The class file of a {@link LateLoop.OfLoss}; empty if it is too long. */
  static byte[] ofLoss(Program program) {
    LoopWriter writer = new LoopWriter(false, 7);
    return writer.file(
        LateLoop.OfLoss.class,
        "([D[D[D[DII)V",
        5,
        () -> {
          int[] at = new int[program.columns()];
          at[0] = writer.read(1, 5, false);
          at[1] = writer.read(2, 5, false);
          writer.run(program, at);
          for (int i = 0; i < 2; i++) {
            writer.local(LOADED_REFERENCE, 3 + i);
            writer.local(LOADED_INT, 5);
            writer.load(program, at, program.outputs()[i]);
            writer.op(ARRAY_STORE);
          }
        });
  }

  /** The class file of a {@link LateLoop.OfActivation}; empty if it is too long. */
  static byte[] ofActivation(Program program, boolean inFloat, boolean multiplies) {
    LoopWriter writer = new LoopWriter(inFloat, 6);
    return writer.file(
        LateLoop.OfActivation.class,
        "([F[F[FII)V",
        4,
        () -> {
          int[] at = new int[program.columns()];
          for (int input = 0; input < program.inputs(); input++) {
            at[input] = writer.read(1 + input, 4, !inFloat);
          }
          writer.run(program, at);
          writer.local(LOADED_REFERENCE, 3);
          writer.local(LOADED_INT, 4);
          if (multiplies) {
            int written = writer.read(3, 4, !inFloat);
            writer.local(writer.typed(LOAD), written);
          }
          writer.load(program, at, program.outputs()[0]);
          if (multiplies) {
            writer.op(MULTIPLY);
          }
          if (!inFloat) {
            writer.code.put((byte) TO_FLOAT);
          }
          writer.code.put((byte) ARRAY_STORE);
        });
  }

  /** A class with a method whose body is repeated for each index. */
  private byte[] file(Class<?> type, String descriptor, int index, Runnable body) {
    try {
      code.put((byte) GOTO).putShort((short) 0);
      body.run();
      code.put((byte) INCREMENT).put((byte) index).put((byte) 1);
      code.putShort(1, (short) code.position());
      local(LOADED_INT, index);
      local(LOADED_INT, index + 1);
      code.put((byte) IF_INT_LESS).putShort((short) (4 - code.position()));
      code.put((byte) ClassFile.RETURN);
    } catch (BufferOverflowException e) {
      return new byte[0];
    }
    return file.bytes(type, "run", descriptor, code, locals);
  }

  /** Loads the number of an array at the index into a new local variable. */
  private int read(int array, int index, boolean widens) {
    local(LOADED_REFERENCE, array);
    local(LOADED_INT, index);
    if (widens) {
      code.put((byte) ARRAY_LOAD).put((byte) TO_DOUBLE);
    } else {
      op(ARRAY_LOAD);
    }
    return store();
  }

  private int store() {
    int at = locals;
    local(typed(STORE), at);
    locals += 2;
    return at;
  }

  /** Runs all instructions; {@code at} has the local variables of the columns. */
  private void run(Program program, int[] at) {
    for (Program.Instruction each : program.instructions()) {
      write(program, each, at);
      if (each.op() != Program.Op.SIDE_WHERE_LESS && each.op() != Program.Op.SIDE_UNLESS_LESS) {
        at[each.to()] = store();
      }
    }
  }

  private void write(Program program, Program.Instruction each, int[] at) {
    switch (each.op()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE -> {
        load(program, at, each.a(), each.b());
        op(arithmetic(each.op()));
      }
      case ADD_NUMBER, TIMES_NUMBER -> {
        load(program, at, each.a());
        number(each.number(), inFloat);
        op(each.op() == Program.Op.ADD_NUMBER ? ADD : MULTIPLY);
      }
      case NUMBER_OVER -> {
        number(each.number(), inFloat);
        load(program, at, each.a());
        op(DIVIDE);
      }
      case SIDE_WHERE_LESS, SIDE_UNLESS_LESS -> side(program, each, at);
      default -> call(program, each, at);
    }
  }

  private static int arithmetic(Program.Op op) {
    return switch (op) {
      case ADD -> ADD;
      case SUBTRACT -> SUBTRACT;
      case MULTIPLY -> MULTIPLY;
      default -> DIVIDE;
    };
  }

  /** Computes a side only where it is needed; a side has single precision. */
  private void side(Program program, Program.Instruction each, int[] at) {
    Program side = program.sides().get(each.d());
    int[] own = new int[side.columns()];
    own[0] = at[0];
    boolean isWhereLess = each.op() == Program.Op.SIDE_WHERE_LESS;
    load(program, at, each.a(), each.b());
    // 1 for NaN, which is not less
    code.put((byte) COMPARE).put((byte) IF_AT_LEAST_ZERO);
    int toElse = code.position();
    code.putShort((short) 0);
    if (isWhereLess) {
      run(side, own);
      load(side, own, side.outputs()[0]);
    } else {
      load(program, at, each.c());
    }
    at[each.to()] = store();
    code.put((byte) GOTO);
    int toEnd = code.position();
    code.putShort((short) 0);
    code.putShort(toElse, (short) (code.position() - toElse + 1));
    if (isWhereLess) {
      load(program, at, each.c());
    } else {
      run(side, own);
      load(side, own, side.outputs()[0]);
    }
    load(program, at, each.a(), each.b());
    invoke(FloatLoops.class, "unlessNan", "(FFF)F");
    local(STORE, at[each.to()]);
    code.putShort(toEnd, (short) (code.position() - toEnd + 1));
  }

  private void call(Program program, Program.Instruction each, int[] at) {
    Program.Op op = each.op();
    boolean isRounded = inFloat && ROUNDED.contains(op);
    int[] operands =
        switch (op) {
          case MAX, MIN, STEP, POWER_OF, SIGMOID_WITH, ADD_POSITIVE_PART ->
              new int[] {each.a(), each.b()};
          case WHERE_LESS, WHERE_AT_MOST -> new int[] {each.a(), each.b(), each.c(), each.d()};
          default -> new int[] {each.a()};
        };
    for (int operand : operands) {
      load(program, at, operand);
      if (isRounded) {
        code.put((byte) TO_DOUBLE);
      }
    }
    int count = operands.length;
    if (op == Program.Op.EXP_OF_MINUS) {
      op(NEGATE);
    } else if (op == Program.Op.MAX_NUMBER
        || op == Program.Op.MIN_NUMBER
        || op == Program.Op.POWER) {
      number(each.number(), inFloat && !isRounded);
      count++;
    }
    String type = inFloat && !isRounded ? "F" : "D";
    invoke(owner(op, type.equals("F")), nameOf(op), "(" + type.repeat(count) + ")" + type);
    if (isRounded) {
      code.put((byte) TO_FLOAT);
    }
  }

  private static Class<?> owner(Program.Op op, boolean inFloat) {
    return switch (op) {
      case ABS, MAX, MIN, MAX_NUMBER, MIN_NUMBER, SQRT -> Math.class;
      case EXP, EXP_OF_MINUS, LOG -> inFloat ? FloatMath.class : DoubleMath.class;
      case EXPM1, TANH -> inFloat ? FloatMath.class : StrictMath.class;
      case SIGMOID, SOFTPLUS, TANH_DERIVATIVE, SIGMOID_DERIVATIVE -> FloatMath.class;
      case LOG1P, SIN, COS, SINH, COSH, ATAN, POWER, POWER_OF -> StrictMath.class;
      case ERF -> inFloat ? FloatMath.class : Columns.class;
      default -> inFloat ? FloatLoops.class : Columns.class;
    };
  }

  private static String nameOf(Program.Op op) {
    return switch (op) {
      case MAX_NUMBER -> "max";
      case MIN_NUMBER -> "min";
      case POWER, POWER_OF -> "pow";
      case EXP_OF_MINUS -> "exp";
      default -> inCamelCase(op.name());
    };
  }

  private static String inCamelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      boolean isFirst = name.charAt(i) == '_';
      text.append(isFirst ? name.charAt(++i) : Character.toLowerCase(name.charAt(i)));
    }
    return text.toString();
  }

  private void load(Program program, int[] at, int... columns) {
    for (int column : columns) {
      Double constant = program.constants().get(column);
      if (constant == null) {
        local(typed(LOAD), at[column]);
      } else {
        number(constant, inFloat);
      }
    }
  }

  private int typed(int op) {
    return inFloat ? op : op + 1;
  }

  private void op(int op) {
    code.put((byte) typed(op));
  }

  private void local(int op, int index) {
    if (index > 255) {
      code.put((byte) WIDE).put((byte) op).putShort((short) index);
    } else {
      code.put((byte) op).put((byte) index);
    }
  }

  private void number(double value, boolean asFloat) {
    code.put((byte) (asFloat ? NUMBER : NUMBER + 1)).putShort((short) file.number(value, asFloat));
  }

  private void invoke(Class<?> owner, String name, String descriptor) {
    code.put((byte) INVOKE_STATIC).putShort((short) file.method(owner, name, descriptor));
  }
}

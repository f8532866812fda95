package dev.gradus.engine.yaml;

import dev.gradus.engine.plugin.Names;
import dev.gradus.runtime.problem.Quoting;
import dev.gradus.spi.Interval;
import java.lang.invoke.MethodType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads scalars: numbers, booleans, enum names, strings and paths.
 *
 * <p>Nothing is guessed and nothing is lost: {@code 1.9} and {@code 1e3} are not whole numbers, a
 * quoted number is a string, digits have no leading zero and no underscores, a number out of range
 * is rejected, and so is a fraction so small that it would become 0. A string that YAML readers
 * take for a number, a boolean or null must be quoted.
 *
 * <p>Reading refuses with an {@link IllegalArgumentException}, whose message completes "must be …
 * but is …": what was found, and a hint.
 */
public final class Scalars {

  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  /**
   * Strings that YAML 1.1 or 1.2 take for a number, including octal and hexadecimal numbers,
   * infinity and NaN.
   */
  private static final Pattern NUMBER_LIKE =
      Pattern.compile(
          "[-+]?([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private static final Pattern INFINITE_OR_NAN =
      Pattern.compile("[-+]?\\.?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  /** Far more digits than any number needs; longer numbers would only take time. */
  private static final int LONGEST_NUMBER = 400;

  private Scalars() {}

  /** Whether values of a type are written as a single word. */
  public static boolean isFor(Class<?> type) {
    return type.isEnum()
        || List.of(double.class, int.class, long.class, boolean.class, String.class, Path.class)
            .contains(unboxed(type));
  }

  /** Optional options have boxed types. */
  private static Class<?> unboxed(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType();
  }

  /** A value of a type that {@link #isFor} accepts. */
  public static Object read(Class<?> type, Interval bounds, Node.Scalar scalar) {
    if (type.isEnum()) {
      return readConstant(scalar, type);
    }
    Class<?> plain = unboxed(type);
    if (plain == double.class) {
      return readDouble(scalar, bounds);
    }
    if (plain == int.class) {
      return (int) readLong(scalar, bounds, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (plain == long.class) {
      return readLong(scalar, bounds, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (plain == boolean.class) {
      return readBoolean(scalar);
    }
    return plain == Path.class ? readPath(scalar) : readText(scalar);
  }

  private static double readDouble(Node.Scalar scalar, Interval bounds) {
    String text = numberText(scalar, DECIMAL);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw refusal(scalar, "the number is too large");
    }
    if (value == 0 && isNotZero(text)) {
      throw refusal(scalar, "the number is so small that it would become 0");
    }
    check(bounds, value, scalar);
    return value;
  }

  private static boolean isNotZero(String text) {
    String mantissa = text.split("[eE]", 2)[0];
    return mantissa.chars().anyMatch(c -> c >= '1' && c <= '9');
  }

  private static long readLong(Node.Scalar scalar, Interval bounds, long least, long most) {
    String text = numberText(scalar, WHOLE);
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw tooLarge(scalar, least, most);
    }
    if (value < least || value > most) {
      throw tooLarge(scalar, least, most);
    }
    check(bounds, (double) value, scalar);
    return value;
  }

  private static IllegalArgumentException tooLarge(Node.Scalar scalar, long least, long most) {
    return refusal(scalar, "the number does not fit: it can be from " + least + " to " + most);
  }

  private static void check(Interval bounds, double value, Node.Scalar scalar) {
    if (!bounds.contains(value)) {
      throw new IllegalArgumentException(scalar.text());
    }
  }

  private static String numberText(Node.Scalar scalar, Pattern form) {
    String text = scalar.text();
    if (scalar.quoted()) {
      throw refusal(scalar, isNumberLike(text) ? "remove the quotes" : "");
    }
    if (text.length() > LONGEST_NUMBER || !form.matcher(text).matches()) {
      throw refusal(scalar, hintForNumber(text, form));
    }
    return text;
  }

  private static String hintForNumber(String text, Pattern form) {
    if (INFINITE_OR_NAN.matcher(text).matches()) {
      return "a number must be finite";
    }
    if (!isNumberLike(text)) {
      return text.matches("[-+]?[0-9]+,[0-9]+") ? "write a point, not a comma" : "";
    }
    if (text.contains("_")) {
      return "write it without underscores";
    }
    if (text.matches("[-+]?0[0-9xob].*")) {
      return "write it in decimal, without a leading zero";
    }
    return form == WHOLE ? "write it with digits only" : "";
  }

  private static boolean readBoolean(Node.Scalar scalar) {
    if (!scalar.quoted() && scalar.text().equals("true")) {
      return true;
    }
    if (!scalar.quoted() && scalar.text().equals("false")) {
      return false;
    }
    throw refusal(scalar, hintForBoolean(scalar));
  }

  private static String hintForBoolean(Node.Scalar scalar) {
    return switch (scalar.text().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y", "1" -> "write true";
      case "false", "no", "off", "n", "0" -> "write false";
      default -> "";
    };
  }

  /** A string as it is written; one that looks like something else must be quoted. */
  private static String readText(Node.Scalar scalar) {
    String text = scalar.text();
    if (!scalar.quoted() && (isNumberLike(text) || isTruthValue(text))) {
      throw refusal(
          scalar,
          "if it is meant as a string, put it in quotes: \"" + Quoting.shorten(text) + "\"");
    }
    return text;
  }

  private static boolean isNumberLike(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER_LIKE.matcher(text).matches();
  }

  private static boolean isTruthValue(String text) {
    return List.of("true", "false").contains(text.toLowerCase(Locale.ROOT));
  }

  /** A path; a relative one is relative to the folder of its document. */
  private static Path readPath(Node.Scalar scalar) {
    String text = readText(scalar);
    if (text.isBlank()) {
      throw refusal(scalar, "name a file");
    }
    try {
      return scalar.place().source().folder().resolve(text);
    } catch (InvalidPathException e) {
      throw refusal(scalar, "no file can have this name here");
    }
  }

  /** A constant of an enum, by its name in kebab case; capitals and underscores are accepted. */
  private static Object readConstant(Node.Scalar scalar, Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> nameOf(constant).equals(Names.canonical(scalar.text())))
        .findFirst()
        .orElseThrow(() -> refusal(scalar, Names.didYouMean(scalar.text(), namesOf(type))));
  }

  public static List<String> namesOf(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Scalars::nameOf).toList();
  }

  /** The name of a constant of an enum in the YAML: {@code min-max} for {@code MIN_MAX}. */
  public static String nameOf(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static IllegalArgumentException refusal(Node.Scalar scalar, String hint) {
    return new IllegalArgumentException(
        hint.isEmpty() ? scalar.describe() : scalar.describe() + "; " + hint);
  }
}

package dev.gradus.playground.instead;

import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.playground.plugins.Entry;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.spi.Plugin;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.teavm.jso.JSBody;

/** Methods in the place of those that TeaVM lacks, or computes with other bits than Java. */
public final class Missing {

  /** More memory than anything here takes; browsers do not say how much there is. */
  private static final long MEMORY = 1L << 30;

  private Missing() {}

  /** The class that has a method of the same name. */
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Of {

    /** Its name. */
    String value();
  }

  /** {@code Runtime.maxMemory}. */
  @Of("java.lang.Runtime")
  public static long maxMemory(Runtime runtime) {
    return MEMORY;
  }

  /** As {@code dev.gradus.runtime.linear.Fused} emulates it. */
  @Of("java.lang.Math")
  public static float fma(float x, float y, float sum) {
    double product = (double) x * y;
    double rounded = product + sum;
    double part = rounded - product;
    double error = (product - (rounded - part)) + (sum - part);
    if (error > 0 || error < 0) {
      long bits = Double.doubleToRawLongBits(rounded);
      if ((bits & 1) == 0) {
        rounded = Double.longBitsToDouble(error > 0 == rounded > 0 ? bits + 1 : bits - 1);
      }
    }
    return (float) rounded;
  }

  /** The upper half of a product. */
  @Of("java.lang.Math")
  public static long multiplyHigh(long x, long y) {
    long x1 = x >> 32;
    long x0 = x & 0xffffffffL;
    long y1 = y >> 32;
    long y0 = y & 0xffffffffL;
    long middle = x1 * y0 + (x0 * y0 >>> 32);
    return x1 * y1 + (middle >> 32) + (x0 * y1 + (middle & 0xffffffffL) >> 32);
  }

  /** As JavaScript reads numbers, rounded as Java does. */
  @Of("java.lang.Double")
  public static double parseDouble(String text) {
    return number(text);
  }

  @JSBody(params = "text", script = "return Number(text);")
  private static native double number(String text);

  /** {@code Arrays.parallelPrefix}. */
  @Of("java.util.Arrays")
  public static void parallelPrefix(int[] numbers, java.util.function.IntBinaryOperator operator) {
    for (int i = 1; i < numbers.length; i++) {
      numbers[i] = operator.applyAsInt(numbers[i - 1], numbers[i]);
    }
  }

  /** {@code "…".formatted(…)}. */
  @Of("java.lang.String")
  public static String formatted(String pattern, Object... arguments) {
    return Texts.format(pattern, arguments);
  }

  /** {@code String.format} with a locale, which is always the root. */
  @Of("java.lang.String")
  public static String format(Locale locale, String pattern, Object... arguments) {
    return Texts.format(pattern, arguments);
  }

  /** The same without a locale. */
  @Of("java.lang.String")
  public static String format(String pattern, Object... arguments) {
    return Texts.format(pattern, arguments);
  }

  /** No number of a page is written in an unusual style, which has an expression. */
  @Of("java.util.regex.Pattern")
  @SuppressWarnings("NullAway")
  public static Pattern compile(String expression) {
    return null;
  }

  /** See {@link #compile}. */
  @Of("java.util.regex.Pattern")
  public static String quote(String text) {
    return text;
  }

  /** As JavaScript writes a number, which has no more digits than needed either. */
  @Of("dev.gradus.runtime.column.NumberText")
  @JSBody(params = "number", script = "return String(number);")
  public static native String plain(double number);

  /** The same of any number. */
  @Of("dev.gradus.runtime.column.Digits")
  @JSBody(params = "number", script = "return String(number);")
  public static native String of(double number);

  /** The same of a {@code float}, with the digits of a {@code double}. */
  @Of("dev.gradus.runtime.column.Digits")
  @JSBody(params = "number", script = "return String(Math.fround(number));")
  public static native String of(float number);

  /** As JavaScript reads a number, if it is written as one. */
  @Of("dev.gradus.runtime.column.NumberText")
  @JSBody(
      params = "text",
      script =
          "return /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/.test(text) && isFinite(text) ? Number(text) : NaN;")
  public static native double parse(String text);

  /** The same of a part of a text. */
  @Of("dev.gradus.runtime.column.NumberText")
  public static double parse(char[] text, int from, int length) {
    return parse(new String(text, from, length));
  }

  /** Names made of many digits are never taken for numbers. */
  @Of("dev.gradus.runtime.column.NumberText")
  @JSBody(
      params = "text",
      script = "return /^-?(0|[1-9][0-9]*)([.][0-9]+)?$/.test(text) && text.length <= 15;")
  public static native boolean isExact(String text);

  /** A code point as a text. */
  @Of("java.lang.Character")
  @JSBody(params = "point", script = "return String.fromCodePoint(point);")
  public static native String toString(int point);

  /** Whether a whole text matches, as JavaScript understands the expression. */
  @Of("java.lang.String")
  @JSBody(
      params = {"text", "expression"},
      script = "return new RegExp('^(?:' + expression + ')$').test(text);")
  public static native boolean matches(String text, String expression);

  /** The parts between what matches, as JavaScript understands the expression. */
  @Of("java.lang.String")
  @JSBody(
      params = {"text", "expression"},
      script = "return text.split(new RegExp(expression));")
  public static native String[] split(String text, String expression);

  /** What a plugin says about itself: its names, from the table. */
  @Of("java.lang.Class")
  @SuppressWarnings("NullAway") // as Class.getAnnotation
  public static Annotation getAnnotation(Class<?> type, Class<?> annotation) {
    return annotation == Plugin.class ? Entry.of(type).map(NamedPlugin::new).orElse(null) : null;
  }

  /** No column of a page is one of dates. */
  @Of("dev.gradus.engine.data.DateGuess")
  public static boolean isIso(Column column) {
    return false;
  }

  /** Nobody asks a page what is far outside of its data. */
  @Of("dev.gradus.engine.data.SeenRanges")
  public static SeenRanges of(Preparation preparation, Table table, int[] rows) {
    return SeenRanges.NONE;
  }

  /** No layer is named by the settings of a page. */
  @Of("dev.gradus.engine.config.LayerPlace")
  public static Set<Integer> indexes(List<String> places) {
    return Set.of();
  }

  /** As JavaScript does it, whose table of letters need not be in the page once more. */
  @Of("java.lang.String")
  @JSBody(
      params = {"text", "locale"},
      script = "return text.toLowerCase();")
  public static native String toLowerCase(String text, Locale locale);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.String")
  @JSBody(
      params = {"text", "locale"},
      script = "return text.toUpperCase();")
  public static native String toUpperCase(String text, Locale locale);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.String")
  @JSBody(params = "text", script = "return text.toLowerCase();")
  public static native String toLowerCase(String text);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.String")
  @JSBody(params = "text", script = "return text.toUpperCase();")
  public static native String toUpperCase(String text);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.String")
  public static int compareToIgnoreCase(String text, String other) {
    return toLowerCase(text).compareTo(toLowerCase(other));
  }

  /** Of the digits of JSON. */
  @Of("java.lang.Character")
  public static int digit(char c, int radix) {
    int value = "0123456789abcdefghijklmnopqrstuvwxyz".indexOf(c | (c >= 'A' ? 0x20 : 0));
    return value < radix ? value : -1;
  }

  /** See {@link #toLowerCase}. */
  @Of("java.lang.String")
  @JSBody(params = "text", script = "return text.trim();")
  public static native String strip(String text);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.String")
  @JSBody(params = "text", script = "return text.trim().length === 0;")
  public static native boolean isBlank(String text);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  @JSBody(params = "point", script = "return /\\p{L}/u.test(String.fromCodePoint(point));")
  public static native boolean isLetter(int point);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  @JSBody(params = "point", script = "return /\\p{Nd}/u.test(String.fromCodePoint(point));")
  public static native boolean isDigit(int point);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  public static boolean isLetter(char c) {
    return isLetter((int) c);
  }

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  public static boolean isDigit(char c) {
    return isDigit((int) c);
  }

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  public static boolean isLetterOrDigit(char c) {
    return isLetter((int) c) || isDigit((int) c);
  }

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  @JSBody(params = "point", script = "return String.fromCodePoint(point).trim().length === 0;")
  public static native boolean isWhitespace(int point);

  /** See {@link #toLowerCase}. */
  @Of("java.lang.Character")
  public static boolean isWhitespace(char c) {
    return isWhitespace((int) c);
  }

  /** What is thrown where something was left out. */
  public static RuntimeException cut() {
    return new IllegalStateException("this page cannot do that; use the command");
  }
}

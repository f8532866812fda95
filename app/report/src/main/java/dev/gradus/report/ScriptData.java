package dev.gradus.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.gradus.engine.json.Json;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * The data of pictures as JSON that may stand in a script element. What would mean something to the
 * HTML around a script is escaped, so that no text of the data can end it: the angle brackets, the
 * ampersand, and the two line separators of Unicode.
 */
final class ScriptData extends CharacterEscapes {

  private static final long serialVersionUID = 1;

  private static final Map<Integer, SerializableString> SEPARATORS =
      Map.of(
          0x2028, new SerializedString("\\u2028"),
          0x2029, new SerializedString("\\u2029"));

  /** A pixel shows three digits, a tooltip five. */
  private static final MathContext DIGITS = new MathContext(6);

  /** Whole numbers up to here are exact in a double. */
  private static final double LARGEST_WHOLE = 1e15;

  /** One line, in which records are written by their components as they are called. */
  static String write(Object value) {
    return Json.write(
        value,
        RecordComponent::getName,
        ScriptData::rounded,
        json -> json.setCharacterEscapes(new ScriptData()));
  }

  private static Number rounded(double number) {
    double rounded = new BigDecimal(number).round(DIGITS).doubleValue();
    if (rounded == Math.rint(rounded) && Math.abs(rounded) < LARGEST_WHOLE) {
      return (long) rounded;
    }
    return rounded;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    for (char meaningful : new char[] {'<', '>', '&'}) {
      codes[meaningful] = ESCAPE_STANDARD;
    }
    return codes;
  }

  /** Jackson expects null for a character that needs no escape. */
  @Override
  @SuppressWarnings("NullAway")
  public SerializableString getEscapeSequence(int character) {
    return SEPARATORS.get(character);
  }
}

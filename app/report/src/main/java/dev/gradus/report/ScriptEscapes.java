package dev.gradus.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Map;

/**
 * Escapes what would mean something to the HTML around a script, so that no text of the data can
 * end it: the angle brackets, the ampersand, and the two line separators of Unicode.
 */
final class ScriptEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1;

  private static final Map<Integer, SerializableString> SEPARATORS =
      Map.of(
          0x2028, new SerializedString("\\u2028"),
          0x2029, new SerializedString("\\u2029"));

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    for (char meaningful : new char[] {'<', '>', '&'}) {
      codes[meaningful] = ESCAPE_STANDARD;
    }
    return codes;
  }

  /** The interface of Jackson wants null for what needs no escape. */
  @Override
  @SuppressWarnings("NullAway")
  public SerializableString getEscapeSequence(int character) {
    return SEPARATORS.get(character);
  }
}

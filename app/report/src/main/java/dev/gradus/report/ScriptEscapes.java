package dev.gradus.report;

import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.util.JsonpCharacterEscapes;

/**
 * Escapes what would mean something to the HTML around a script, so that no text of the data can
 * end it: the angle brackets, the ampersand, and the two line separators of Unicode.
 */
final class ScriptEscapes extends JsonpCharacterEscapes {

  private static final long serialVersionUID = 1;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    for (char meaningful : new char[] {'<', '>', '&'}) {
      codes[meaningful] = CharacterEscapes.ESCAPE_STANDARD;
    }
    return codes;
  }
}

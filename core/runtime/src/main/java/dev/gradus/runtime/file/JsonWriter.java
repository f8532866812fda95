package dev.gradus.runtime.file;

import dev.gradus.runtime.column.Digits;

/** Writes JSON without blanks, key by key. */
public final class JsonWriter {

  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder text = new StringBuilder();

  /** Whether the next value needs a comma before it. */
  private boolean follows;

  /** Opens an object or a list. */
  public JsonWriter open(char bracket) {
    comma();
    text.append(bracket);
    follows = false;
    return this;
  }

  /** Closes the current object or list. */
  public JsonWriter close(char bracket) {
    text.append(bracket);
    follows = true;
    return this;
  }

  /** Writes a key; its value must follow. */
  public JsonWriter key(String key) {
    comma();
    quote(key);
    text.append(':');
    follows = false;
    return this;
  }

  /** Writes a string, a number or a boolean. */
  public JsonWriter value(Object value) {
    comma();
    if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "JSON has no %s; give a finite number".formatted(number));
      }
      text.append(Digits.of(number));
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      quote(value.toString());
    }
    follows = true;
    return this;
  }

  private void comma() {
    if (follows) {
      text.append(',');
    }
  }

  private void quote(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < ' ') {
            text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

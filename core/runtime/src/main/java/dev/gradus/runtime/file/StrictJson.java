package dev.gradus.runtime.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) of a known form, token by token. Any token other than the requested one is
 * an error, and so are duplicate keys and content after the end.
 */
public final class StrictJson {

  /** The maximum nesting depth; no file of Gradus is nested more deeply. */
  private static final int DEEPEST = 100;

  private static final int HEX = 16;
  private static final int ESCAPED_DIGITS = 4;

  /** The maximum length of a number in characters; no number that Gradus writes is as long. */
  private static final int LONGEST_NUMBER = 1000;

  /** The kinds of tokens. */
  public enum Token {
    START_OBJECT("'{'"),
    END_OBJECT("'}'"),
    START_ARRAY("'['"),
    END_ARRAY("']'"),
    KEY("a key"),
    STRING("a text"),
    NUMBER("a number"),
    TRUE("true"),
    FALSE("false"),
    NULL("null"),
    END("its end");

    private final String called;

    Token(String called) {
      this.called = called;
    }

    @Override
    public String toString() {
      return called;
    }
  }

  private final String json;
  private int at;
  private Token token = Token.END;

  /** The text of the current key, string or number. */
  private String text = "";

  /** The open objects and lists. */
  private final Deque<Level> levels = new ArrayDeque<>();

  private boolean begun;

  /** An open object or list. */
  private static final class Level {
    private final boolean object;
    private final Set<String> keys = new HashSet<>();
    private boolean empty = true;
    private boolean keyed;

    Level(boolean object) {
      this.object = object;
    }
  }

  /** Starts at the first token. */
  public StrictJson(String json) throws IOException {
    this.json = json;
    next();
  }

  /** Reads an element of a list. */
  @FunctionalInterface
  public interface Element<T> {
    T read(StrictJson json) throws IOException;
  }

  /** The current token. */
  public Token token() {
    return token;
  }

  /** Consumes the current token, which must be the given one. */
  public void take(Token expected) throws IOException {
    if (token != expected) {
      throw new IOException("it has %s instead of %s".formatted(token, expected));
    }
    next();
  }

  /** Consumes and returns the current key. */
  public String key() throws IOException {
    String key = text;
    take(Token.KEY);
    return key;
  }

  /** Consumes the current key, which must be the given one. */
  public void key(String key) throws IOException {
    if (!isAt(key)) {
      throw new IOException("it lacks '%s', or has it out of order".formatted(key));
    }
    next();
  }

  /** Whether the current token is the given key. */
  public boolean isAt(String key) {
    return token == Token.KEY && key.equals(text);
  }

  /** Consumes and returns the current string. */
  public String string() throws IOException {
    String found = text;
    take(Token.STRING);
    return found;
  }

  /** Consumes and returns the current number. */
  public double number() throws IOException {
    double number = Double.parseDouble(numberText());
    if (!Double.isFinite(number)) {
      throw new IOException("it has a number that is too large");
    }
    return number;
  }

  /** Consumes and returns the current number, which must be a whole number. */
  public long whole() throws IOException {
    String found = numberText();
    try {
      return Long.parseLong(found);
    } catch (NumberFormatException e) {
      throw new IOException("it has %s instead of a whole number".formatted(found), e);
    }
  }

  /** Consumes and returns the current number as it is written. */
  public String numberText() throws IOException {
    String found = text;
    take(Token.NUMBER);
    return found;
  }

  /** Consumes and returns the current boolean. */
  public boolean bool() throws IOException {
    boolean value = token == Token.TRUE;
    take(value ? Token.TRUE : Token.FALSE);
    return value;
  }

  /** Consumes and returns the current list. */
  public <T> List<T> list(Element<T> element) throws IOException {
    take(Token.START_ARRAY);
    List<T> elements = new ArrayList<>();
    while (token != Token.END_ARRAY) {
      elements.add(element.read(this));
    }
    take(Token.END_ARRAY);
    return elements;
  }

  /** Checks that nothing follows. */
  public void end() throws IOException {
    if (token != Token.END) {
      throw new IOException("there is content after its end");
    }
  }

  private void next() throws IOException {
    blanks();
    if (levels.isEmpty()) {
      nextOfAll();
      return;
    }
    Level level = levels.element();
    if (level.keyed) {
      level.keyed = false;
      nextValue();
    } else if (isAt(level.object ? '}' : ']')) {
      at++;
      levels.pop();
      token = level.object ? Token.END_OBJECT : Token.END_ARRAY;
    } else {
      nextOf(level);
    }
  }

  /** The top-level value, or the end after it. */
  private void nextOfAll() throws IOException {
    if (!begun) {
      begun = true;
      nextValue();
    } else if (at < json.length()) {
      throw malformed("there is content after its end");
    } else {
      token = Token.END;
    }
  }

  private void nextOf(Level level) throws IOException {
    if (!level.empty) {
      expect(',');
      blanks();
    }
    level.empty = false;
    if (level.object) {
      nextKey(level);
    } else {
      nextValue();
    }
  }

  private void nextKey(Level level) throws IOException {
    text = quoted();
    if (!level.keys.add(text)) {
      throw malformed("the key '%s' is duplicated".formatted(text));
    }
    blanks();
    expect(':');
    level.keyed = true;
    token = Token.KEY;
  }

  private void nextValue() throws IOException {
    char c = at < json.length() ? json.charAt(at) : ' ';
    switch (c) {
      case '{', '[' -> {
        at++;
        if (levels.size() == DEEPEST) {
          throw malformed("it is nested deeper than " + DEEPEST);
        }
        levels.push(new Level(c == '{'));
        token = c == '{' ? Token.START_OBJECT : Token.START_ARRAY;
      }
      case '"' -> {
        text = quoted();
        token = Token.STRING;
      }
      case 't' -> word("true", Token.TRUE);
      case 'f' -> word("false", Token.FALSE);
      case 'n' -> word("null", Token.NULL);
      default -> nextNumber();
    }
  }

  private void word(String word, Token found) throws IOException {
    if (!json.startsWith(word, at)) {
      throw malformed("a value is missing");
    }
    at += word.length();
    token = found;
  }

  private void nextNumber() throws IOException {
    int from = at;
    if (isAt('-')) {
      at++;
    }
    if (isAt('0')) {
      at++;
    } else {
      digits();
    }
    if (isAt('.')) {
      at++;
      digits();
    }
    if (isAt('e') || isAt('E')) {
      at++;
      if (isAt('+') || isAt('-')) {
        at++;
      }
      digits();
    }
    if (at - from > LONGEST_NUMBER) {
      throw malformed("a number has more than %s characters".formatted(LONGEST_NUMBER));
    }
    text = json.substring(from, at);
    token = Token.NUMBER;
  }

  private void digits() throws IOException {
    int from = at;
    while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw malformed("a value is missing");
    }
  }

  private String quoted() throws IOException {
    expect('"');
    int from = at;
    while (at < json.length() && json.charAt(at) != '"' && json.charAt(at) != '\\') {
      plain();
    }
    if (isAt('"')) {
      at++;
      return json.substring(from, at - 1);
    }
    StringBuilder out = new StringBuilder(json.substring(from, at));
    while (!isAt('"')) {
      if (at >= json.length()) {
        throw malformed("a string is not terminated");
      }
      if (isAt('\\')) {
        at++;
        out.append(escaped());
      } else {
        out.append(plain());
      }
    }
    at++;
    return out.toString();
  }

  private char plain() throws IOException {
    char c = json.charAt(at);
    if (c < ' ') {
      throw malformed("a string contains a control character");
    }
    at++;
    return c;
  }

  private char escaped() throws IOException {
    char c = at < json.length() ? json.charAt(at) : ' ';
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw malformed("a string contains an unknown escape");
    };
  }

  private char hexadecimal() throws IOException {
    int value = 0;
    for (int i = 0; i < ESCAPED_DIGITS; i++, at++) {
      int digit = at < json.length() ? Character.digit(json.charAt(at), HEX) : -1;
      if (digit < 0 || json.charAt(at) > 'f') {
        throw malformed("a string contains an unknown escape");
      }
      value = value * HEX + digit;
    }
    return (char) value;
  }

  private boolean isAt(char c) {
    return at < json.length() && json.charAt(at) == c;
  }

  private void expect(char c) throws IOException {
    if (!isAt(c)) {
      throw malformed(
          at < json.length()
              ? "it has '%s' instead of '%s'".formatted(json.charAt(at), c)
              : "it ends where '%s' is expected".formatted(c));
    }
    at++;
  }

  private void blanks() {
    while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private IOException malformed(String why) {
    return new IOException("its JSON is malformed: %s, at character %s".formatted(why, at + 1));
  }
}

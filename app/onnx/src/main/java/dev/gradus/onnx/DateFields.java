package dev.gradus.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A notation of dates that ONNX can read: numbers with other characters between them, or numbers of
 * fixed lengths one after another. Texts are split at the characters, because there is no operator
 * for the characters at a place.
 *
 * @param pieces the numbers between the characters, each of one field or of several next to each
 *     other
 * @param literals the characters before each piece, and after the last one; may be empty at both
 *     ends
 */
record DateFields(List<List<Field>> pieces, List<String> literals) {

  private static final Pattern TOKEN = Pattern.compile("'([^']+)'|([A-Za-z])\\2*|[^A-Za-z']");

  /** A number of a date. */
  enum Field {
    YEAR(4, "\\d{4}", "2000"),
    SHORT_YEAR(2, "\\d{2}", "00"),
    MONTH(2, "(?:0[1-9]|1[0-2])", "01"),
    DAY(2, "(?:0[1-9]|[12]\\d|3[01])", "01"),
    HOUR(2, "(?:[01]\\d|2[0-3])", "00"),
    MINUTE(2, "[0-5]\\d", "00"),
    SECOND(2, "[0-5]\\d", "00"),
    // The same without a zero in front; they stand alone.
    FREE_MONTH(0, "(?:0*[1-9]|0*1[0-2])", "1"),
    FREE_DAY(0, "(?:0*[1-9]|0*[12]\\d|0*3[01])", "1"),
    FREE_HOUR(0, "(?:0*\\d|0*1\\d|0*2[0-3])", "0"),
    FREE_MINUTE(0, "0*[0-5]?\\d", "0"),
    FREE_SECOND(0, "0*[0-5]?\\d", "0"),
    // No part of a date needs it.
    FRACTION(0, "\\d{1,9}", "0");

    private final int digits;
    private final String pattern;
    private final String sample;

    Field(int digits, String pattern, String sample) {
      this.digits = digits;
      this.pattern = pattern;
      this.sample = sample;
    }

    /** The number of digits; 0 if it varies. */
    int digits() {
      return digits;
    }

    /** The field with a fixed number of digits that means the same. */
    Field meaning() {
      return switch (this) {
        case FREE_MONTH -> MONTH;
        case FREE_DAY -> DAY;
        case FREE_HOUR -> HOUR;
        case FREE_MINUTE -> MINUTE;
        case FREE_SECOND -> SECOND;
        default -> this;
      };
    }
  }

  private static final Map<String, Field> FIELDS =
      Map.ofEntries(
          Map.entry("yyyy", Field.YEAR),
          Map.entry("uuuu", Field.YEAR),
          Map.entry("yy", Field.SHORT_YEAR),
          Map.entry("uu", Field.SHORT_YEAR),
          Map.entry("MM", Field.MONTH),
          Map.entry("dd", Field.DAY),
          Map.entry("HH", Field.HOUR),
          Map.entry("mm", Field.MINUTE),
          Map.entry("ss", Field.SECOND),
          Map.entry("M", Field.FREE_MONTH),
          Map.entry("d", Field.FREE_DAY),
          Map.entry("H", Field.FREE_HOUR),
          Map.entry("m", Field.FREE_MINUTE),
          Map.entry("s", Field.FREE_SECOND));

  private static Optional<Field> field(String letters) {
    return letters.startsWith("S")
        ? Optional.of(Field.FRACTION)
        : Optional.ofNullable(FIELDS.get(letters));
  }

  /**
   * Reads a format of {@link dev.gradus.runtime.column.DateText}.
   *
   * @return empty if it has a letter that ONNX has no form for
   */
  static Optional<DateFields> of(String format) {
    List<List<Field>> pieces = new ArrayList<>();
    List<String> literals = new ArrayList<>(List.of(""));
    boolean inPiece = false;
    Matcher token = TOKEN.matcher(format);
    int end = 0;
    while (token.find() && token.start() == end) {
      end = token.end();
      Optional<Field> field = token.group(2) == null ? Optional.empty() : field(token.group());
      if (token.group(2) != null && field.isEmpty()) {
        return Optional.empty();
      }
      if (field.isEmpty()) {
        String text = token.group(1) == null ? token.group() : token.group(1);
        literals.set(literals.size() - 1, literals.get(literals.size() - 1) + text);
        inPiece = false;
      } else if (inPiece) {
        pieces.get(pieces.size() - 1).add(field.get());
      } else {
        pieces.add(new ArrayList<>(List.of(field.get())));
        literals.add("");
        inPiece = true;
      }
    }
    boolean fixed =
        pieces.stream()
            .allMatch(piece -> piece.size() == 1 || piece.stream().allMatch(f -> f.digits() > 0));
    boolean plain = literals.stream().noneMatch(text -> text.matches(".*[\\[\\]{}#].*"));
    return end == format.length() && fixed && plain && !pieces.isEmpty()
        ? Optional.of(new DateFields(pieces, literals))
        : Optional.empty();
  }

  /** The regular expression of the whole text. */
  String pattern() {
    return joined(field -> field.pattern, literal -> literal.replaceAll("[^\\w ]", "\\\\$0"));
  }

  /** A text in this notation. */
  String sample() {
    return joined(field -> field.sample, literal -> literal);
  }

  private String joined(Function<Field, String> ofField, UnaryOperator<String> ofLiteral) {
    StringBuilder text = new StringBuilder(ofLiteral.apply(literals.get(0)));
    for (int i = 0; i < pieces.size(); i++) {
      pieces.get(i).forEach(field -> text.append(ofField.apply(field)));
      text.append(ofLiteral.apply(literals.get(i + 1)));
    }
    return text.toString();
  }

  /**
   * Appends the numbers of texts in this notation.
   *
   * @param texts strings, [rows, 1], all in this notation
   * @return for each field longs, [rows, 1], without fractions of a second
   */
  Map<Field, String> numbers(OnnxGraph graph, String texts) {
    Map<Field, String> numbers = new LinkedHashMap<>();
    String rest =
        literals.get(0).isEmpty() ? texts : DateTexts.split(graph, texts, literals.get(0), 1);
    for (int i = 0; i < pieces.size(); i++) {
      String literal = literals.get(i + 1);
      String piece = literal.isEmpty() ? rest : DateTexts.split(graph, rest, literal, 0);
      if (!literal.isEmpty() && i < pieces.size() - 1) {
        rest = DateTexts.split(graph, rest, literal, 1);
      }
      if (!pieces.get(i).contains(Field.FRACTION)) {
        add(graph, graph.cast(piece, Element.LONG), pieces.get(i), numbers);
      }
    }
    return numbers;
  }

  /** Takes digits from the right. */
  private static void add(
      OnnxGraph graph, String digits, List<Field> fields, Map<Field, String> numbers) {
    String rest = digits;
    for (int i = fields.size() - 1; i >= 0; i--) {
      Field field = fields.get(i);
      String number = rest;
      if (i > 0) {
        String size = graph.longs(new long[] {(long) Math.pow(10, field.digits())});
        number = graph.node("Mod", rest, size);
        rest = graph.node("Div", rest, size);
      }
      numbers.put(field.meaning(), number);
    }
  }
}

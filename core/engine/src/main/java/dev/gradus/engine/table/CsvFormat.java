package dev.gradus.engine.table;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.nio.charset.Charset;
import java.util.List;

/**
 * How a CSV file is written: the section {@code format} of {@code data}.
 *
 * <p>In Java it is built in steps, each of which returns a new one: {@code new
 * CsvFormat().delimiter(";").decimal(",")}.
 *
 * @param delimiter the delimiter of cells: one character, {@code tab}, or {@code blanks} for one or
 *     more blanks or tabs
 * @param quote the quote character of cells that contain a delimiter
 * @param header whether the first line contains the column names; otherwise they are called 1, 2, 3
 * @param missing strings that mean a missing value, in addition to the empty one
 * @param decimal the decimal separator: a point, a comma, or {@code both} for either
 * @param thousands the thousands separator; one character, or empty for none
 * @param units prefixes and suffixes of numbers that are ignored: {@code $1.50} is 1.5, and {@code
 *     12%} is 12
 * @param unnamed whether a column without a name in the header is called by its number; otherwise
 *     it is an error
 * @param skipLines the number of lines before the header, or before the first row
 * @param encoding the encoding of the characters, by its name
 */
public record CsvFormat(
    @Option("the delimiter of cells: one character, tab, or blanks for one or more blanks or tabs")
        String delimiter,
    @Option("the quote character of cells that contain a delimiter") String quote,
    @Option("whether the first line names the columns; otherwise they are called '1', '2', '3'")
        boolean header,
    @Option("strings that mean a missing value, in addition to the empty one, such as '?' or NA")
        List<String> missing,
    @Option("the decimal separator: '.', ',', or both, if columns differ") String decimal,
    @Option("the thousands separator: one character, such as ',' in 1,234.50; empty for none")
        String thousands,
    @Option("prefixes and suffixes of numbers that are ignored, such as '$' or '%'; 12% is 12")
        List<String> units,
    @Option(
            "whether a column without a name in the header is called by its number, such as '1', or 'column 1' where another one is called so; otherwise it is an error")
        boolean unnamed,
    @Option(value = "the number of lines before the header, or before the first row", min = 0)
        int skipLines,
    @Option(
            "the encoding of the characters, such as utf-8, utf-16, windows-1252, or another one that Java knows")
        String encoding) {

  static final String POINT = ".";
  static final String COMMA = ",";

  /** Either decimal sign. */
  static final String BOTH = "both";

  /** One or more blanks or tabs between cells. */
  static final String BLANKS = "blanks";

  private static final String TAB = "tab";

  /** Commas, double quotes, a header, and nothing but an empty cell for a missing value. */
  public CsvFormat() {
    this(",", "\"", true, List.of());
  }

  /** Comma-separated, with plain numbers that have a decimal point. */
  public CsvFormat(String delimiter, String quote, boolean header, List<String> missing) {
    this(delimiter, quote, header, missing, POINT, "", List.of(), false, 0);
  }

  /** A format in UTF-8. */
  public CsvFormat(
      String delimiter,
      String quote,
      boolean header,
      List<String> missing,
      String decimal,
      String thousands,
      List<String> units,
      boolean unnamed,
      int skipLines) {
    this(
        delimiter,
        quote,
        header,
        missing,
        decimal,
        thousands,
        units,
        unnamed,
        skipLines,
        TextEncoding.USUAL);
  }

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException with a sentence, if one cannot be used
   */
  public CsvFormat {
    missing = List.copyOf(missing);
    units = List.copyOf(units);
    Options.check(
        CsvFormat.class,
        delimiter,
        quote,
        header,
        missing,
        decimal,
        thousands,
        units,
        unnamed,
        skipLines,
        encoding);
    check("delimiter", delimiter.equals(TAB) || delimiter.equals(BLANKS) ? "\t" : delimiter);
    TextEncoding.named(encoding);
    check("quote", quote);
    if (delimiter.equals(quote) || (delimiter.equals(BLANKS) && quote.isBlank())) {
      throw new IllegalArgumentException("quote and delimiter must be different characters");
    }
    checkNumbers(decimal, thousands);
    for (String unit : units) {
      if (unit.isBlank() || !unit.equals(unit.strip()) || unit.matches(".*[-+0-9].*")) {
        throw new IllegalArgumentException(
            "units must be strings without digits, signs or surrounding blanks, but one is '%s'"
                .formatted(unit));
      }
    }
    if (unnamed && !header) {
      throw new IllegalArgumentException(
          "unnamed applies to columns without a name in the header, but there is no header (header: false)");
    }
  }

  private static void check(String option, String text) {
    if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
      throw new IllegalArgumentException(
          "%s must be one character, but is '%s'".formatted(option, text));
    }
  }

  private static void checkNumbers(String decimal, String thousands) {
    if (!List.of(POINT, COMMA, BOTH).contains(decimal)) {
      throw new IllegalArgumentException(
          "decimal must be '.', ',' or both, but is '%s'".formatted(decimal));
    }
    if (thousands.isEmpty()) {
      return;
    }
    check("thousands", thousands);
    if (thousands.matches("[-+0-9A-Za-z]")) {
      throw new IllegalArgumentException(
          "thousands must be a character that cannot be part of a number, but is '%s'"
              .formatted(thousands));
    }
    boolean isDecimal =
        thousands.equals(decimal)
            || (decimal.equals(BOTH) && (thousands.equals(POINT) || thousands.equals(COMMA)));
    if (isDecimal) {
      throw new IllegalArgumentException(
          "thousands and decimal must be different characters, because 1%s234 would be two numbers"
              .formatted(thousands));
    }
  }

  char delimiterCharacter() {
    return delimiter.equals(TAB) ? '\t' : delimiter.equals(BLANKS) ? ' ' : delimiter.charAt(0);
  }

  /** Whether any number of blanks and tabs is one delimiter. */
  boolean delimitsByBlanks() {
    return delimiter.equals(BLANKS);
  }

  Charset charset() {
    return TextEncoding.named(encoding);
  }

  char quoteCharacter() {
    return quote.charAt(0);
  }

  NumberStyle numbers() {
    return new NumberStyle(decimal, thousands, units);
  }

  /** Sets the delimiter of cells: one character, {@code tab}, or {@code blanks}. */
  public CsvFormat delimiter(String delimiter) {
    return Changed.with(this, "delimiter", requireNonNull(delimiter, "delimiter must not be null"));
  }

  /** Sets the quote character of cells that contain a delimiter. */
  public CsvFormat quote(String quote) {
    return Changed.with(this, "quote", requireNonNull(quote, "quote must not be null"));
  }

  /** Sets whether the first line names the columns. */
  public CsvFormat header(boolean header) {
    return Changed.with(this, "header", header);
  }

  /** Sets the strings that mean a missing value, in addition to the empty one. */
  public CsvFormat missing(List<String> missing) {
    return Changed.with(this, "missing", requireNonNull(missing, "missing must not be null"));
  }

  /** Sets the decimal separator: a point, a comma, or {@code both}. */
  public CsvFormat decimal(String decimal) {
    return Changed.with(this, "decimal", requireNonNull(decimal, "decimal must not be null"));
  }

  /** Sets the thousands separator: one character, or empty for none. */
  public CsvFormat thousands(String thousands) {
    return Changed.with(this, "thousands", requireNonNull(thousands, "thousands must not be null"));
  }

  /** Sets the prefixes and suffixes of numbers that are ignored. */
  public CsvFormat units(List<String> units) {
    return Changed.with(this, "units", requireNonNull(units, "units must not be null"));
  }

  /** Sets whether a column without a name in the header is called by its number. */
  public CsvFormat unnamed(boolean unnamed) {
    return Changed.with(this, "unnamed", unnamed);
  }

  /** Sets the number of lines before the header, or before the first row. */
  public CsvFormat skipLines(int skipLines) {
    return Changed.with(this, "skipLines", skipLines);
  }

  /** Sets the encoding of the characters, by its name, such as {@code windows-1252}. */
  public CsvFormat encoding(String encoding) {
    return Changed.with(this, "encoding", requireNonNull(encoding, "encoding must not be null"));
  }
}

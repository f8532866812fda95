package dev.gradus.engine.data;

import dev.gradus.spi.Option;
import java.util.List;

/**
 * How a CSV file is written: the section {@code format} of {@code data}.
 *
 * @param delimiter what stands between two cells: one character, or {@code tab}
 * @param quote what stands around a cell that contains a delimiter; one character
 * @param header whether the first line names the columns; otherwise they are called 1, 2, 3
 * @param missing texts that stand for a missing value, beside the empty one
 */
public record CsvFormat(
    @Option("what stands between two cells: one character, or tab") String delimiter,
    @Option("what stands around a cell that contains a delimiter: one character") String quote,
    @Option("whether the first line names the columns; otherwise they are called '1', '2', '3'")
        boolean header,
    @Option("texts that stand for a missing value, beside the empty one, such as '?' or NA")
        List<String> missing) {

  private static final String TAB = "tab";

  /** Commas, double quotes, a header, and nothing but an empty cell for a missing value. */
  public CsvFormat() {
    this(",", "\"", true, List.of());
  }

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException with a sentence, if one cannot be used
   */
  public CsvFormat {
    missing = List.copyOf(missing);
    check("delimiter", delimiter.equals(TAB) ? "\t" : delimiter);
    check("quote", quote);
    if (delimiter.equals(quote)) {
      throw new IllegalArgumentException("quote must be another character than the delimiter");
    }
  }

  private static void check(String option, String text) {
    if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
      throw new IllegalArgumentException(
          "%s must be one character, but is '%s'".formatted(option, text));
    }
  }

  char delimiterCharacter() {
    return delimiter.equals(TAB) ? '\t' : delimiter.charAt(0);
  }

  char quoteCharacter() {
    return quote.charAt(0);
  }
}

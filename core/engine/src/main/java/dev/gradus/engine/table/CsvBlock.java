package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.problem.DataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Part of a CSV file as characters, and the rows in it.
 *
 * <p>A block begins with a record, and ends anywhere: what follows its last whole record is the
 * beginning of the next block. Several threads can read blocks at the same time, each its own.
 */
final class CsvBlock {

  /** The largest number of characters of a cell with the blanks around it and the quotes in it. */
  private static final int MOST_RAW_CHARACTERS = 4 * CsvReader.MOST_CHARACTERS;

  /** The initial capacity in cells, if the table has few columns. */
  private static final int FIRST_CELLS = 1 << 13;

  private static final int FIRST_ROWS = 256;

  /** Instead of the end of a cell or record: there are not enough characters. */
  private static final int NOT_WHOLE = -1;

  /** Instead of the end of a cell: it is to be read in another way. */
  private static final int NOT_USUAL = -2;

  /** Decimal numbers of no more digits are exact with one division; see {@link GrowingNumbers}. */
  private static final int EXACT_DIGITS = 15;

  /** Numbers with this many digits fit into 64 bits. */
  private static final int MOST_DIGITS = 19;

  /** From one part in ten to this power on, a number is written plainly; see {@link NumberText}. */
  private static final int PLAIN_DECIMALS = 4;

  /** The most characters behind the sign of a number that is read at once. */
  private static final int SHORT = Long.BYTES - 1;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Eight zeros as characters. */
  private static final long ZEROS = 0x3030303030303030L;

  /** Added to a byte, this sets its sign if it is no digit. */
  private static final long TO_SIGN = 0x7676767676767676L;

  private static final long SIGNS = 0x8080808080808080L;

  /** Instead of a character beyond ASCII, which a number has none of. */
  private static final char NO_ASCII = 0x80;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String origin;
  private final char delimiter;
  private final char quote;
  private final boolean trimsTabs;

  /** Whether any number of blanks and tabs is one delimiter; it then is a blank. */
  private final boolean blanks;

  private final char[][] missing;
  private final NumberStyle style;

  /** Whether a cell that begins with a digit or a sign is what it looks like. */
  private final boolean readsNumbers;

  /** The decimal signs; digits, which are never taken for one, if there are fewer. */
  private final char point;

  private final char comma;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private char[] chars = new char[0];
  private int length;

  /**
   * The characters as bytes, for numbers; {@link #NO_ASCII} for those beyond ASCII. Those of a
   * chunk in ASCII are its own.
   */
  private byte[] bytes = new byte[0];

  /** Whether the bytes are those of the characters. */
  private boolean hasBytes;

  /** The bytes in which characters become bytes, unless they are those of a chunk. */
  private byte[] narrowed = new byte[0];

  /** What is wrong after the characters; empty if nothing is. */
  private String malformed = "";

  /** Where the next record begins. */
  private int at;

  /** The line in which it begins. */
  private long line;

  /** Of the record that was read last: its cells, and the line ends inside its quotes. */
  private int cells;

  private int innerLines;

  /** While the names of columns are read, who receives them. */
  private Consumer<String> names = name -> {};

  private boolean readsNames;
  private int endOfNames;

  /** The line of the first record below the names; negative if they are in another block. */
  private long firstRow = -1;

  private Cells[] columns = new Cells[0];
  private int rows;
  private long[] lines = new long[0];

  /** The cells that had doubled quotes, without these, one after the other. */
  private char[] unquoted = new char[0];

  private int unquotedLength;

  /** An empty block. */
  CsvBlock(String origin, CsvFormat format) {
    this.origin = origin;
    this.delimiter = format.delimiterCharacter();
    this.quote = format.quoteCharacter();
    this.trimsTabs = delimiter != '\t';
    this.blanks = format.delimitsByBlanks();
    this.missing = format.missing().stream().map(String::toCharArray).toArray(char[][]::new);
    this.style = format.numbers();
    // A word for a missing cell may be a number, such as -999.
    this.readsNumbers =
        "+-0123456789".indexOf(delimiter) < 0
            && "+-0123456789.,".indexOf(quote) < 0
            && Arrays.stream(missing)
                .allMatch(word -> Double.isNaN(style.parse(word, 0, word.length)));
    this.point = style.isUsualWith('.') ? '.' : '0';
    this.comma = style.isUsualWith(',') ? ',' : '0';
  }

  /** The cells of a column. */
  private static final class Cells {

    /** NaN where a cell is missing, or is not known to be a number. */
    private final GrowingNumbers numbers = new GrowingNumbers(true);

    /**
     * Cells that are more than a number: three integers for each, its row, where it begins, and its
     * length. The beginning is negative if it lies in {@link CsvBlock#unquoted}.
     */
    private int[] texts = new int[0];

    private int textCount;

    /** Whether all further cells are taken for texts. */
    private boolean isText;

    /** The row of the first cell that is not a number. */
    private int firstText;

    void begin(boolean knownAsText) {
      numbers.clear();
      textCount = 0;
      isText = knownAsText;
      firstText = Integer.MAX_VALUE;
    }

    void addText(int row, int from, int length) {
      int next = 3 * textCount;
      if (next == texts.length) {
        texts = Arrays.copyOf(texts, Math.max(3 * FIRST_ROWS, 2 * next));
      }
      texts[next] = row;
      texts[next + 1] = from;
      texts[next + 2] = length;
      textCount++;
    }

    /** Forgets the cells of a row and those below it. */
    void cut(int row) {
      while (textCount > 0 && texts[3 * (textCount - 1)] >= row) {
        textCount--;
      }
      firstText = firstText >= row ? Integer.MAX_VALUE : firstText;
    }
  }

  /**
   * Becomes empty.
   *
   * @param line the number of the line that comes next
   */
  void begin(long line) {
    length = 0;
    at = 0;
    rows = 0;
    malformed = "";
    this.line = line;
  }

  /** Begins with the characters that another block has left. */
  void begin(long line, CsvBlock other) {
    begin(line);
    reserve(other.left());
    length = other.left();
    System.arraycopy(other.chars, other.at, chars, 0, length);
  }

  /** Forgets the rows, and keeps the characters after them. */
  void clear() {
    rows = 0;
    System.arraycopy(chars, at, chars, 0, left());
    length -= at;
    at = 0;
    hasBytes = false;
  }

  /** The number of characters that do not belong to a row. */
  int left() {
    return length - at;
  }

  /** The memory that more characters take, in bytes, if there is no room for them yet. */
  double bytesFor(int more) {
    return length + more <= chars.length
        ? 0
        : (double) Character.BYTES * (chars.length + 2.0 * (length + more));
  }

  private void reserve(int more) {
    if (length + more > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + more, Math.min(2 * length, 1 << 30)));
    }
  }

  /** Adds the characters of a chunk, which must not change until they are read. */
  void add(TextChunks.Chunk chunk) {
    boolean first = length == 0;
    reserve(chunk.length());
    ByteBuffer encoded = ByteBuffer.wrap(chunk.bytes(), 0, chunk.length());
    CharBuffer decoded = CharBuffer.wrap(chars, length, chars.length - length);
    CoderResult result = decoder.reset().decode(encoded, decoded, true);
    if (result.isError()) {
      malformed =
          String.format(
              Locale.ROOT,
              "byte %s of the file (0x%02X) is not UTF-8; save the file in UTF-8, or name its encoding, such as format: {encoding: windows-1252}",
              chunk.position() + encoded.position(),
              encoded.get(encoded.position()));
    }
    length = decoded.position();
    // Only of ASCII, there are as many characters as bytes.
    hasBytes = first && length == chunk.length();
    bytes = hasBytes ? chunk.bytes() : narrowed;
    at = chunk.position() == 0 && length > 0 && chars[0] == BYTE_ORDER_MARK ? 1 : at;
  }

  /** Makes bytes of the characters that are still to be read. */
  private void narrow() {
    if (narrowed.length < length) {
      narrowed = new byte[chars.length];
    }
    for (int i = at; i < length; i++) {
      narrowed[i] = (byte) Math.min(chars[i], NO_ASCII);
    }
    bytes = narrowed;
    hasBytes = true;
  }

  /** The line in which the next record begins. */
  long line() {
    return line;
  }

  /** The place of the record that is read, for messages. */
  String place() {
    return origin + ":" + line;
  }

  /** The place of a character. */
  private String placeOf(int index) {
    long number = line;
    for (int i = at; i < index; i++) {
      number += isLineEnd(i) ? 1 : 0;
    }
    return origin + ":" + number;
  }

  /**
   * Whether a line ends there: a CR, or an LF that does not follow one, so that CR LF counts once.
   */
  private boolean isLineEnd(int index) {
    char c = chars[index];
    return c == '\r' || (c == '\n' && (index == 0 || chars[index - 1] != '\r'));
  }

  /**
   * Skips lines, or as much of them as there is.
   *
   * @return the number of lines that are still to be skipped
   */
  int skipLines(int count) {
    int remaining = count;
    int next = at;
    while (remaining > 0 && next < length) {
      if (chars[next] == '\n' || chars[next] == '\r') {
        at = behindLineEnd(next);
        next = at;
        line++;
        remaining--;
      } else {
        refuseNul(next);
        next++;
      }
    }
    at = remaining > 0 ? length : at;
    refuseMalformed(remaining == 0);
    return remaining;
  }

  /**
   * Reads the names of the columns from the next record, which remains the next one.
   *
   * @param last whether the file ends with this block
   * @param receiver of each name, in vain if the record is not whole
   * @return whether the record is whole
   */
  boolean readNames(boolean last, Consumer<String> receiver) {
    skipBlankLines();
    names = receiver;
    readsNames = true;
    endOfNames = at < length ? endOfRecord(last && !isMalformed()) : NOT_WHOLE;
    readsNames = false;
    refuseMalformed(endOfNames != NOT_WHOLE);
    return endOfNames != NOT_WHOLE;
  }

  /** Continues after the names. */
  void skipNames() {
    goOn(endOfNames);
    firstRow = line;
  }

  /**
   * Reads all records that are whole.
   *
   * @param last whether the file ends with this block
   * @param texts for each column whether it is known to hold texts
   * @throws DataException if a record is not as it must be
   */
  void readRows(boolean last, boolean[] texts) {
    prepare(texts);
    if (!hasBytes) {
      narrow();
    }
    skipBlankLines();
    while (at < length && readRow(last)) {
      skipBlankLines();
    }
    refuseMalformed(false);
  }

  private void prepare(boolean[] texts) {
    if (columns.length != texts.length) {
      columns = new Cells[texts.length];
      Arrays.setAll(columns, i -> new Cells());
      lines = new long[0];
    }
    for (int i = 0; i < texts.length; i++) {
      columns[i].begin(texts[i]);
    }
    unquotedLength = 0;
  }

  private void growRows() {
    int first = Math.max(1, Math.min(FIRST_ROWS, FIRST_CELLS / columns.length));
    int capacity = Math.max(first, 2 * rows);
    for (Cells column : columns) {
      column.numbers.reserve(capacity);
    }
    lines = Arrays.copyOf(lines, capacity);
  }

  /** Reads a row, if it is whole. */
  private boolean readRow(boolean last) {
    if (rows == lines.length) {
      growRows();
    }
    int end = endOfRecord(last && !isMalformed());
    if (end == NOT_WHOLE) {
      forgetUnfinished();
      return false;
    }
    if (cells != columns.length) {
      throw new DataException(
          place(),
          "this line has %s, but the header names %s; %s%s"
              .formatted(
                  count(cells, "cell"), count(columns.length, "column"), remedy(), otherLines()));
    }
    lines[rows] = line;
    rows++;
    goOn(end);
    return true;
  }

  /** How a cell is written that is missing, or contains what separates the cells. */
  private String remedy() {
    if (blanks) {
      return "put a cell that contains a blank in quotes, and write a missing one as a word (format: {missing: [NA]})";
    }
    return delimiter == ','
        ? "put a cell that contains a comma in quotes, and leave a missing one empty between its commas"
        : "put a cell that contains %s in quotes, and leave a missing one empty"
            .formatted(delimiter == '\t' ? "a tab" : "'" + delimiter + "'");
  }

  /**
   * What to do if this line, or those before it, are not part of the table. Below a row, the table
   * has begun.
   */
  private String otherLines() {
    if (cells < columns.length) {
      return "; remove a line that is not part of the table, such as a note";
    }
    return line == firstRow
        ? "; if the table only begins here, skip the lines before it (format: {skip-lines: %s})"
            .formatted(line - 1)
        : "";
  }

  /** Forgets the cells of a record that is not whole, or is wrong. */
  void forgetUnfinished() {
    for (Cells column : columns) {
      column.cut(rows);
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void goOn(int end) {
    at = end;
    line += 1 + innerLines;
  }

  private void skipBlankLines() {
    boolean belowNames = line == firstRow;
    int next = blanks ? behindBlanks(at) : at;
    while (next < length && (chars[next] == '\n' || chars[next] == '\r')) {
      at = behindLineEnd(next);
      line++;
      next = blanks ? behindBlanks(at) : at;
    }
    // Blanks at the end of the file are not a record.
    at = next == length ? length : at;
    firstRow = belowNames ? line : firstRow;
  }

  private int behindBlanks(int from) {
    int i = from;
    while (i < length && (chars[i] == ' ' || chars[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** CR LF is one line end; a block that goes on never ends between the two. */
  private int behindLineEnd(int index) {
    boolean pair = chars[index] == '\r' && index + 1 < length && chars[index + 1] == '\n';
    return index + (pair ? 2 : 1);
  }

  /** Reads the cells of the next record, and returns the place after its line end. */
  private int endOfRecord(boolean last) {
    innerLines = 0;
    cells = 0;
    int from = blanks ? behindBlanks(at) : at;
    while (true) {
      int end =
          readsNumbers && cells < columns.length && !readsNames
              ? number(from, columns[cells])
              : NOT_USUAL;
      if (end == NOT_USUAL) {
        end = from < length && chars[from] == quote ? quoted(from, last) : unquoted(from, last);
      }
      if (end == NOT_WHOLE) {
        return NOT_WHOLE;
      }
      cells++;
      if (blanks) {
        end = behindBlanks(end);
        if (end == length && !last) {
          return NOT_WHOLE;
        }
      }
      if (end == length) {
        return length;
      }
      if (chars[end] == '\n' || chars[end] == '\r') {
        return behindLineEnd(end);
      }
      from = blanks ? end : end + 1;
    }
  }

  /**
   * Reads a number of at most {@value #SHORT} characters as most are written, without a loop: eight
   * bytes are looked at as one number (D. Lemire, Number parsing at a gigabyte per second, 2021).
   * Others are left to {@link #anyNumber}.
   *
   * @return as there
   */
  private int number(int from, Cells column) {
    if (column.isText || from + Long.BYTES >= bytes.length) {
      return anyNumber(from, column);
    }
    long word = (long) EIGHT_BYTES.get(bytes, from);
    // The sign needs no branch, which a processor could not predict.
    int negative = (byte) word == '-' ? 1 : 0;
    word >>>= Byte.SIZE * negative;
    // Each byte becomes its digit; the sign of others is set, the lowest of which is exact.
    long digits = word ^ ZEROS;
    long others = ((digits + TO_SIGN) | digits) & SIGNS;
    int whole = Long.numberOfTrailingZeros(others) >>> 3;
    int end = whole;
    boolean plain = (byte) digits != 0 ? whole > 0 : whole == 1;
    byte sign = (byte) (word >>> (Byte.SIZE * whole));
    if ((sign == point || sign == comma) && sign != delimiter) {
      end = Long.numberOfTrailingZeros(others & (others - 1)) >>> 3;
      plain &= sign == '.' && end > whole + 1 && bytes[from + negative + end - 1] != '0';
      long before = (1L << (Byte.SIZE * whole)) - 1;
      digits = ((digits & before) << Byte.SIZE) | (digits & (~before << Byte.SIZE));
    }
    int decimals = Math.max(0, end - whole - 1);
    int next = from + negative + end;
    long number = ofEight(digits << (Long.SIZE - Byte.SIZE * end));
    if (end > SHORT
        || whole + decimals == 0
        || next >= length
        || !isEndOfCell(chars[next])
        || number < negative) {
      return anyNumber(from, column);
    }
    column.numbers.set(rows, (number ^ -negative) + negative, decimals);
    if (!plain || isSmall(number, decimals)) {
      column.addText(rows, from, next - from);
    }
    return next;
  }

  /** The number with eight digits, one in each byte; the lowest byte has the first one. */
  private static long ofEight(long digits) {
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
    return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
  }

  /** Whether a decimal number has so many zeros that its plain text has an exponent. */
  private static boolean isSmall(long digits, int decimals) {
    return decimals > PLAIN_DECIMALS
        && digits < GrowingNumbers.POWERS_OF_TEN[decimals - PLAIN_DECIMALS];
  }

  /**
   * Reads a number as most are written: a sign or none, up to 19 digits with a decimal sign or
   * none. Up to 15 digits are kept as they are.
   *
   * @return where it ends; {@link #NOT_USUAL} if it is something else, such as a negative zero, or
   *     no cell follows
   */
  private int anyNumber(int from, Cells column) {
    if (column.isText) {
      return NOT_USUAL;
    }
    byte[] text = bytes;
    int end = length;
    int i = from;
    if (i == end) {
      return NOT_USUAL;
    }
    int negative = text[i] == '-' ? 1 : 0;
    boolean plus = text[i] == '+';
    i += negative + (plus ? 1 : 0);
    int first = i;
    long digits = 0;
    while (i < end && isDigit(text[i])) {
      digits = 10 * digits + (text[i] - '0');
      i++;
    }
    int whole = i - first;
    int decimals = 0;
    boolean plain = whole == 1 || (whole > 0 && text[first] != '0');
    if (i < end && (text[i] == point || text[i] == comma) && text[i] != delimiter) {
      plain &= text[i] == '.';
      int firstDecimal = i + 1;
      i = firstDecimal;
      while (i < end && isDigit(text[i])) {
        digits = 10 * digits + (text[i] - '0');
        i++;
      }
      decimals = i - firstDecimal;
      plain &= decimals > 0 && text[i - 1] != '0';
    }
    int count = whole + decimals;
    if (count == 0
        || count > MOST_DIGITS
        || i == end
        || !isEndOfCell(chars[i])
        || (digits == 0 && negative > 0)) {
      return NOT_USUAL;
    }
    if (count <= EXACT_DIGITS) {
      column.numbers.set(rows, (digits ^ -negative) + negative, decimals);
      plain &= !isSmall(digits, decimals);
    } else {
      column.numbers.set(rows, (1 - 2 * negative) * NumberText.of(digits, decimals));
      plain = false;
    }
    if (!plain || plus) {
      column.addText(rows, from, i - from);
    }
    return i;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private boolean isEndOfCell(char c) {
    return c == delimiter || c == '\n' || c == '\r' || (blanks && c == '\t');
  }

  /** Reads a cell without quotes, and gives its end. */
  private int unquoted(int from, boolean last) {
    int end = from;
    while (end < length && !isEndOfCell(chars[end])) {
      refuseNul(end);
      end++;
    }
    if (end - from > MOST_RAW_CHARACTERS) {
      throw cellTooLong();
    }
    if (end == length && !last) {
      return NOT_WHOLE;
    }
    int first = from;
    int behind = end;
    while (first < behind && isBlank(chars[first])) {
      first++;
    }
    while (behind > first && isBlank(chars[behind - 1])) {
      behind--;
    }
    refuseQuotes(first, behind);
    add(chars, first, first, behind - first);
    return end;
  }

  private boolean isBlank(char c) {
    return c == ' ' || (c == '\t' && trimsTabs);
  }

  /** Reads a cell in quotes, and returns the place after the closing one. */
  private int quoted(int from, boolean last) {
    int i = from + 1;
    int doubled = 0;
    int linesInside = 0;
    while (i < length && (chars[i] != quote || (i + 1 < length && chars[i + 1] == quote))) {
      refuseNul(i);
      if (chars[i] == quote) {
        doubled++;
        i++;
      } else {
        linesInside += isLineEnd(i) ? 1 : 0;
      }
      i++;
    }
    if (i - from > MOST_RAW_CHARACTERS) {
      throw cellTooLong();
    }
    if (i + 1 >= length && !last) {
      return NOT_WHOLE;
    }
    if (i >= length) {
      throw new DataException(
          place(),
          "a quote is opened in the record that begins here, and never closed; close it, or double it"
              + " if it is meant as a character");
    }
    int end = i + 1;
    if (end < length && !isEndOfCell(chars[end])) {
      refuseNul(end);
      throw new DataException(
          place(),
          "a closing quote in the record that begins here must be followed by a comma or the end of the line;"
              + " double the quotes inside a cell");
    }
    innerLines += linesInside;
    if (doubled == 0) {
      add(chars, from + 1, from + 1, i - from - 1);
    } else {
      int first = withoutDoubling(from + 1, i);
      add(unquoted, first, ~first, unquotedLength - first);
    }
    return end;
  }

  /** Copies what is in quotes, each doubled quote once, and gives its place. */
  private int withoutDoubling(int from, int to) {
    int first = unquotedLength;
    if (first + to - from > unquoted.length) {
      unquoted = Arrays.copyOf(unquoted, 2 * (first + to - from));
    }
    for (int i = from; i < to; i++) {
      unquoted[unquotedLength++] = chars[i];
      i += chars[i] == quote ? 1 : 0;
    }
    return first;
  }

  /** Adds a cell to the column that it belongs to, whose place among the texts is given. */
  private void add(char[] text, int from, int place, int count) {
    if (count > CsvReader.MOST_CHARACTERS) {
      throw cellTooLong();
    }
    if (readsNames) {
      names.accept(new String(text, from, count));
    } else if (cells < columns.length) {
      add(columns[cells], text, from, place, isMissing(text, from, count) ? 0 : count);
    } else if (cells >= CsvReader.MOST_COLUMNS) {
      throw new DataException(
          place(),
          String.format(
              Locale.ROOT,
              "this line has more than %,d cells, but the header names %s",
              CsvReader.MOST_COLUMNS,
              count(columns.length, "column")));
    }
  }

  private void add(Cells column, char[] text, int from, int place, int count) {
    double number = column.isText ? Double.NaN : style.parse(text, from, count);
    column.numbers.set(rows, number);
    if (count > 0 && Double.isNaN(number)) {
      column.firstText = Math.min(column.firstText, rows);
      column.isText = true;
      column.addText(rows, place, count);
    } else if (count > 0 && !style.isPlain(text, from, count, number)) {
      column.addText(rows, place, count);
    }
  }

  private boolean isMissing(char[] text, int from, int count) {
    for (char[] marker : missing) {
      if (Arrays.equals(text, from, from + count, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  /** An apostrophe inside a word is a character. */
  private void refuseQuotes(int from, int to) {
    if (quote == '\'') {
      return;
    }
    for (int i = from; i < to; i++) {
      if (chars[i] == quote) {
        throw new DataException(
            place(),
            "there is a quote inside the cell %s, which does not begin with one; put the whole cell in"
                    .formatted(excerpt(new String(chars, from, to - from)))
                + " quotes, without blanks around them, and double those inside");
      }
    }
  }

  private static String excerpt(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private void refuseNul(int index) {
    if (chars[index] == '\0') {
      throw new DataException(
          placeOf(index),
          "there is a NUL character in this line, so the file is not text in UTF-8, or it is damaged;"
              + " save it as CSV in UTF-8");
    }
  }

  /** Whether something after its characters is not UTF-8. */
  boolean isMalformed() {
    return !malformed.isEmpty();
  }

  private void refuseMalformed(boolean later) {
    if (isMalformed() && !later) {
      throw new DataException(placeOf(length), malformed);
    }
  }

  private DataException cellTooLong() {
    return CsvReader.cellTooLong(place());
  }

  /** The number of rows that were read. */
  int rows() {
    return rows;
  }

  /** The line in which a row begins, counted as {@link #line}. */
  long lineOf(int row) {
    return lines[row];
  }

  /** Adds the cells of a column to those of the blocks before. */
  void appendTo(ColumnBuilder builder, int index) {
    Cells column = columns[index];
    int first = builder.rows();
    boolean onlyNumbers = builder.isNumeric() && column.firstText >= rows;
    if (onlyNumbers) {
      builder.addNumbers(column.numbers, rows);
    }
    int next = 0;
    for (int text = 0; text < column.textCount; text++) {
      int row = column.texts[3 * text];
      int from = column.texts[3 * text + 1];
      int count = column.texts[3 * text + 2];
      char[] source = from < 0 ? unquoted : chars;
      if (onlyNumbers) {
        builder.spell(first + row, source, from < 0 ? ~from : from, count);
      } else {
        addNumbers(builder, column, next, row);
        builder.add(source, from < 0 ? ~from : from, count);
      }
      next = row + 1;
    }
    if (!onlyNumbers) {
      addNumbers(builder, column, next, rows);
    }
  }

  private static void addNumbers(ColumnBuilder builder, Cells column, int from, int to) {
    for (int row = from; row < to; row++) {
      builder.add(column.numbers.get(row));
    }
  }
}

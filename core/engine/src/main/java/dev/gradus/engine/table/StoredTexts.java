package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The strings of a column in a file, each where its row is: first they are added, then read. For
 * columns with too many different strings for the memory, and for the text of numbers that are not
 * written plainly.
 *
 * <p>A block has {@value #ROWS} of them; one of empty strings takes no room, and its place is -1.
 * Otherwise it begins with its kind in a byte, then has where each string ends, as short or whole
 * integers, then the strings. The kind says which of the two, and whether a character takes two
 * bytes, or one (ISO 8859-1), or half of one (digits and what else numbers are written with).
 */
final class StoredTexts implements TextCells {

  private static final int LOG_OF_ROWS = 6;

  /** The number of rows of a block. */
  private static final int ROWS = 1 << LOG_OF_ROWS;

  private static final int NONE = -1;

  /** The kinds; 4 is added if ends are whole integers. */
  private static final int WIDE = 0;

  private static final int LATIN = 1;
  private static final int DIGITS = 2;
  private static final int LONG = 4;

  private static final int MOST_LATIN = 0xFF;
  private static final int MOST_SHORT = 0xFFFF;

  /** What takes half a byte: the number is the place here, counted from 1; 0 ends a string. */
  private static final String SYMBOLS = "0123456789.-+eE";

  /** The number of each ASCII character in {@link #SYMBOLS}; 0 for all others. */
  private static final byte[] SYMBOL_NUMBERS = new byte[128];

  static {
    for (int i = 0; i < SYMBOLS.length(); i++) {
      SYMBOL_NUMBERS[SYMBOLS.charAt(i)] = (byte) (i + 1);
    }
  }

  private final GrowingFile file;
  private final BlockPlaces places;
  private final String[] last;
  private int lastCount;

  /** None yet. */
  StoredTexts(GrowingFile file) {
    this(file, new BlockPlaces(), new String[ROWS]);
  }

  private StoredTexts(GrowingFile file, BlockPlaces places, String[] last) {
    this.file = file;
    this.places = places;
    this.last = last;
  }

  /** Adds one. */
  void add(String text) {
    last[lastCount++] = text;
    if (lastCount == ROWS) {
      flush();
    }
  }

  /** Adds empty strings. */
  void addEmpty(int count) {
    int left = count;
    while (left > 0 && (lastCount > 0 || left < ROWS)) {
      add("");
      left--;
    }
    for (; left >= ROWS; left -= ROWS) {
      places.add(NONE);
    }
    for (; left > 0; left--) {
      add("");
    }
  }

  /** Writes what is left; no more can be added. */
  void end() {
    while (lastCount > 0) {
      add("");
    }
  }

  private void flush() {
    int characters = 0;
    int most = 0;
    boolean digits = true;
    for (String text : last) {
      characters += text.length();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        most = Math.max(most, c);
        digits &= symbol(c) > 0;
      }
    }
    lastCount = 0;
    if (characters == 0) {
      places.add(NONE);
      return;
    }
    int kind = digits ? DIGITS : most <= MOST_LATIN ? LATIN : WIDE;
    int bytes = 0;
    for (String text : last) {
      bytes += bytesOf(text, kind);
    }
    boolean isLong = bytes > MOST_SHORT;
    ByteBuffer block =
        ByteBuffer.allocate(1 + ROWS * (isLong ? Integer.BYTES : Short.BYTES) + bytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) (kind + (isLong ? LONG : 0)));
    int end = 0;
    for (String text : last) {
      end += bytesOf(text, kind);
      if (isLong) {
        block.putInt(end);
      } else {
        block.putShort((short) end);
      }
    }
    for (String text : last) {
      write(text, kind, block);
    }
    places.add(file.append(block.flip()));
  }

  /** The number of a symbol; 0 if the character is none. */
  private static int symbol(char c) {
    return c < SYMBOL_NUMBERS.length ? SYMBOL_NUMBERS[c] : 0;
  }

  private static int bytesOf(String text, int kind) {
    return switch (kind) {
      case DIGITS -> (text.length() + 1) / 2;
      case LATIN -> text.length();
      default -> text.length() * Character.BYTES;
    };
  }

  private static void write(String text, int kind, ByteBuffer block) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (kind == WIDE) {
        block.putChar(c);
      } else if (kind == LATIN) {
        block.put((byte) c);
      } else {
        int low = symbol(c);
        i++;
        int high = i < text.length() ? symbol(text.charAt(i)) : 0;
        block.put((byte) (high << 4 | low));
      }
    }
  }

  /** The string of a row whose block is complete, or of any row after the end. */
  @Override
  public String get(int row) {
    int index = row >>> LOG_OF_ROWS;
    if (index == places.count()) {
      return last[row & (ROWS - 1)];
    }
    long place = places.get(index);
    if (place == NONE) {
      return "";
    }
    int inside = row & (ROWS - 1);
    int kind = file.segment(place, place + 1).get(GrowingFile.within(place));
    boolean isLong = (kind & LONG) != 0;
    int width = isLong ? Integer.BYTES : Short.BYTES;
    long ends = place + 1;
    long strings = ends + (long) ROWS * width;
    int from = inside == 0 ? 0 : end(ends + (long) (inside - 1) * width, isLong);
    int to = end(ends + (long) inside * width, isLong);
    return read(strings + from, strings + to, kind & (LONG - 1));
  }

  private int end(long at, boolean isLong) {
    return isLong
        ? file.segment(at, at + Integer.BYTES).getInt(GrowingFile.within(at))
        : file.segment(at, at + Short.BYTES).getShort(GrowingFile.within(at)) & MOST_SHORT;
  }

  private String read(long from, long to, int kind) {
    if (from == to) {
      return "";
    }
    ByteBuffer bytes = file.segment(from, to);
    int at = GrowingFile.within(from);
    int end = at + (int) (to - from);
    StringBuilder text = new StringBuilder(2 * (end - at));
    while (at < end) {
      if (kind == WIDE) {
        text.append(bytes.getChar(at));
        at += Character.BYTES;
      } else if (kind == LATIN) {
        text.append((char) (bytes.get(at++) & MOST_LATIN));
      } else {
        int pair = bytes.get(at++) & MOST_LATIN;
        text.append(SYMBOLS.charAt((pair & 0xF) - 1));
        if (pair >>> 4 != 0) {
          text.append(SYMBOLS.charAt((pair >>> 4) - 1));
        }
      }
    }
    return text.toString();
  }

  @Override
  public boolean isEmpty(int row) {
    return get(row).isEmpty();
  }

  @Override
  public TextCells select(int[] rows) {
    return new Selected(this, rows);
  }

  void writeTo(DataOutput out) throws IOException {
    places.writeTo(out);
  }

  /** Those that were written for a number of rows. */
  static StoredTexts readFrom(DataInput in, GrowingFile file, int rows) throws IOException {
    return new StoredTexts(
        file, BlockPlaces.readFrom(in, (rows + ROWS - 1) >>> LOG_OF_ROWS), new String[0]);
  }
}

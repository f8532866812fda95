package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The text of the cells of a numeric column that are not written plainly, in a file: first they are
 * added, then read.
 *
 * <p>A block has the {@link PaddedRows} of {@value #ROWS} rows: eight bytes of bits for each group
 * of rows, then one byte for each with its number of decimals. A block without such rows takes no
 * room; its place is -1. Other texts are {@link StoredTexts}, which are only there if there is one.
 */
final class StoredSpellings implements SpelledCells {

  private static final int LOG_OF_ROWS = StoredInts.LOG_OF_ROWS;
  private static final int ROWS = StoredInts.ROWS;
  private static final int GROUPS = ROWS / PaddedRows.ROWS;
  private static final int NONE = -1;

  private final GrowingFile file;
  private final char decimalSign;
  private final BlockPlaces places;
  private final PaddedRows last = new PaddedRows(ROWS);
  private boolean lastHasRows;
  private int rows;
  private Optional<StoredTexts> texts;

  /** The rows after the last one in the texts. */
  private int withoutText;

  /** Creates a column without rows in a file. */
  StoredSpellings(GrowingFile file, char decimalSign) {
    this(file, decimalSign, new BlockPlaces(), Optional.empty());
  }

  private StoredSpellings(
      GrowingFile file, char decimalSign, BlockPlaces places, Optional<StoredTexts> texts) {
    this.file = file;
    this.decimalSign = decimalSign;
    this.places = places;
    this.texts = texts;
  }

  /** Adds those of a part of the column. */
  void add(NumericColumn part) {
    part.spellings()
        .filter(some -> !some.isEmpty())
        .ifPresentOrElse(some -> add(part, some), () -> addPlain(part.rows()));
  }

  private void add(NumericColumn part, SpelledCells more) {
    int row = 0;
    while (row < part.rows()) {
      int next = Math.min(more.next(row), part.rows());
      addPlain(next - row);
      row = next;
      if (row < part.rows()) {
        add(more, row, part.number(row));
        row++;
      }
    }
  }

  private void add(SpelledCells more, int row, double number) {
    int decimals = more.decimals(row);
    boolean padded = decimals > 0 && last.put(rows & (ROWS - 1), decimals);
    lastHasRows |= padded;
    String text = padded ? "" : more.get(row, number);
    if (text.isEmpty()) {
      withoutText++;
    } else {
      addText(text);
    }
    countRow();
  }

  private void addPlain(int count) {
    withoutText += count;
    for (int left = count; left > 0; ) {
      int some = Math.min(left, ROWS - (rows & (ROWS - 1)));
      rows += some - 1;
      countRow();
      left -= some;
    }
  }

  private void addText(String text) {
    StoredTexts all = texts.orElseGet(() -> new StoredTexts(file));
    texts = Optional.of(all);
    all.addEmpty(withoutText);
    withoutText = 0;
    all.add(text);
  }

  private void countRow() {
    rows++;
    if ((rows & (ROWS - 1)) == 0) {
      flush();
    }
  }

  private void flush() {
    if (!lastHasRows) {
      places.add(NONE);
      return;
    }
    ByteBuffer block =
        ByteBuffer.allocate(GROUPS * PaddedRows.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int group = 0; group < GROUPS; group++) {
      block.putLong(last.bitsOf(group));
    }
    for (int group = 0; group < GROUPS; group++) {
      block.put(last.decimalsOf(group));
    }
    places.add(file.append(block.flip()));
    last.clear();
    lastHasRows = false;
  }

  /** Writes what is left; no more can be added. */
  void end() {
    if ((rows & (ROWS - 1)) > 0) {
      flush();
    }
    texts.ifPresent(
        all -> {
          all.addEmpty(withoutText);
          all.end();
        });
    withoutText = 0;
  }

  /** The text of a row after the end. */
  @Override
  public String get(int row, double number) {
    int decimals = decimals(row);
    return decimals > 0
        ? PaddedRows.text(number, decimals, decimalSign)
        : texts.map(all -> all.get(row)).orElse("");
  }

  @Override
  public int decimals(int row) {
    long place = places.get(row >>> LOG_OF_ROWS);
    if (place == NONE) {
      return 0;
    }
    int inside = row & (ROWS - 1);
    int group = inside / PaddedRows.ROWS;
    ByteBuffer block = file.segment(place, place + (long) GROUPS * PaddedRows.BYTES);
    int at = GrowingFile.within(place);
    return (block.getLong(at + group * Long.BYTES) >>> inside & 1) == 0
        ? 0
        : block.get(at + GROUPS * Long.BYTES + group);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public SpelledCells select(int[] rows, NumberCells numbers) {
    return new Selected(this, rows);
  }

  /** Some of them, without a copy. */
  private record Selected(SpelledCells all, int[] rows) implements SpelledCells {

    @Override
    public String get(int row, double number) {
      return all.get(rows[row], number);
    }

    @Override
    public int decimals(int row) {
      return all.decimals(rows[row]);
    }

    @Override
    public boolean isEmpty() {
      return all.isEmpty();
    }

    @Override
    public SpelledCells select(int[] some, NumberCells numbers) {
      return new Selected(this, some);
    }
  }

  void writeTo(DataOutput out) throws IOException {
    places.writeTo(out);
    out.writeBoolean(texts.isPresent());
    if (texts.isPresent()) {
      texts.get().writeTo(out);
    }
  }

  /** Reads a column that was written, with its number of rows. */
  static StoredSpellings readFrom(DataInput in, GrowingFile file, int rows, char decimalSign)
      throws IOException {
    BlockPlaces places = BlockPlaces.readFrom(in, StoredInts.blocks(rows));
    Optional<StoredTexts> texts =
        in.readBoolean() ? Optional.of(StoredTexts.readFrom(in, file, rows)) : Optional.empty();
    return new StoredSpellings(file, decimalSign, places, texts);
  }
}

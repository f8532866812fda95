package dev.gradus.check;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Recognised;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Text separated by commas after a line of names; recognised by its first byte, with or without a
 * bug.
 */
@Plugin(name = "words", summary = "Prose between commas.")
public record WrongSource(
    @Option("the file") Optional<Path> file, @Option("what is wrong") Slip slip)
    implements DataSource {

  /** The bugs. */
  public enum Slip {
    /** Nothing. */
    NONE,
    /** An empty file is not expected. */
    FAILS,
    /** The whole file is read first. */
    READS_ALL,
    /** Something is written next to the file. */
    WRITES,
    /** Another source is to read the file. */
    OTHER_SOURCE,
    /** The target is not a column. */
    OTHER_TARGET,
    /** The images have other numbers. */
    OTHER_SIZE,
    /** No columns can be given. */
    NO_COLUMNS
  }

  /** Without a file. */
  public WrongSource() {
    this(Optional.empty(), Slip.NONE);
  }

  /** Reads with another one's format. */
  private record Other() implements DataSource {
    @Override
    public void read(Rows rows) {
      rows.columns(List.of("x"));
    }
  }

  @Override
  public Optional<Recognised> recognise(Path found) {
    try (InputStream in = Files.newInputStream(found)) {
      byte[] first = slip == Slip.READS_ALL ? Files.readAllBytes(found) : in.readNBytes(1);
      if (slip == Slip.WRITES) {
        Files.write(found.resolveSibling("seen"), first);
      }
      if ((slip != Slip.FAILS && first.length == 0) || first[0] != '#') {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    DataSource reader =
        slip == Slip.OTHER_SOURCE ? new Other() : new WrongSource(Optional.of(found), slip);
    Recognised known =
        Recognised.as("words", reader).target(slip == Slip.OTHER_TARGET ? "label" : "kind");
    return Optional.of(slip == Slip.OTHER_SIZE ? known.images(2, 2, 1) : known);
  }

  @Override
  public Optional<DataSource> forColumns(List<String> names) {
    return slip == Slip.NO_COLUMNS ? Optional.empty() : Optional.of(this);
  }

  @Override
  public void read(Rows rows) throws IOException {
    List<String> lines = Files.readAllLines(file.orElseThrow());
    rows.columns(List.of(lines.get(0).substring(1).split(",", -1)));
    lines.subList(1, lines.size()).forEach(line -> rows.row(line.split(",", -1)));
  }
}

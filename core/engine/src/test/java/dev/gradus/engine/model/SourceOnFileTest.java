package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The data source that a model was trained from, on another file. */
class SourceOnFileTest {

  /** Reads a file, and labels from another one. */
  @Plugin(name = "frames", summary = "Frames, for a test.")
  public record Frames(
      @Option("the frames") Path frames,
      @Option("their labels") Optional<Path> labels,
      @Option("how many are skipped") int skipped)
      implements DataSource {

    public Frames {
      if (frames.toString().endsWith(".zip")) {
        throw new IllegalArgumentException("frames must not be packed");
      }
    }

    @Override
    public void read(Rows rows) {
      throw new UnsupportedOperationException();
    }
  }

  /** Reads no file. */
  @Plugin(name = "numbers", summary = "Numbers, for a test.")
  public record Numbers(@Option("how many") int count) implements DataSource {

    @Override
    public void read(Rows rows) {
      throw new UnsupportedOperationException();
    }
  }

  private static final Frames TRAINED =
      new Frames(Path.of("a.frames"), Optional.of(Path.of("a.labels")), 3);

  @Test
  void theFileTakesThePlaceOfTheFirstAndLabelsAreLeftOut() {
    assertEquals(
        Optional.of(new Frames(Path.of("b.frames"), Optional.empty(), 3)),
        SourceOnFile.of(TRAINED, Path.of("b.frames")));
  }

  @Test
  void csvIsNotReadByASourceThatHasNotReadAFileCalledSo() {
    assertEquals(Optional.empty(), SourceOnFile.of(TRAINED, Path.of("b.csv")));
    assertEquals(Optional.empty(), SourceOnFile.of(TRAINED, Path.of("B.TSV")));
    Frames table = new Frames(Path.of("a.csv"), Optional.empty(), 0);
    assertEquals(
        Optional.of(new Frames(Path.of("b.csv"), Optional.empty(), 0)),
        SourceOnFile.of(table, Path.of("b.csv")));
  }

  @Test
  void aSourceWithoutAFileReadsNoOther() {
    assertEquals(Optional.empty(), SourceOnFile.of(new Numbers(5), Path.of("b.frames")));
    assertEquals(List.of(), SourceOnFile.filesOf(PluginType.of(new Numbers(5))));
    assertTrue(SourceOnFile.fileOf(PluginType.of(new Numbers(5))).isEmpty());
  }

  @Test
  void aFileThatTheSourceRefusesIsNamed() {
    DataException refused =
        assertThrows(DataException.class, () -> SourceOnFile.of(TRAINED, Path.of("b.zip")));
    assertEquals("b.zip: the data cannot be used: frames must not be packed", refused.getMessage());
  }

  @Test
  void whatIsRecognisedKeepsTheOtherOptions() {
    Frames recognised = new Frames(Path.of("c.frames"), Optional.of(Path.of("c.labels")), 0);
    Frames completed = (Frames) SourceOnFile.completed(recognised, TRAINED, Path.of("c.frames"));
    assertEquals(Path.of("c.frames"), completed.frames());
    assertEquals(Optional.of(Path.of("c.labels")), completed.labels());
  }

  @Test
  void theFilesAreTheFirstAndThoseThatMayBeLeftOut() {
    PluginType type = PluginType.of(TRAINED);
    assertEquals(List.of("frames", "labels"), SourceOnFile.filesOf(type));
    assertEquals("frames", SourceOnFile.fileOf(type).orElseThrow().name());
  }

  @Test
  void aTextThatNamesNoTableIsNotOfCsv() {
    assertTrue(SourceOnFile.isCsvUnlikeAllIn("frames: a.frames", Path.of("b.csv")));
    assertFalse(SourceOnFile.isCsvUnlikeAllIn("frames: a.CSV", Path.of("b.csv")));
    assertFalse(SourceOnFile.isCsvUnlikeAllIn("frames: a.frames", Path.of("b.frames")));
  }
}

package dev.gradus.runtime.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For a missing file, the one that was probably meant is proposed. */
class NearFileTest {

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("iris.yaml"), "");
    Files.writeString(folder.resolve("iris.csv"), "");
    Files.writeString(folder.resolve(".irsi.csv.swp"), "");
  }

  private String remedy(String name) {
    return NearFile.remedy(folder.resolve(name).toString());
  }

  @Test
  void theNearestNameInTheFolderIsProposed() {
    assertEquals("; did you mean '%s'?".formatted(folder.resolve("iris.csv")), remedy("irsi.csv"));
    assertEquals("; did you mean '%s'?".formatted(folder.resolve("iris.yaml")), remedy("iris.yml"));
    assertEquals(Optional.of("iris.csv"), NearFile.of(folder.resolve("Iris.csv")));
    assertEquals("", remedy("something-else.txt"));
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    assertEquals(
        "; there is no folder '%s'".formatted(folder.resolve("data")), remedy("data/iris.csv"));
  }

  @Test
  void theReasonOfAMissingFileSaysIt() {
    assertEquals(
        "there is no such file or folder; did you mean '%s'?".formatted(folder.resolve("iris.csv")),
        IoReason.of(new NoSuchFileException(folder.resolve("iris.csw").toString())));
  }
}

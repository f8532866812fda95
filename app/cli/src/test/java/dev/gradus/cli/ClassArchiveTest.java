package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new archive of classes is made if Java could not use the one that there is. */
class ClassArchiveTest {

  @TempDir private Path folder;

  private final Properties before = (Properties) System.getProperties().clone();

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @ParameterizedTest
  @CsvSource({
    "'mixed mode, sharing', 100, true",
    "'mixed mode', 100, false",
    "'mixed mode', 0, true",
    "'mixed mode, sharing', 0, true"
  })
  void onlyAnOldOneThatIsOfNoUseGoes(String java, int hours, boolean stays) throws IOException {
    Path place = Files.createFile(folder.resolve("gradus.jsa.home"));
    Files.setLastModifiedTime(place, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
    System.setProperty("java.vm.info", java);
    System.setProperty("gradus.archive", folder.resolve("gradus.jsa").toString());
    ClassArchive.renewIfUnused();
    assertEquals(stays, Files.exists(place));
  }
}

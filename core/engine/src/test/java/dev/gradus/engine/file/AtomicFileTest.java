package dev.gradus.engine.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.OutputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Either the old file is there or the whole new one. */
class AtomicFileTest {

  @TempDir Path folder;

  private static AtomicFile.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNewFileIsWritten() throws IOException {
    Path file = folder.resolve("model");
    AtomicFile.write(file, text("new"));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("model"), names());
  }

  @Test
  void anOldFileIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "the old one was longer");
    AtomicFile.write(file, text("new"));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("model"), names());
  }

  @Test
  void anEmptyFileIsWritten() throws IOException {
    Path file = folder.resolve("model");
    AtomicFile.write(file, out -> {});
    assertEquals(0, Files.size(file));
  }

  @Test
  void wheneverWritingFailsTheOldFileIsIntactAndNothingIsLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    byte[] bytes = new byte[200_000];
    for (int k = 0; k <= bytes.length; k += 5_000) {
      int written = k;
      OutputException e =
          assertThrows(
              OutputException.class,
              () ->
                  AtomicFile.write(
                      file,
                      out -> {
                        out.write(bytes, 0, written);
                        throw new IOException("No space left on device");
                      }));
      assertEquals(file + ": the file cannot be written: No space left on device", e.getMessage());
      assertEquals("old", Files.readString(file));
      assertEquals(List.of("model"), names());
    }
  }

  /** Records the steps, and fails at one of them. */
  private static final class WatchedDisk extends Disk {

    private final List<String> steps = new ArrayList<>();
    private final int failing;

    WatchedDisk(int failing) {
      this.failing = failing;
    }

    private void step(String name) throws IOException {
      steps.add(name);
      if (steps.size() - 1 == failing) {
        throw new IOException("Input/output error");
      }
    }

    @Override
    void create(Path file) throws IOException {
      step("create");
      super.create(file);
    }

    @Override
    void permitAs(Path other, Path file) throws IOException {
      step("permit");
      super.permitAs(other, file);
    }

    @Override
    OutputStream open(Path file) throws IOException {
      step("open");
      return super.open(file);
    }

    @Override
    void force(OutputStream file) throws IOException {
      step("force");
      super.force(file);
    }

    @Override
    void replace(Path from, Path to) throws IOException {
      step("replace");
      super.replace(from, to);
    }

    @Override
    void delete(Path file) throws IOException {
      step("delete");
      super.delete(file);
    }

    @Override
    void forceFolder(Path folder) throws IOException {
      step("force folder");
      super.forceFolder(folder);
    }
  }

  @Test
  void theContentIsOnTheDiskBeforeItTakesTheName() {
    WatchedDisk disk = new WatchedDisk(-1);
    AtomicFile.write(folder.resolve("model"), text("new"), disk);
    assertEquals(List.of("create", "open", "force", "replace", "force folder"), disk.steps);
  }

  @Test
  void whicheverStepFailsTheOldFileIsIntactAndNothingIsLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    for (int failing = 0; failing < 5; failing++) {
      WatchedDisk disk = new WatchedDisk(failing);
      OutputException e =
          assertThrows(OutputException.class, () -> AtomicFile.write(file, text("new"), disk));
      assertEquals(file + ": the file cannot be written: Input/output error", e.getMessage());
      assertEquals("old", Files.readString(file));
      assertEquals(List.of("model"), names());
    }
  }

  @Test
  void aFolderThatCannotBeForcedIsNoFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    AtomicFile.write(file, text("new"), new WatchedDisk(5));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void ifCleaningUpFailsTooTheFirstFailureIsReported() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    AtomicFile.Content full =
        out -> {
          throw new IOException("No space left on device");
        };
    OutputException e =
        assertThrows(OutputException.class, () -> AtomicFile.write(file, full, new WatchedDisk(3)));
    assertEquals(file + ": the file cannot be written: No space left on device", e.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(1, Objects.requireNonNull(e.getCause()).getSuppressed().length);
  }

  @Test
  void anErrorOfTheWriterComesThroughAndNothingIsLeft() throws IOException {
    Path file = folder.resolve("model");
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  throw new IllegalStateException("a bug");
                }));
    assertEquals(List.of(), names());
  }

  @Test
  void aMissingFolderIsASentence() {
    Path file = folder.resolve("runs").resolve("model");
    DataException e = assertThrows(DataException.class, () -> AtomicFile.write(file, text("new")));
    assertEquals(
        file
            + ": the file cannot be written: there is no folder '"
            + file.getParent()
            + "'; create the folder first",
        e.getMessage());
  }

  @Test
  void aFolderOfThatNameIsASentence() {
    DataException e = assertThrows(DataException.class, () -> AtomicFile.write(folder, text("")));
    assertEquals(
        folder + ": the file cannot be written: a folder has this name; choose another one",
        e.getMessage());
  }

  @Test
  void aReadOnlyFolderIsASentence() throws IOException {
    Files.setPosixFilePermissions(
        folder, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
    try {
      Assumptions.assumeFalse(Files.isWritable(folder), "this user may write everywhere");
      Path file = folder.resolve("model");
      DataException e = assertThrows(DataException.class, () -> AtomicFile.write(file, text("")));
      assertEquals(file + ": the file cannot be written: permission is denied", e.getMessage());
    } finally {
      Files.setPosixFilePermissions(folder, Set.of(PosixFilePermission.values()));
    }
  }

  @Test
  void theNewFileHasTheRightsThatNewFilesHave() throws IOException {
    Path usual = Files.createFile(folder.resolve("usual"));
    Path file = folder.resolve("model");
    AtomicFile.write(file, text("new"));
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
  }

  @Test
  void theNewFileHasTheRightsOfTheOneThatItReplaces() throws IOException {
    Set<PosixFilePermission> own =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    Path file = Files.writeString(folder.resolve("model"), "old");
    Files.setPosixFilePermissions(file, own);
    AtomicFile.write(
        file,
        out -> {
          for (Path each : List.of(file, folder.resolve(".model.0.tmp"))) {
            assertEquals(own, Files.getPosixFilePermissions(each), each::toString);
          }
        });
    assertEquals(own, Files.getPosixFilePermissions(file));
  }

  @Test
  void aFileThatMayNotBeWrittenToCanBeReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "old");
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
    AtomicFile.write(file, text("new"));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aLinkToNothingIsASentence() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("model"), folder.resolve("gone"));
    DataException e = assertThrows(DataException.class, () -> AtomicFile.write(link, text("new")));
    assertTrue(String.valueOf(e.getMessage()).contains("its target does not exist"));
    assertEquals(List.of("model"), names());
  }

  @Test
  void aPipeIsWrittenToAsItIs() throws Exception {
    Path pipe = folder.resolve("pipe");
    Assumptions.assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there are pipes");
    List<String> read = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                read.addAll(Files.readAllLines(pipe));
              } catch (IOException e) {
                read.add(e.toString());
              }
            });
    reader.start();
    AtomicFile.write(pipe, text("new"));
    reader.join();
    assertEquals(List.of("new"), read);
    assertFalse(Files.isRegularFile(pipe));
    assertEquals(List.of("pipe"), names());
  }

  @Test
  void aDeviceIsWrittenToAsItIsAndAFullOneIsAFailure() {
    Path nothing = Path.of("/dev/null");
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(nothing) && Files.exists(full), "there are devices");
    AtomicFile.write(nothing, text("new"));
    assertFalse(Files.isRegularFile(nothing));
    OutputException e =
        assertThrows(OutputException.class, () -> AtomicFile.write(full, text("new")));
    assertEquals("/dev/full: the file cannot be written: No space left on device", e.getMessage());
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path target = Files.writeString(folder.resolve("model-1"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("model"), target);
    AtomicFile.write(link, text("new"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
  }

  @Test
  void whatAKilledProcessLeftBehindIsNotInTheWay() throws IOException {
    Files.writeString(folder.resolve(".model.0.tmp"), "half");
    Path file = folder.resolve("model");
    AtomicFile.write(file, text("new"));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of(".model.0.tmp", "model"), names());
  }

  @Test
  void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
    Path file = folder.resolve("model");
    Thread.currentThread().interrupt();
    AtomicFile.write(file, text("new"));
    assertTrue(Thread.interrupted());
    assertEquals("new", Files.readString(file));
  }

  @Test
  void ofSeveralWritersOneWinsWholly() throws Exception {
    Path file = folder.resolve("model");
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] bytes = new byte[100_000];
      Arrays.fill(bytes, (byte) i);
      writers.add(
          new Thread(
              () -> {
                for (int round = 0; round < 20; round++) {
                  AtomicFile.write(file, out -> out.write(bytes));
                }
              }));
    }
    writers.forEach(Thread::start);
    while (writers.stream().anyMatch(Thread::isAlive)) {
      if (Files.exists(file)) {
        assertWhole(Files.readAllBytes(file));
      }
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertWhole(Files.readAllBytes(file));
    assertEquals(List.of("model"), names());
  }

  private static void assertWhole(byte[] bytes) {
    assertFalse(bytes.length == 0);
    byte[] expected = new byte[100_000];
    Arrays.fill(expected, bytes[0]);
    assertArrayEquals(expected, bytes);
  }

  /** Opened by its name, it would have an offset of its own, and overwrite what is there. */
  @Test
  void standardOutputIsNotOpenedOnceMore() {
    PrintStream before = System.out;
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
    try {
      System.out.print("one ");
      AtomicFile.write(Path.of("/dev/stdout"), out -> out.write('2'));
      try (AtomicFile.Draft draft = AtomicFile.draft(Path.of("/dev/fd/1"))) {
        draft.write(out -> out.write(" three".getBytes(StandardCharsets.UTF_8)));
        draft.finish();
      }
      System.out.print(" four");
    } finally {
      System.setOut(before);
    }
    assertEquals("one 2 three four", seen.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theOutputOfAProcessMayHaveSeveralNames() {
    for (String name :
        List.of("/dev/stdout", "/dev/../dev/stderr", "/dev/fd/1", "/proc/self/fd/1")) {
      assertTrue(AtomicFile.hasSeveralNames(Path.of(name)), name);
    }
    assertFalse(AtomicFile.hasSeveralNames(folder.resolve("stdout")));
  }
}

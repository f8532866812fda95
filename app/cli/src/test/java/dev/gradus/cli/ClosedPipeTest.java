package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.cli.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command ends quietly if the reader of its output has closed the pipe. */
class ClosedPipeTest {

  @TempDir private Path folder;

  /** Runs a command with a real pipe as its standard output, whose other end is closed. */
  private static Said intoClosedPipe(String... arguments) throws IOException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Pipe pipe = Pipe.open();
    pipe.source().close();
    try (OutputStream sink = Channels.newOutputStream(pipe.sink())) {
      int status = Main.run(sink, said, arguments);
      return new Said(status, "", said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void everyCommandEndsQuietly() throws IOException {
    String data = Files.writeString(folder.resolve("d.csv"), "x,y\n1,2\n2,3\n3,4\n").toString();
    Stream<String> helps = Arrays.stream(Commands.values()).map(command -> command + " --help");
    Stream<String> others =
        Stream.of("", "--version", "list", "describe adam", "schema", "completion bash", "help");
    assertAll(
        Stream.concat(
                Stream.concat(helps, others), Stream.of("data " + data, "data --json " + data))
            .map(
                line ->
                    () ->
                        assertEquals(
                            new Said(Main.CLOSED_PIPE, "", ""),
                            intoClosedPipe(line.isEmpty() ? new String[0] : line.split(" ", -1)),
                            line)));
  }

  @Test
  void whatIsWrongIsStillSaid() throws IOException {
    Said said = intoClosedPipe("train", folder.resolve("none.yaml").toString());
    assertEquals(Main.WRONG_INPUT, said.status());
    assertEquals("gradus: ", said.err().substring(0, 8));
  }

  @Test
  void aFullDiskIsNoClosedPipe() {
    assertEquals(false, Terminal.isClosedPipe("No space left on device"));
  }
}

package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.engine.Gradus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C ends any command with a message; here the command waits for its data. */
class InterruptedCommandsTest {

  /** The exit status of a process that was asked to terminate: 128 and the number of the signal. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(int number, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Distribution.HOME.resolve(Path.of("bin", "gradus")).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(folder.resolve("out-" + number).toFile())
            .redirectError(folder.resolve("err-" + number).toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  @Test
  void commandsSayThatTheyWereStopped() throws Exception {
    try (Gradus gradus = Gradus.create()) {
      Files.writeString(folder.resolve("d.csv"), "x,y\n1,2\n2,4\n3,6\n");
      Files.writeString(
          folder.resolve("c.yaml"),
          """
          data: {csv: d.csv, target: y}
          network: [dense]
          loss: mse
          optimizer: sgd
          training: {epochs: 1}
          """);
      gradus.save(gradus.job(folder.resolve("c.yaml")).train().model(), folder.resolve("m"));
    }
    List<String[]> commands =
        List.of(
            new String[] {"data", "pipe-0"},
            new String[] {"predict", "m", "pipe-1"},
            new String[] {"train", "c.yaml", "--set", "data.csv=pipe-2", "--output", "o"});
    List<OutputStream> pipes = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      Path pipe = folder.resolve("pipe-" + i);
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
      start(i, commands.get(i));
    }
    for (int i = 0; i < commands.size(); i++) {
      // Opening the pipe waits for a reader.
      OutputStream pipe = Files.newOutputStream(folder.resolve("pipe-" + i));
      pipe.write("x,y\n1,2\n".getBytes(StandardCharsets.UTF_8));
      pipes.add(pipe);
    }
    started.forEach(process -> process.toHandle().destroy());
    for (int i = 0; i < commands.size(); i++) {
      String name = String.join(" ", commands.get(i));
      assertTrue(started.get(i).waitFor(60, TimeUnit.SECONDS), name);
      assertEquals(TERMINATED, started.get(i).exitValue(), name);
      assertEquals(
          "gradus: stopped as requested, before there was a result\n",
          Files.readString(folder.resolve("err-" + i)),
          name);
      assertEquals("", Files.readString(folder.resolve("out-" + i)), name);
      pipes.get(i).close();
    }
  }
}

package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that can be read only once, such as a pipe, is read like a file with the same bytes. */
class ReadOnceTest {

  private final List<String> warned = new ArrayList<>();

  private final Gradus gradus =
      Gradus.builder().onWarning((Warning warning) -> warned.add(warning.message())).build();

  @TempDir Path folder;

  private Path pipe;

  @BeforeEach
  void makeAPipe() throws IOException, InterruptedException {
    pipe = folder.resolve("rows");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there are pipes");
  }

  private Model model() throws IOException {
    Files.writeString(folder.resolve("d.csv"), "a,b,y\n1,2,3\n2,4,6\n3,5,8\n4,1,5\n");
    Path yaml =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            data: {csv: d.csv, target: y}
            network: [dense]
            loss: mean-squared-error
            optimizer: adam
            training: {epochs: 1}
            """);
    return gradus.job(yaml).train().model();
  }

  private Table read(String text, FormatMatch.Overrides overrides) throws IOException {
    Model model = model();
    warned.clear();
    CompletableFuture<Path> writer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.writeString(pipe, text);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    Table table = gradus.readTable(pipe, model, overrides);
    writer.join();
    return table;
  }

  @Test
  void howItIsWrittenIsRecognised() throws IOException {
    Table table = read("b;a\n1,5;2\n2,5;3\n", FormatMatch.Overrides.NONE);
    assertEquals(List.of("b", "a"), table.names());
    assertEquals(1.5, table.column("b").number(0));
    assertEquals(2, table.rows());
    assertEquals(1, warned.size(), warned.toString());
    assertTrue(
        warned.get(0).startsWith("rows differs in format from the training data: "), warned.get(0));
  }

  @Test
  void whatIsSetDecides() throws IOException {
    Table table =
        read("7|8\n9|10\n", new FormatMatch.Overrides(Optional.of("|"), Optional.of(false)));
    assertEquals(List.of("a", "b"), table.names());
    assertEquals(7, table.column("a").number(0));
    assertEquals(2, table.rows());
    assertEquals(List.of(), warned);
  }

  @Test
  void anInterruptEndsTheWaitForAWriter() throws IOException {
    Model model = model();
    Thread.currentThread().interrupt();
    GradusException e =
        Assertions.assertThrows(GradusException.class, () -> gradus.readTable(pipe, model));
    assertTrue(Thread.interrupted());
    assertTrue(String.valueOf(e.getMessage()).contains("rows"), e.toString());
  }
}

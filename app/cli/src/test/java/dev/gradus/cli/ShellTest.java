package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.cli.text.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Commands that are shown can be pasted. */
@DisabledOnOs(OS.WINDOWS)
class ShellTest {

  @Test
  void aShellReadsEveryArgumentAsItIs() throws IOException, InterruptedException {
    for (String text :
        List.of(
            "iris.csv",
            "a b",
            "it's",
            "$HOME",
            "`ls`",
            "~",
            "*",
            "a\\b",
            "#c",
            "",
            "a;b",
            "\"",
            "!x")) {
      Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Shell.argument(text)).start();
      assertEquals(text, new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, shell.waitFor());
    }
    assertEquals("iris.csv", Shell.argument("iris.csv"));
  }

  @Test
  void nothingBeginsLikeAnOption() {
    assertEquals("./-x.csv", Shell.file(Path.of("-x.csv")));
    assertEquals("--target=-x", Shell.option("--target", "-x"));
    assertEquals("--target 'a b'", Shell.option("--target", "a b"));
  }
}

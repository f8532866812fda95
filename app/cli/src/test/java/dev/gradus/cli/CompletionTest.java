package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tab completes in a shell. */
class CompletionTest {

  private static final Map<String, List<String>> OFFERED =
      Map.ofEntries(
          Map.entry("gradus tr", List.of("train")),
          Map.entry("gradus pl", List.of("playground", "plugin")),
          Map.entry("gradus train --res", List.of("--resume")),
          Map.entry("gradus train --qu", List.of("--quiet")),
          Map.entry(
              "gradus compare x.yaml --losses mean-sq",
              List.of("mean-squared-error", "mean-squared-logarithmic-error")),
          Map.entry("gradus explain x.yaml --loss hub", List.of("huber")),
          Map.entry("gradus list opt", List.of("optimizer")),
          Map.entry(
              "gradus describe soft",
              List.of("soft-shrink", "softmax", "softmin", "softplus", "softsign")),
          Map.entry(
              "gradus train x.yaml --progress ", List.of("auto", "bar", "lines", "json", "none")),
          Map.entry("gradus data x.csv --task ", List.of("classes", "regression")),
          Map.entry("gradus plugin ", List.of("list", "verify", "lock", "new")),
          Map.entry("gradus plugin new x --kind sch", List.of("schedule")),
          Map.entry("gradus completion ", List.of("bash", "zsh")),
          Map.entry("gradus help cross", List.of("cross-validate")));

  @TempDir Path folder;

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path).resolve(program)));
  }

  private static String scriptFor(String shell) {
    Said said = Said.by("", "completion", shell);
    assertEquals(Main.DONE, said.status(), said.err());
    return said.out();
  }

  private List<String> run(String shell, String script) throws Exception {
    Path file = Files.writeString(folder.resolve("test." + shell), script);
    Process process =
        new ProcessBuilder(shell, file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.lines().toList();
  }

  @Test
  void bashOffersCommandsOptionsAndValues() throws Exception {
    Assumptions.assumeTrue(isThere("bash"));
    List<String> lines = List.copyOf(OFFERED.keySet());
    StringBuilder script = new StringBuilder(scriptFor("bash"));
    for (String line : lines) {
      List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
      script
          .append("\nCOMP_WORDS=(")
          .append(String.join(" ", words.stream().map(word -> "'" + word + "'").toList()))
          .append(")\nCOMP_CWORD=")
          .append(words.size() - 1)
          .append("\nCOMP_LINE='")
          .append(line)
          .append("'\nCOMPREPLY=()\n_complete_gradus\necho \"${COMPREPLY[*]}\"\n");
    }
    List<String> offered = run("bash", script + "true\n");
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(
          OFFERED.get(lines.get(i)), List.of(offered.get(i).strip().split(" +", -1)), lines.get(i));
    }
  }

  /** Checks the script itself if there is no zsh to run it. */
  @Test
  void zshIsToldCommandsOptionsAndValues() throws IOException {
    String script = scriptFor("zsh");
    assertTrue(script.startsWith("#compdef gradus\n"), script);
    for (Commands command : Commands.values()) {
      assertTrue(script.contains("'%s:%s'".formatted(command, command.summary())), script);
      String function = "_gradus_" + command.toString().replace('-', '_');
      assertTrue(script.contains("\n" + function + "() {\n"), function);
      assertTrue(script.contains(" %s) %s ;;\n".formatted(command, function)), function);
    }
    assertTrue(script.contains("'(-q --quiet)--quiet[Shows no progress]'"), script);
    assertTrue(script.contains(":MODE:(auto bar lines json none)'"), script);
    assertTrue(script.contains(":TASK:(classes regression)'"), script);
    assertTrue(script.contains("_values -s , value binary-cross-entropy "), script);
  }

  @Test
  void zshReadsTheScript() throws Exception {
    Assumptions.assumeTrue(isThere("zsh"));
    String script = "compdef() { print \"$@\" }\n" + scriptFor("zsh") + "whence -w _gradus_train\n";
    assertEquals(List.of("_gradus gradus", "_gradus_train: function"), run("zsh", script));
  }

  @Test
  void everyCommandWithOptionsIsCompleted() {
    String script = scriptFor("bash");
    Stream.of("train", "compare", "plugin_new", "cross-validate")
        .forEach(
            name ->
                assertTrue(
                    script.contains("_picocli_gradus_" + name.replace("-", "") + "()"), name));
  }
}

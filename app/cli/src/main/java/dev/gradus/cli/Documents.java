package dev.gradus.cli;

import dev.gradus.cli.progress.Interrupt;
import dev.gradus.engine.Gradus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/**
 * Writes the documents that the distribution contains in addition to the command. The build runs
 * it.
 */
public final class Documents {

  private Documents() {}

  /**
   * Writes REFERENCE.md, man pages, and completion scripts.
   *
   * @param folder the folder of the distribution
   */
  public static void main(String... folder) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path home = Path.of(folder[0]);
    Path share = home.resolve("share");
    try (Interrupt interrupt = new Interrupt();
        Gradus gradus = Gradus.create()) {
      CommandLine command = Main.complete(interrupt);
      write(
          home.resolve("REFERENCE.md"),
          ReferencePage.of(new PluginIndex(gradus.catalogue()).byKind(), gradus.catalogue())
              + System.lineSeparator());
      writePages(share.resolve("man").resolve("man1"), command);
      CompletionScript script = new CompletionScript(command);
      write(
          share.resolve("bash-completion").resolve("completions").resolve("gradus"), script.bash());
      write(share.resolve("zsh").resolve("site-functions").resolve("_gradus"), script.zsh());
    }
  }

  private static void writePages(Path folder, CommandLine command) throws IOException {
    ManPage page = new ManPage(command);
    write(folder.resolve(page.name() + ".1"), page.text());
    for (CommandLine below : command.getSubcommands().values()) {
      writePages(folder, below);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}

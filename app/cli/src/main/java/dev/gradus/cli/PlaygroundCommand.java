package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.runtime.problem.Warning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the playground. */
@Command(
    description =
        "Writes the playground: one HTML file in which two networks train side by side, each by its own loss. It opens in a browser without a server, also offline.",
    mixinStandardHelpOptions = true)
final class PlaygroundCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description =
          "A configuration, with which the page opens; the page then contains its data. Without it, the page opens with its stories.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "FILE",
      defaultValue = "playground.html",
      description = "The file to write.")
  private Path output;

  @Option(
      names = "--old-browsers",
      description =
          "Also writes engine-javascript.js beside the page, which browsers without WebAssembly with garbage collection load: Chrome and Edge before 119, Firefox before 120, Safari before 18.2.")
  private boolean oldBrowsers;

  @Mixin private EarlierResults earlier;

  @Mixin private DataPluginOptions plugins;

  @Override
  public Integer call() {
    byte[] page =
        config
            .map(file -> PlaygroundPage.with(settings(file)))
            .orElseGet(PlaygroundPage::text)
            .getBytes(StandardCharsets.UTF_8);
    try {
      earlier.keepFile(output);
      AtomicFile.write(output, out -> out.write(page));
      if (oldBrowsers) {
        byte[] script = PlaygroundPage.forOldBrowsers();
        AtomicFile.write(
            output.resolveSibling(PlaygroundPage.FOR_OLD_BROWSERS), out -> out.write(script));
      }
    } finally {
      earlier.finish(System.err);
    }
    System.out.println("playground: %s (open it in a browser)".formatted(output));
    return Main.DONE;
  }

  private Map<String, Object> settings(Path file) {
    try (Gradus gradus = plugins.open()) {
      PlaygroundSettings settings =
          PlaygroundSettings.of(file, ConfigOptions.of(file).read(gradus));
      settings.leftOut().map(Warning::of).ifPresent(plugins.warnings());
      return settings.asMap();
    }
  }
}

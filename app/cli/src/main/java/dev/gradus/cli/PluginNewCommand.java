package dev.gradus.cli;

import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a new plugin project. */
@Command(
    name = "new",
    description =
        "Writes a Maven project for a plugin, with a class that works, its test and a README, into a new folder of that name.",
    mixinStandardHelpOptions = true)
final class PluginNewCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "The name in the YAML, in lower-case kebab, e.g. my-loss.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      required = true,
      description =
          "loss, activation, optimizer, schedule, initializer, regularizer, metric or data-source.")
  private String kind = "";

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      defaultValue = "com.example",
      description = "The package of the class, e.g. org.acme; com.example unless given.")
  private String packageName = "";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder in which the new folder is made; the current one unless given.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    Scaffold scaffold = new Scaffold(name, kindNamed(kind), packageName);
    Path folder = output.resolve(name);
    scaffold.writeTo(folder);
    System.out.println(
        "%s: change %s, then run mvn verify there"
            .formatted(folder, folder.relativize(scaffold.mainClass(folder))));
    return Main.DONE;
  }

  private static PluginKind kindNamed(String name) {
    return Arrays.stream(PluginKind.values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PluginException(
                    "there is no kind '%s'; the kinds are %s"
                        .formatted(
                            name,
                            Arrays.stream(PluginKind.values())
                                .map(PluginKind::toString)
                                .collect(Collectors.joining(", ")))));
  }
}

package dev.gradus.cli;

import dev.gradus.engine.plugin.PluginKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a new plugin project. */
@Command(
    name = "new",
    description =
        "Writes a Maven project for a plugin to a new folder of that name, with a working class, a test and a README.",
    mixinStandardHelpOptions = true)
final class PluginNewCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "The name in the YAML, in lower case with hyphens, e.g. my-loss.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      required = true,
      completionCandidates = Candidates.OfPluginKinds.class,
      description =
          "loss, activation, optimizer, schedule, initializer, regularizer, metric, data-source or layer.")
  private String kind = "";

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      defaultValue = "com.example",
      description = "The package of the class, e.g. org.acme.")
  private String packageName = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder in which the new folder is created.")
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
    List<String> kinds = Arrays.stream(PluginKind.values()).map(PluginKind::toString).toList();
    String found = PluginIndex.kindNamed(name, kinds);
    return Arrays.stream(PluginKind.values())
        .filter(kind -> kind.toString().equals(found))
        .findFirst()
        .orElseThrow();
  }
}

package dev.gradus.cli;

import dev.gradus.engine.plugin.PluginKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      completionCandidates = Candidates.OfPluginKinds.class,
      description =
          "loss, activation, optimizer, schedule, initializer, regularizer, metric, data-source or layer; not needed with --formula.")
  private Optional<String> kind = Optional.empty();

  @Option(
      names = "--formula",
      paramLabel = "FORMULA",
      description =
          "Writes the loss or the activation that is typed, with its derivative: 'abs(p - y)', or \"{formula: 'd * abs(p - y)', d: 2}\" with a number that becomes an option.")
  private Optional<String> formula = Optional.empty();

  @Spec private CommandSpec spec;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      defaultValue = "com.example",
      description = "The package of the class, e.g. org.acme.")
  private String packageName = "";

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder in which the new folder is created.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    Optional<FormulaArgument> typed = formula.map(FormulaArgument::of);
    Optional<PluginKind> wanted = kind.map(PluginNewCommand::kindNamed);
    if (typed.isEmpty() && wanted.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--kind is missing, as in: gradus plugin new my-loss --kind loss");
    }
    typed
        .map(FormulaArgument::kind)
        .filter(found -> wanted.isPresent() && !wanted.get().equals(found))
        .ifPresent(
            found -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "the formula is that of %s, so --kind %s does not fit; leave it out"
                      .formatted(
                          found == PluginKind.LOSS ? "a loss" : "an activation", kind.get()));
            });
    PluginKind made = typed.map(FormulaArgument::kind).or(() -> wanted).orElseThrow();
    Scaffold scaffold = new Scaffold(name, made, packageName);
    Path folder = output.resolve(name);
    scaffold.writeTo(folder, typed);
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

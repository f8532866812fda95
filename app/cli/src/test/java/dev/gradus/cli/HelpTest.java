package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.cli.progress.Interrupt;
import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help lists everything, in lines that fit, with examples that work. */
class HelpTest {

  private static final Set<String> TRAINING =
      Set.of("train", "compare", "cross-validate", "tune", "check", "explain");

  private static List<CommandLine> all() {
    try (Interrupt interrupt = new Interrupt()) {
      List<CommandLine> all = new ArrayList<>();
      add(all, Main.complete(interrupt));
      return all;
    }
  }

  private static void add(List<CommandLine> all, CommandLine command) {
    all.add(command);
    command.getSubcommands().values().forEach(below -> add(all, below));
  }

  private static String nameOf(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static Stream<DynamicTest> each(Consumer<CommandLine> check) {
    return all().stream()
        .map(command -> DynamicTest.dynamicTest(nameOf(command), () -> check.accept(command)));
  }

  private static String help(CommandLine command) {
    return new HelpText(command, Style.PLAIN, 80).text();
  }

  @Test
  void whoAsksForNothingSeesWhatThereIs() {
    Said bare = Said.by("");
    assertEquals(Main.DONE, bare.status());
    assertEquals("", bare.err());
    for (Commands command : Commands.values()) {
      assertTrue(
          bare.out().lines().anyMatch(line -> line.startsWith("  " + command + " ")), bare.out());
    }
    List<String> headings =
        bare.out().lines().filter(line -> line.matches("[A-Z][a-z ]+:")).toList();
    assertEquals(
        List.of(
            "Your data:",
            "Train and compare:",
            "Use a model:",
            "Plugins:",
            "More:",
            "Getting started:"),
        headings);
    assertTrue(bare.out().contains("\n  gradus compare iris.yaml --losses mse,cross-entropy\n"));
    assertTrue(bare.out().contains("docs/index.html"));
    for (String[] asked : new String[][] {{"help"}, {"-h"}, {"--help"}}) {
      assertEquals(bare.out(), Said.by("", asked).out());
    }
  }

  @Test
  void theVersionIsAskedForInThreeWays() {
    String version = Said.by("", "--version").out();
    assertTrue(version.startsWith("Gradus "), version);
    assertEquals(version, Said.by("", "-V").out());
    assertEquals(version, Said.by("", "version").out());
  }

  @TestFactory
  Stream<DynamicTest> helpIsAskedForInThreeWays() {
    return each(
        command -> {
          List<String> path = List.of(nameOf(command).split(" ", -1));
          List<String> below = path.subList(1, path.size());
          List<String> first = new ArrayList<>(List.of("help"));
          first.addAll(below);
          Said helped = Said.by("", first.toArray(String[]::new));
          assertEquals(Main.DONE, helped.status(), helped.err());
          for (String option : List.of("-h", "--help")) {
            List<String> last = new ArrayList<>(below);
            last.add(option);
            assertEquals(helped.out(), Said.by("", last.toArray(String[]::new)).out());
          }
          assertTrue(helped.out().contains("Usage: " + nameOf(command)), helped.out());
        });
  }

  @TestFactory
  Stream<DynamicTest> everyLineFitsAndNoneEndsWithinAPath() {
    return each(
        command -> {
          for (String line : help(command).split("\n", -1)) {
            assertTrue(line.length() <= 80, line);
            assertFalse(line.matches(".*(--set|--vary|=)"), line);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> nothingIsSaidTwice() {
    return each(
        command -> {
          assertFalse(help(command).contains("[["), help(command));
          for (OptionSpec option : command.getCommandSpec().options()) {
            String text = HelpText.described(option);
            assertEquals(text.indexOf("(default:"), text.lastIndexOf("(default:"), text);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aPathStaysInOnePiece() {
    return each(
        command ->
            command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.description()))
                .flatMap(text -> Arrays.stream(text.split("[ ,;]", -1)))
                .filter(word -> word.matches("[a-z]+([.][a-z-]+)+(=.*)?"))
                .forEach(path -> assertTrue(help(command).contains(path), path)));
  }

  @TestFactory
  Stream<DynamicTest> anOptionIsShownWhereItMakesSense() {
    return each(
        command -> {
          String name = command.getCommandName();
          boolean top = command.getParent() != null && command.getParent().getParent() == null;
          assertEquals(top && TRAINING.contains(name), help(command).contains("--no-verify"), name);
          assertFalse(help(command).contains("--version"), name);
        });
  }

  /** The options that are rarely needed come last, in separate groups. */
  @TestFactory
  Stream<DynamicTest> optionsStandInGroups() {
    return each(
        command -> {
          Map<String, List<OptionSpec>> groups = new HelpText(command, Style.PLAIN, 80).groups();
          List<String> order = List.of("Options", "Output", "Plugins");
          List<String> shown = List.copyOf(groups.keySet());
          assertEquals(order.stream().filter(shown::contains).toList(), shown);
          boolean listsJars =
              List.of("gradus plugin list", "gradus plugin lock").contains(nameOf(command));
          groups.getOrDefault("Options", List.of()).stream()
              .filter(option -> option.longestName().equals("--plugins"))
              .forEach(option -> assertTrue(listsJars, nameOf(command)));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyExampleCanBeTyped() {
    return each(
        command -> {
          List<Examples.Example> examples = Examples.of(nameOf(command));
          assertFalse(examples.isEmpty(), "there is an example");
          String help = command.getParent() == null ? Said.by("").out() : help(command);
          for (Examples.Example example : examples) {
            assertTrue(help.contains(example.line()), help);
            parse(example.line());
          }
        });
  }

  private static void parse(String line) {
    String typed = line.replaceAll(".*[|<(] *(?=gradus )|[>)].*", "");
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(typed);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    assertEquals("gradus", words.get(0), line);
    try (Interrupt interrupt = new Interrupt()) {
      CommandLine.ParseResult parsed =
          Main.complete(interrupt).parseArgs(words.subList(1, words.size()).toArray(String[]::new));
      assertTrue(parsed.hasSubcommand(), line);
    }
  }

  @Test
  void coloursAreForTerminalsThatHaveThem() {
    Map<String, String> colours = Map.of("TERM", "xterm-256color");
    String property = "gradus.terminal.of.a.test";
    assertEquals(Style.PLAIN, Style.of(property, colours), "it is no terminal");
    System.setProperty(property, "true");
    try {
      assertEquals(Style.COLOURS, Style.of(property, colours));
      assertEquals(Style.PLAIN, Style.of(property, Map.of("TERM", "dumb")));
      assertEquals(Style.PLAIN, Style.of(property, Map.of()));
      assertEquals(
          Style.PLAIN, Style.of(property, Map.of("TERM", "xterm-256color", "NO_COLOR", "1")));
    } finally {
      System.clearProperty(property);
    }
  }

  @TestFactory
  Stream<DynamicTest> coloursChangeNothingElse() {
    return each(
        command -> {
          String coloured = new HelpText(command, Style.COLOURS, 80).text();
          assertTrue(coloured.contains("\u001b[1mUsage: \u001b[0m"), coloured);
          assertEquals(help(command), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
        });
  }

  @TestFactory
  Stream<DynamicTest> aManPageHasEveryOptionAndExample() {
    return each(
        command -> {
          ManPage page = new ManPage(command);
          assertEquals(nameOf(command).replace(' ', '-'), page.name());
          String text = page.text().replace("\\-", "-").replace("\\e", "\\");
          assertTrue(text.startsWith(".TH \"" + page.name().toUpperCase(Locale.ROOT)));
          command.getCommandSpec().options().stream()
              .filter(option -> !option.usageHelp() && !option.versionHelp())
              .flatMap(option -> Arrays.stream(option.names()))
              .forEach(name -> assertTrue(text.contains("\\fB" + name + "\\fR"), name));
          Examples.of(nameOf(command))
              .forEach(example -> assertTrue(text.contains("\n.B " + example.line()), text));
          assertTrue(text.lines().noneMatch(String::isEmpty), "roff prints empty lines");
        });
  }

  @Test
  void helpIsAsWideAsTheScreen() {
    String before = System.setProperty("gradus.terminal.size", "0 60");
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CommandLine command = all().get(1);
      HelpText.printOn(new PrintStream(out, true, StandardCharsets.UTF_8), command, Style.PLAIN);
      int columns = Screen.ofStandardError().columns();
      assertEquals(
          new HelpText(command, Style.PLAIN, columns).text(), out.toString(StandardCharsets.UTF_8));
    } finally {
      if (before == null) {
        System.clearProperty("gradus.terminal.size");
      } else {
        System.setProperty("gradus.terminal.size", before);
      }
    }
  }
}

package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.acceptance.Documentation.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Follows the README and every page of the guide, word for word. */
class GuideTest {

  /** Completes a configuration of which a page shows only a part. */
  private static final String REST =
      """
      data: {csv: app/examples/iris.csv, target: species}
      network:
        - dense: {units: 16, activation: tanh}
        - dense: {activation: softmax}
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      metrics: [accuracy]
      training: {epochs: 1}
      """;

  /** The commands that the build of these tests has already run. */
  private static final Pattern SET_UP =
      Pattern.compile("mvn verify|mvn package [^&]*&& export PATH=\\S+ && ");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern TYPE = Pattern.compile("public (?:record|class|interface) (\\w+)");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev[.]gradus</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>\\s*</dependency>\\s*");

  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  @WorkingFolder private Path folder;

  static List<Path> pages() throws IOException {
    return Documentation.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageCanBeFollowedWordForWord(Path page) throws Exception {
    Files.createSymbolicLink(folder.resolve("app"), Distribution.PROJECT.resolve("app"));
    Result last = new Result(0, "", "");
    for (Block block : Documentation.blocks(page)) {
      switch (block.language()) {
        case "sh" -> {
          for (String command : commands(block.text())) {
            last = run(command);
            assertEquals(0, last.status(), command + "\n" + last.out() + last.err());
          }
        }
        case "text" -> assertShows(block.text(), last);
        case "yaml" -> assertCanBeTrained(block.text());
        case "java" -> keepIfWhole(block.text());
        case "xml" -> assertIsPublished(block.text());
        case "python", "js" -> {
          // FormatTest runs it, where there is a Python with numpy or a Node with ONNX Runtime.
        }
        default -> throw new AssertionError("no test runs blocks of " + block.language());
      }
    }
  }

  /** The commands of a block, one per line, without comments. */
  private static List<String> commands(String block) {
    return block
        .replace("\\\n", " ")
        .lines()
        .map(line -> line.replaceFirst("(^|\\s+)# .*$", "").strip())
        .map(line -> SET_UP.matcher(line).replaceFirst(""))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private Result run(String command) throws IOException, InterruptedException {
    if (command.startsWith("gradus ") && !command.contains(">") && !command.contains("|")) {
      List<String> words = new ArrayList<>();
      Matcher matcher = WORD.matcher(command.substring("gradus ".length()));
      while (matcher.find()) {
        words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
      }
      return Distribution.gradus(folder, words.toArray(String[]::new));
    }
    String path = "PATH='" + Distribution.HOME.resolve("bin") + "':\"$PATH\"; ";
    return Distribution.run(folder, List.of("sh", "-ec", path + command));
  }

  /**
   * Checks that the lines shown were printed, in this order. An ellipsis stands for lines that are
   * left out.
   */
  private static void assertShows(String shown, Result result) {
    List<String> printed = (result.err() + result.out()).lines().map(String::strip).toList();
    int from = 0;
    for (String line : shown.lines().map(String::strip).toList()) {
      if (line.equals("…")) {
        continue;
      }
      int at = printed.subList(from, printed.size()).indexOf(line);
      assertTrue(at >= 0, () -> "not printed: " + line + "\n" + String.join("\n", printed));
      from += at + 1;
    }
  }

  /**
   * Checks that a configuration is accepted, and completes it first if the page shows only a part.
   */
  private void assertCanBeTrained(String yaml) throws IOException, InterruptedException {
    Map<String, String> sections = sections(REST);
    sections.putAll(sections(yaml));
    Path file = folder.resolve("shown.yaml");
    Files.writeString(file, String.join("", sections.values()));
    Result result = Distribution.gradus(folder, "check", "shown.yaml");
    assertEquals(0, result.status(), yaml + "\n" + result.err());
  }

  private static Map<String, String> sections(String yaml) {
    Map<String, String> sections = new LinkedHashMap<>();
    String name = "";
    for (String line : yaml.lines().toList()) {
      if (!line.startsWith(" ") && line.contains(":")) {
        name = line.substring(0, line.indexOf(':'));
        sections.put(name, "");
      }
      sections.merge(name, line + "\n", String::concat);
    }
    return sections;
  }

  /** Keeps a complete class for the commands that follow. Other tests run the parts of classes. */
  private void keepIfWhole(String java) throws IOException {
    if (java.startsWith("package ")) {
      Matcher type = TYPE.matcher(java);
      assertTrue(type.find(), java);
      Files.writeString(folder.resolve(type.group(1) + ".java"), java);
    }
  }

  /** Checks that the versions of all artifacts include the one of a dependency. */
  private static void assertIsPublished(String dependency) throws IOException {
    Matcher named = DEPENDENCY.matcher(dependency);
    assertTrue(named.matches(), dependency);
    String bom = Files.readString(Distribution.PROJECT.resolve(Path.of("core", "bom", "pom.xml")));
    String artifact = "<artifactId>%s</artifactId>";
    int artifacts = bom.indexOf("<dependencyManagement>");
    assertTrue(bom.indexOf(artifact.formatted(named.group(1)), artifacts) > 0, named.group(1));
    assertTrue(bom.contains("<version>%s</version>".formatted(named.group(2))), named.group(2));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    int links = 0;
    List<String> broken = new ArrayList<>();
    List<Path> pages = new ArrayList<>(Documentation.pages());
    for (String name : List.of("core", "losses", "activations", "optimizers", "app")) {
      pages.add(Distribution.PROJECT.resolve(name).resolve("README.md"));
    }
    pages.add(Distribution.EXAMPLES.resolve("README.md"));
    for (String name : List.of("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
      pages.add(Distribution.PROJECT.resolve(".github").resolve(name));
    }
    for (Path page : pages) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String to = link.group(1);
        if (to.startsWith("http")) {
          continue;
        }
        links++;
        Path target = to.isEmpty() ? page : page.resolveSibling(to).normalize();
        boolean there =
            Files.exists(target)
                && (link.group(2) == null || anchors(target).contains(link.group(2).substring(1)));
        if (!there) {
          broken.add(Distribution.PROJECT.relativize(page) + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 50, links + " links");
  }

  /** The anchors of the headings, as GitHub generates them. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(match -> match.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toList());
  }
}

package dev.gradus.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.plugin.PluginType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this repository. */
class SiteTest {

  static final Path REPOSITORY = Path.of("..", "..");

  private static final Pattern LINK = Pattern.compile("(?:href|src|srcset)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]*)\"");

  private static Map<String, byte[]> files = Map.of();
  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  @BeforeAll
  static void write() throws IOException {
    files = Site.files(REPOSITORY);
    files.forEach(
        (path, content) -> {
          if (path.endsWith(".html")) {
            PAGES.put(path, new String(content, StandardCharsets.UTF_8));
          }
        });
  }

  private static void forEachPlugin(BiConsumer<Kind, PluginType> consumer) {
    int seen = 0;
    try (Gradus gradus = Gradus.create()) {
      for (Kind kind : Kind.of(gradus.catalogue())) {
        for (PluginType type : kind.types()) {
          consumer.accept(kind, type);
          seen++;
        }
      }
    }
    assertTrue(seen > 150, seen + " plugins");
  }

  private static String page(Kind kind, PluginType type) {
    return PAGES.getOrDefault("reference/%s/%s.html".formatted(kind.name(), type.name()), "");
  }

  @Test
  void everyPluginHasAPageWithAllThatItsClassSays() {
    forEachPlugin(
        (kind, type) -> {
          String page = page(kind, type);
          List<String> expected =
              new ArrayList<>(
                  List.of(
                      "<h1>" + type.name() + "</h1>",
                      SitePage.escape(type.description().summary()),
                      SitePage.escape(type.description().formula()),
                      SitePage.escape(type.description().reference()),
                      "<code>" + type.type().getName() + "</code>"));
          expected.addAll(List.of(type.description().aliases()));
          type.options()
              .all()
              .forEach(
                  option -> {
                    expected.add("<code>" + option.name() + "</code>");
                    expected.add(SitePage.escape(option.documentation()));
                  });
          expected.forEach(text -> assertTrue(page.contains(text), type.name() + ": " + text));
        });
  }

  @Test
  void noLinkIsDeadAndNoAnchorIsMissing() {
    int seen = 0;
    Map<String, Set<String>> anchors = new HashMap<>();
    for (Map.Entry<String, String> page : PAGES.entrySet()) {
      for (String link : links(page.getValue())) {
        String[] parts = link.split("#", 2);
        String target = parts[0].isEmpty() ? page.getKey() : resolve(page.getKey(), parts[0]);
        assertTrue(files.containsKey(target), page.getKey() + " links to " + link);
        // What follows the sign in a link to the playground is its settings.
        if (parts.length > 1 && !target.equals(Site.PLAYGROUND)) {
          assertTrue(
              anchors
                  .computeIfAbsent(target, to -> Set.copyOf(ids(PAGES.getOrDefault(to, ""))))
                  .contains(parts[1]),
              page.getKey() + " links to " + link);
        }
        seen++;
      }
    }
    assertTrue(seen > 5_000, seen + " links");
  }

  @Test
  void everyNameOnAPageIsUnique() {
    PAGES.forEach(
        (path, page) -> {
          List<String> ids = ids(page);
          assertEquals(new HashSet<>(ids).size(), ids.size(), path + " " + ids);
        });
  }

  @Test
  void everyPageCanBeReachedFromTheFirstWithoutScript() {
    Set<String> reached = new HashSet<>(Set.of("index.html"));
    Deque<String> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      String page = next.remove();
      for (String link : links(PAGES.getOrDefault(page, ""))) {
        String target = resolve(page, link.replaceAll("#.*", ""));
        if (PAGES.containsKey(target) && reached.add(target)) {
          next.add(target);
        }
      }
    }
    assertEquals(PAGES.keySet(), reached);
  }

  @Test
  void nothingComesFromElsewhere() {
    PAGES.forEach(
        (path, page) -> {
          assertTrue(page.contains("default-src 'none'"), path);
          assertTrue(!page.matches("(?s).*<(img|script|link|source)[^>]*https?:.*"), path);
        });
  }

  @Test
  void twoRunsGiveTheSameBytes() throws IOException {
    Map<String, byte[]> again = Site.files(REPOSITORY);
    assertEquals(new ArrayList<>(files.keySet()), new ArrayList<>(again.keySet()));
    files.forEach((path, content) -> assertArrayEquals(content, again.get(path), path));
  }

  /** The sections that complete an example, unless it has them itself. */
  private static final Map<String, String> REST =
      Map.of(
          "data", "data: {csv: data.csv, target: y}\n",
          "network", "network: [dense]\n",
          "loss", "loss: mean-squared-error\n",
          "optimizer", "optimizer: adam\n");

  @Test
  void everyExampleIsAConfigurationThatTheEngineReads(@TempDir Path folder) {
    Path file = folder.resolve("example.yaml");
    try (Gradus gradus = Gradus.create()) {
      forEachPlugin(
          (kind, type) -> {
            String example = kind.yaml(type.example());
            assertTrue(page(kind, type).contains(SitePage.escape(example)), type.name());
            StringBuilder whole = new StringBuilder(example);
            REST.forEach((key, part) -> whole.append(example.startsWith(key) ? "" : part));
            String text =
                whole
                    .toString()
                    .replaceFirst("^(data:\n)(  columns)", "$1  csv: data.csv\n  target: y\n$2")
                    .replaceFirst("^(data:\n)(  source)", "$1  target: y\n$2")
                    .replaceFirst(
                        "^tune:\n",
                        "tune:\n  space: {optimizer.adam.learning-rate: {range: [0.1, 1]}}\n");
            try {
              Files.writeString(file, text);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
            gradus.read(file);
          });
    }
  }

  private static List<String> links(String page) {
    return LINK.matcher(page)
        .results()
        .map(link -> link.group(1).replace("&amp;", "&"))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  private static List<String> ids(String page) {
    return ID.matcher(page).results().map(id -> id.group(1)).toList();
  }

  private static String resolve(String page, String link) {
    return Path.of(page).resolveSibling(link).normalize().toString().replace('\\', '/');
  }
}

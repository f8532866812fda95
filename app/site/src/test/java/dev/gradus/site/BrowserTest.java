package dev.gradus.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens pages from a folder in a real browser, each in a frame as wide as a phone, and some also in
 * a frame as wide as a desktop screen. The test is skipped if Chromium is not installed; the system
 * property {@code gradus.browser} names another browser.
 */
class BrowserTest {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  /** Searches, and the result that must come first. */
  private static final Map<String, String> SEARCHES =
      Map.of(
          "smooth l1", "reference/loss/smooth-l1.html",
          "Cross-Entropy", "reference/loss/cross-entropy.html",
          "mse", "reference/loss/mean-squared-error.html",
          "pinball", "reference/loss/quantile.html",
          "label-smoothing", "reference/loss/cross-entropy.html",
          "swish", "reference/activation/silu.html",
          "decisions", "decisions.html",
          "qwertz", "");

  /** Tells the enclosing frame by how much the page is too wide, and what a search finds. */
  private static final String PROBE =
      """
      addEventListener('load', async () => {
        const query = decodeURIComponent(location.hash.slice(1));
        const input = document.querySelector('#site-search input');
        let first = '';
        if (query) {
          input.value = query;
          input.dispatchEvent(new Event('input'));
          const results = document.getElementById('site-results');
          while (results.hidden) await new Promise((done) => setTimeout(done, 20));
          first = results.querySelector('a')?.href.replace(/.*[/]site[/]/, '') ?? '';
        }
        const wide = document.documentElement.scrollWidth - innerWidth;
        const styled = getComputedStyle(document.body).marginTop === '0px';
        const path = location.pathname.replace(/.*[/]site[/]/, '');
        parent.postMessage([path, innerWidth, query, wide, styled, first].join('|'), '*');
      });
      """;

  private static final String LISTENER =
      """
      <script>
      addEventListener('message', (event) => {
        document.body.append(Object.assign(document.createElement('p'), {textContent: event.data}));
      });
      </script>
      """;

  private static final Pattern HEARD =
      Pattern.compile("<p>([^|<]*)\\|(\\d+)\\|([^|<]*)\\|(-?\\d+)\\|(\\w+)\\|([^|<]*)</p>");

  /** Only one in this many plugin pages is opened, because they are alike. */
  private static final int STRIDE = 24;

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void everyPageFitsAPhoneAndTheSearchFindsWhatIsThere() throws Exception {
    Optional<String> browser = browser();
    assumeTrue(browser.isPresent(), "no Chromium is installed, so no page is opened");
    List<String> all = write();
    List<String> pages =
        IntStream.range(0, all.size())
            .filter(i -> i % STRIDE == 0 || !all.get(i).matches("reference/.*/.*"))
            .mapToObj(all::get)
            .toList();
    StringBuilder frames = new StringBuilder("<!doctype html><body>" + LISTENER);
    pages.forEach(page -> frames.append(frame(page, 390)));
    List.of("index.html", "reference/loss.html", "reference/loss/huber.html")
        .forEach(page -> frames.append(frame(page, 1280)));
    SEARCHES
        .keySet()
        .forEach(query -> frames.append(frame("decisions.html#" + query.replace(" ", "%20"), 390)));
    Files.writeString(folder.resolve("frames.html"), frames);

    Map<String, String> found = new TreeMap<>();
    int seen = 0;
    for (MatchResult heard : HEARD.matcher(run(browser.get())).results().toList()) {
      assertTrue(Integer.parseInt(heard.group(4)) <= 0, "too wide: " + heard.group());
      assertEquals("true", heard.group(5), "without style: " + heard.group());
      if (!heard.group(3).isEmpty()) {
        found.put(heard.group(3), heard.group(6));
      }
      seen++;
    }
    assertEquals(pages.size() + 3 + SEARCHES.size(), seen, "pages that answer");
    assertEquals(new TreeMap<>(SEARCHES), found);
  }

  /** Writes the site with the probe on each page. */
  private List<String> write() throws IOException {
    Path site = folder.resolve("site");
    Site.main(new String[] {SiteTest.REPOSITORY.toString(), site.toString()});
    Files.writeString(site.resolve("assets/probe.js"), PROBE);
    List<String> pages;
    try (var files = Files.walk(site)) {
      pages =
          files
              .map(file -> site.relativize(file).toString().replace('\\', '/'))
              .filter(file -> file.endsWith(".html"))
              // It has its own test, and lets no other script run.
              .filter(file -> !file.equals(Site.PLAYGROUND))
              .sorted()
              .toList();
    }
    for (String page : pages) {
      Path file = site.resolve(page);
      String probe =
          "<script src=\"%s\" defer></script></head>"
              .formatted(SitePage.link(page, "assets/probe.js"));
      Files.writeString(file, Files.readString(file).replace("</head>", probe));
    }
    return pages;
  }

  private static String frame(String page, int width) {
    return "<iframe src=\"site/%s\" width=\"%s\" height=\"844\" style=\"border:0\"></iframe>\n"
        .formatted(page, width);
  }

  /**
   * The page with the frames, when it has loaded; fails if a page has printed an error to the
   * console.
   */
  private String run(String browser) throws IOException, InterruptedException {
    File output = folder.resolve("output.txt").toFile();
    File log = folder.resolve("log.txt").toFile();
    Process process =
        new ProcessBuilder(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=60000",
                "--dump-dom",
                folder.resolve("frames.html").toUri().toString())
            .redirectOutput(output)
            .redirectError(log)
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the browser does not end");
    } finally {
      process.destroyForcibly();
    }
    List<String> complaints =
        Files.readAllLines(log.toPath()).stream().filter(line -> line.contains("CONSOLE")).toList();
    assertEquals(List.of(), complaints);
    return Files.readString(output.toPath());
  }

  private static Optional<String> browser() {
    return Optional.ofNullable(System.getProperty("gradus.browser"))
        .or(
            () ->
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .flatMap(path -> NAMES.stream().map(name -> Path.of(path, name)))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst());
  }
}

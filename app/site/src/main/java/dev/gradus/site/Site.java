package dev.gradus.site;

import dev.gradus.engine.Gradus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The whole site: its files and their contents. */
public final class Site {

  /** The path of the playground in the site. */
  static final String PLAYGROUND = "playground.html";

  private Site() {}

  /**
   * Writes the site.
   *
   * @param arguments the folder of the repository, and the folder of the site, whose content is
   *     replaced
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path output = Path.of(arguments[1]);
    clear(output);
    for (Map.Entry<String, byte[]> file : files(Path.of(arguments[0])).entrySet()) {
      Path path = output.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.write(path, file.getValue());
    }
  }

  /**
   * The files of the site, by their paths in it.
   *
   * @param repository the folder with the README
   */
  static Map<String, byte[]> files(Path repository) throws IOException {
    MarkdownSources sources = MarkdownSources.of(repository.toRealPath());
    List<SitePage> pages = new ArrayList<>(sources.pages());
    try (Gradus gradus = Gradus.create()) {
      pages.addAll(ReferencePages.of(gradus.catalogue()));
    }
    Map<String, byte[]> files = new LinkedHashMap<>(sources.images());
    Frame frame = new Frame(pages);
    for (SitePage page : pages) {
      files.put(page.path(), utf8(frame.around(page)));
    }
    files.put(PLAYGROUND, utf8(resource(PLAYGROUND)));
    files.put("engine-javascript.js", utf8(resource("engine-javascript.js")));
    files.put("assets/site.css", utf8(resource("site.css")));
    files.put("assets/search.js", utf8(resource("search.js")));
    files.put("assets/search-index.js", utf8(SearchIndex.of(pages)));
    return files;
  }

  private static void clear(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String resource(String name) {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.gradus.site;

import static dev.gradus.site.MarkdownHtml.children;
import static dev.gradus.site.MarkdownHtml.descendants;
import static dev.gradus.site.MarkdownHtml.idOf;
import static dev.gradus.site.MarkdownHtml.textOf;

import dev.gradus.site.SitePage.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * The Markdown files of the repository: the README, the guide, the READMEs of the folders, and
 * other files that they link to. Their decisions are collected on one page.
 */
final class MarkdownSources {

  private static final String START = "README.md";
  private static final String GUIDE = "app/docs/";
  private static final String DECISIONS = "Decisions";
  private static final String DECISIONS_PAGE = "decisions.html";

  /** Matches a comment or a tag; the first group is empty unless it is the tag of a picture. */
  private static final Pattern TAG =
      Pattern.compile("(?s)<!--.*?-->|<(?:(/?(?:picture|source|img|br)\\b)|/?\\w)[^>]*>");

  private static final Pattern SOURCE = Pattern.compile("(\\bsrc(?:set)?=\")([^\"]*)");

  private final Path root;
  private final Map<String, Node> documents = new LinkedHashMap<>();
  private final Map<String, Node> decisions = new LinkedHashMap<>();
  private final Map<String, byte[]> images = new TreeMap<>();
  private final List<SitePage> pages = new ArrayList<>();

  private MarkdownSources(Path root) {
    this.root = root;
  }

  /**
   * Reads the files.
   *
   * @param root the folder of the repository
   */
  static MarkdownSources of(Path root) throws IOException {
    MarkdownSources sources = new MarkdownSources(root);
    Deque<String> found = new ArrayDeque<>(List.of(START));
    if (Files.isRegularFile(root.resolve(GUIDE + START))) {
      // The guide comes first, because its links give the order of its pages.
      found.addFirst(GUIDE + START);
    }
    try (Stream<Path> folders = Files.list(root)) {
      folders
          .map(folder -> folder.getFileName() + "/" + START)
          .filter(file -> Files.isRegularFile(root.resolve(file)))
          .sorted()
          .forEach(found::add);
    }
    while (!found.isEmpty()) {
      String file = found.remove();
      if (!sources.documents.containsKey(file)) {
        Node document = MarkdownHtml.parse(Files.readString(root.resolve(file)));
        sources.documents.put(file, document);
        sources.linked(file, document).forEach(found::add);
      }
    }
    sources.documents.forEach(sources::takeDecisions);
    sources.makePages();
    return sources;
  }

  /** The Markdown files that a document links to, in the order of the links. */
  private List<String> linked(String file, Node document) {
    return descendants(document, Link.class).stream()
        .flatMap(link -> sourceOf(file, link.getDestination()).stream())
        .toList();
  }

  /** The Markdown file that a link leads to; for a folder, its README. */
  private Optional<String> sourceOf(String file, String destination) {
    String path = destination.replaceAll("#.*", "");
    if (isExternal(destination)) {
      return Optional.empty();
    }
    Path target = path.isEmpty() ? root.resolve(file) : absolute(file, path);
    Path markdown = Files.isDirectory(target) ? target.resolve(START) : target;
    return markdown.startsWith(root)
            && markdown.toString().endsWith(".md")
            && Files.isRegularFile(markdown)
        ? Optional.of(nameOf(markdown))
        : Optional.empty();
  }

  private Path absolute(String file, String path) {
    return root.resolve(file).resolveSibling(path).normalize();
  }

  private String nameOf(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** Moves the section about decisions out of a document, and leaves a link to it. */
  private void takeDecisions(String file, Node document) {
    Node section = new Document();
    boolean isTaken = false;
    for (Node node : children(document)) {
      if (node instanceof Heading heading && heading.getLevel() <= 2) {
        isTaken = heading.getLevel() == 2 && textOf(heading).equals(DECISIONS);
        if (isTaken) {
          Node instead = MarkdownHtml.parse("[The decisions behind it](#" + idOf(DECISIONS) + ")");
          heading.insertBefore(instead.getFirstChild());
          heading.unlink();
        }
      } else if (isTaken) {
        section.appendChild(node);
      }
    }
    if (section.getFirstChild() != null) {
      decisions.put(file, section);
    }
  }

  /**
   * The pages of all documents. Those of the guide are in the order in which its first page links
   * to them.
   */
  List<SitePage> pages() {
    return pages;
  }

  private void makePages() {
    documents.forEach(
        (file, document) -> {
          rewrite(document, file, pageOf(file));
          Group group = groupOf(file);
          String title =
              group == Group.PROJECT && file.endsWith("/" + START)
                  ? folderOf(file) + "/"
                  : file.equals(GUIDE + START) ? "Contents" : MarkdownHtml.titleOf(document);
          pages.add(page(document, pageOf(file), group, title));
        });
    Node all = new Document();
    all.appendChild(heading(1, DECISIONS));
    decisions.forEach(
        (file, section) -> {
          rewrite(section, file, DECISIONS_PAGE);
          all.appendChild(heading(2, folderOf(file)));
          children(section).forEach(all::appendChild);
        });
    pages.add(page(all, DECISIONS_PAGE, Group.PROJECT, DECISIONS));
    pages.sort(Comparator.comparing(SitePage::group));
  }

  private static Node heading(int level, String text) {
    Heading heading = new Heading();
    heading.setLevel(level);
    heading.appendChild(new Text(text));
    return heading;
  }

  private static SitePage page(Node document, String path, Group group, String title) {
    MarkdownHtml html = new MarkdownHtml(document, path.equals(DECISIONS_PAGE));
    return new SitePage(
        path, group, path, title, html.html(), html.outline(), html.entries(group.title()));
  }

  private static Group groupOf(String file) {
    return file.equals(START) ? Group.START : file.startsWith(GUIDE) ? Group.GUIDE : Group.PROJECT;
  }

  private static String folderOf(String file) {
    return file.replaceAll("/[^/]*$", "");
  }

  private static String pageOf(String file) {
    if (file.equals(START)) {
      return "index.html";
    }
    if (file.startsWith(GUIDE)) {
      String name = file.substring(GUIDE.length());
      return "guide/" + (name.equals(START) ? "index" : name.replaceAll("\\.md$", "")) + ".html";
    }
    String name = file.replaceAll("(/README)?\\.md$", "").replaceAll("^\\.", "");
    return "project/" + name + ".html";
  }

  /** The pictures on the pages, by their paths in the site. */
  Map<String, byte[]> images() {
    return images;
  }

  /**
   * Changes links so that they lead to pages of the site. Links to other files become plain text.
   * Pictures from elsewhere, such as badges, and all HTML except pictures are removed.
   *
   * @param file the file of the nodes
   * @param page the page that shows them
   */
  private void rewrite(Node nodes, String file, String page) {
    for (Image image : descendants(nodes, Image.class)) {
      imageOf(file, page, image.getDestination())
          .ifPresentOrElse(image::setDestination, image::unlink);
    }
    for (Link link : descendants(nodes, Link.class)) {
      if (link.getFirstChild() == null) {
        link.unlink();
      } else if (!isExternal(link.getDestination())) {
        linkOf(file, page, link.getDestination())
            .ifPresentOrElse(link::setDestination, () -> replaceByContent(link));
      }
    }
    for (HtmlBlock html : descendants(nodes, HtmlBlock.class)) {
      html.setLiteral(picturesOf(html.getLiteral(), file, page));
    }
    for (HtmlInline html : descendants(nodes, HtmlInline.class)) {
      html.setLiteral(picturesOf(html.getLiteral(), file, page));
    }
  }

  private static boolean isExternal(String destination) {
    return destination.matches("[a-z][a-z0-9+.-]*:.*");
  }

  private static void replaceByContent(Node node) {
    children(node).forEach(node::insertBefore);
    node.unlink();
  }

  private String picturesOf(String html, String file, String page) {
    return TAG.matcher(html)
        .replaceAll(
            tag ->
                tag.group(1) == null
                    ? ""
                    : Matcher.quoteReplacement(
                        SOURCE
                            .matcher(tag.group())
                            .replaceAll(
                                source ->
                                    Matcher.quoteReplacement(
                                        imageOf(file, page, source.group(2))
                                            .map(path -> source.group(1) + path)
                                            .orElse(source.group(1))))));
  }

  private Optional<String> linkOf(String file, String page, String destination) {
    return sourceOf(file, destination)
        .map(
            source -> {
              String anchor = destination.contains("#") ? destination.replaceAll("^[^#]*", "") : "";
              return decisions.containsKey(source) && anchor.equals("#" + idOf(DECISIONS))
                  ? SitePage.link(page, DECISIONS_PAGE) + "#" + idOf(folderOf(source))
                  : SitePage.link(page, pageOf(source)) + anchor;
            });
  }

  private Optional<String> imageOf(String file, String page, String destination) {
    Path picture = absolute(file, destination);
    if (isExternal(destination) || !picture.startsWith(root) || !Files.isRegularFile(picture)) {
      return Optional.empty();
    }
    String path = "images/" + nameOf(picture);
    try {
      images.put(path, Files.readAllBytes(picture));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(SitePage.link(page, path));
  }
}

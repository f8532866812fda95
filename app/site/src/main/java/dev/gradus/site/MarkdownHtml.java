package dev.gradus.site;

import dev.gradus.site.SitePage.Entry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A Markdown document as HTML, with an id for every heading, and its entries in the search index.
 */
final class MarkdownHtml {

  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();

  /**
   * From this level on, headings are not in the navigation, and the search does not find them
   * separately.
   */
  private static final int DEEP = 4;

  private final Node document;
  private final IdentityHashMap<Node, String> ids = new IdentityHashMap<>();

  /**
   * Gives each heading the id that GitHub gives it.
   *
   * @param namesDecisions whether a paragraph that begins in bold gets an id too
   */
  MarkdownHtml(Node document, boolean namesDecisions) {
    this.document = document;
    IdGenerator generator = IdGenerator.builder().build();
    for (Node node : children(document)) {
      if (node instanceof Heading) {
        ids.put(node, generator.generateId(textOf(node)));
      } else if (namesDecisions) {
        leadOf(node).ifPresent(lead -> ids.put(node, generator.generateId(textOf(lead))));
      }
    }
  }

  static Node parse(String markdown) {
    return PARSER.parse(markdown);
  }

  /** The id of a heading whose text occurs only once. */
  static String idOf(String heading) {
    return IdGenerator.builder().build().generateId(heading);
  }

  /** The direct children of a node, in order. */
  static List<Node> children(Node parent) {
    List<Node> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      children.add(node);
    }
    return children;
  }

  private static Optional<Node> leadOf(Node node) {
    return node instanceof Paragraph && node.getFirstChild() instanceof StrongEmphasis lead
        ? Optional.of(lead)
        : Optional.empty();
  }

  /** The HTML. Tables and code that are wider than the page scroll in a separate box. */
  String html() {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) ->
                        Optional.ofNullable(ids.get(node))
                            .ifPresent(id -> attributes.put("id", id)))
            .build();
    return renderer
        .render(document)
        .replace("<table>", "<div class=\"scroll\"><table>")
        .replace("</table>", "</table></div>");
  }

  String title() {
    return titleOf(document);
  }

  /** The text of the first heading. */
  static String titleOf(Node document) {
    return children(document).stream()
        .filter(Heading.class::isInstance)
        .findFirst()
        .map(MarkdownHtml::textOf)
        .orElseThrow(() -> new IllegalArgumentException("a page must begin with a heading"));
  }

  /** The headings of the second level. */
  List<SitePage.Heading> outline() {
    return children(document).stream()
        .filter(node -> node instanceof Heading heading && heading.getLevel() == 2)
        .map(node -> new SitePage.Heading(ids.getOrDefault(node, ""), textOf(node)))
        .toList();
  }

  /**
   * One search entry for the page, and one for each heading with an id, with the text up to the
   * next one.
   *
   * @param group the name of the page in the results
   */
  List<Entry> entries(String group) {
    List<Entry> entries = new ArrayList<>();
    String id = "";
    String title = title();
    StringBuilder text = new StringBuilder();
    boolean isFirst = true;
    for (Node node : children(document)) {
      boolean isPlace =
          ids.containsKey(node) && !(node instanceof Heading h && h.getLevel() >= DEEP);
      if (isPlace && !isFirst) {
        entries.add(new Entry(id, title, id.isEmpty() ? group : title(), "", text.toString()));
        text.setLength(0);
        id = ids.getOrDefault(node, "");
        title = leadOf(node).map(MarkdownHtml::textOf).orElseGet(() -> textOf(node));
      }
      isFirst = false;
      text.append(textOf(node)).append(' ');
    }
    entries.add(new Entry(id, title, id.isEmpty() ? group : title(), "", text.toString()));
    return entries;
  }

  /** The text of a node and of its descendants. */
  static String textOf(Node node) {
    if (node instanceof Text words) {
      return words.getLiteral();
    }
    if (node instanceof Code code) {
      return code.getLiteral();
    }
    if (node instanceof FencedCodeBlock code) {
      return code.getLiteral();
    }
    if (node instanceof SoftLineBreak) {
      return " ";
    }
    // Separate blocks and the rows and cells of tables with a space, but not the nodes within a
    // line.
    Node first = node.getFirstChild();
    String between = first instanceof Block || first instanceof CustomNode ? " " : "";
    return children(node).stream().map(MarkdownHtml::textOf).collect(Collectors.joining(between));
  }

  /** All descendants of a node with a given type, in order. */
  static <T extends Node> List<T> descendants(Node parent, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Node child : children(parent)) {
      if (kind.isInstance(child)) {
        found.add(kind.cast(child));
      }
      found.addAll(descendants(child, kind));
    }
    return found;
  }
}

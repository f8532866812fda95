package dev.gradus.site;

import static dev.gradus.site.SitePage.escape;

import dev.gradus.engine.numpy.NumpyDescription;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.OptionText;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.site.SitePage.Entry;
import dev.gradus.site.SitePage.Group;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page for each kind and for each plugin, read from the classes. */
final class ReferencePages {

  private static final String INDEX = "reference/index.html";

  private final Catalogue catalogue;
  private final Pictures pictures;
  private final List<Kind> kinds;

  private ReferencePages(Catalogue catalogue) {
    this.catalogue = catalogue;
    pictures = new Pictures(catalogue);
    kinds = Kind.of(catalogue);
  }

  /** The index, followed by each kind and its plugins. */
  static List<SitePage> of(Catalogue catalogue) {
    ReferencePages reference = new ReferencePages(catalogue);
    List<SitePage> pages = new ArrayList<>(List.of(reference.index()));
    for (Kind kind : reference.kinds) {
      pages.add(reference.page(kind));
      kind.types().forEach(type -> pages.add(reference.page(kind, type)));
    }
    return pages;
  }

  private static String pathOf(Kind kind) {
    return "reference/" + kind.name() + ".html";
  }

  private static String pathOf(Kind kind, PluginType type) {
    return "reference/" + kind.name() + "/" + type.name() + ".html";
  }

  private static SitePage listed(String path, String title, String body, Entry entry) {
    return new SitePage(path, Group.REFERENCE, path, title, body, List.of(), List.of(entry));
  }

  private SitePage index() {
    String title = "Reference";
    String about = "Everything that a configuration can name, read from the classes.";
    String body =
        kinds.stream()
            .map(
                kind ->
                    "<dt><a href=\"%s.html\">%s</a> <span class=\"note\">%s</span></dt><dd>%s</dd>\n"
                        .formatted(
                            kind.name(), kind.title(), kind.types().size(), escape(kind.about())))
            .collect(
                Collectors.joining(
                    "", "<h1>%s</h1>\n<p>%s</p>\n<dl>\n".formatted(title, about), "</dl>\n"));
    return listed(INDEX, "All kinds", body, new Entry("", title, "Reference", "", about));
  }

  private SitePage page(Kind kind) {
    StringBuilder body = new StringBuilder();
    body.append("<h1>%s</h1>\n<p>%s</p>\n".formatted(kind.title(), escape(kind.about())));
    body.append("<ul class=\"plugins\">\n");
    for (PluginType type : kind.types()) {
      body.append("<li>");
      pictures.of(kind, type).map(Figure::thumbnail).ifPresent(body::append);
      body.append(
          "<p><a href=\"%s/%s.html\">%s</a> <span class=\"note\">%s</span></p>"
              .formatted(kind.name(), type.name(), type.name(), aliases(type)));
      body.append("<p>%s</p></li>\n".formatted(escape(type.description().summary())));
    }
    body.append("</ul>\n");
    Entry entry = new Entry("", kind.title(), "Reference", kind.name(), kind.about());
    return listed(pathOf(kind), kind.title(), body.toString(), entry);
  }

  private static String aliases(PluginType type) {
    return String.join(", ", type.description().aliases());
  }

  private SitePage page(Kind kind, PluginType type) {
    StringBuilder body = new StringBuilder();
    body.append(
        "<p class=\"eyebrow\"><a href=\"../%s.html\">%s</a></p>\n"
            .formatted(kind.name(), kind.title()));
    body.append("<h1>%s</h1>\n".formatted(type.name()));
    if (type.description().aliases().length > 0) {
      body.append("<p class=\"note\">Also called %s.</p>\n".formatted(aliases(type)));
    }
    body.append("<p>%s</p>\n".formatted(escape(type.description().summary())));
    body.append(block(type.description().formula()));
    body.append(numpy(type));
    pictures.of(kind, type).map(Figure::html).ifPresent(body::append);
    body.append(playground(type));
    body.append(options(type));
    body.append(
        "<h2>In a configuration</h2>\n<pre><code>%s</code></pre>\n"
            .formatted(escape(kind.yaml(type.example()))));
    if (!type.description().reference().isEmpty()) {
      body.append(
          "<h2>Source</h2>\n<p>%s.</p>\n".formatted(escape(type.description().reference())));
    }
    body.append(
        "<p class=\"note\">In Java: <code>%s</code> in the module <code>%s</code>.</p>\n"
            .formatted(
                type.type().getName(), PluginType.identityOf(type.type()).replaceFirst("@.*", "")));
    return new SitePage(
        pathOf(kind, type),
        Group.REFERENCE,
        pathOf(kind),
        type.name(),
        body.toString(),
        List.of(),
        List.of(entry(kind, type)));
  }

  /** Text that keeps its lines, such as a formula; nothing if it is empty. */
  private static String block(String line) {
    return line.isEmpty()
        ? ""
        : "<pre class=\"formula\"><code>%s</code></pre>\n".formatted(escape(line));
  }

  /** The numpy code of a loss or an activation. */
  private String numpy(PluginType type) {
    List<String> lines = NumpyDescription.of(type, catalogue);
    String legend = NumpyDescription.legend(lines);
    return lines.isEmpty()
        ? ""
        : "<h2>In numpy</h2>\n%s%s"
            .formatted(
                block(String.join("\n", lines)),
                legend.isEmpty() ? "" : "<p class=\"note\">%s.</p>\n".formatted(escape(legend)));
  }

  /**
   * A link to the playground with this loss, unless none of its examples would do: a loss may need
   * further columns, or targets above 0.
   */
  private static String playground(PluginType type) {
    return type.example() instanceof Loss loss
            && loss.columns().isEmpty()
            && loss.targets().contains(0)
        ? "<p><a href=\"../../%s#try=%s\">Watch a network learn by %s</a> in the playground.</p>\n"
            .formatted(Site.PLAYGROUND, type.name(), type.name())
        : "";
  }

  private static String options(PluginType type) {
    if (type.options().all().isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append("<h2>Options</h2>\n<div class=\"scroll\"><table class=\"options\">\n");
    table.append(
        "<thead><tr><th>Option</th><th>Value</th><th>Default</th><th>Meaning</th></tr></thead>\n<tbody>\n");
    Map<String, Object> defaults = type.options().defaults();
    for (RecordOptions.One option : type.options().all()) {
      table.append(
          "<tr><th><code>%s</code></th><td>%s</td><td>%s</td><td class=\"prose\">%s</td></tr>\n"
              .formatted(
                  option.name(),
                  valueOf(option),
                  escape(OptionText.defaultOf(option, defaults)),
                  escape(option.documentation())));
    }
    return table.append("</tbody>\n</table></div>\n").toString();
  }

  /** The type of an option, with a link if it is a plugin. */
  private static String valueOf(RecordOptions.One option) {
    String text = escape(OptionText.typeOf(option));
    return option.type() instanceof Class<?> type && PluginKind.of(type).isPresent()
        ? "<a href=\"../%s.html\">%s</a>".formatted(text, text)
        : text;
  }

  private static Entry entry(Kind kind, PluginType type) {
    String words =
        Stream.concat(
                Stream.of(type.description().aliases()),
                type.options().all().stream().map(RecordOptions.One::name))
            .collect(Collectors.joining(" "));
    String meanings =
        type.options().all().stream()
            .map(RecordOptions.One::documentation)
            .collect(Collectors.joining(" "));
    String text = type.description().summary() + " " + meanings;
    return new Entry("", type.name(), kind.name(), words, text);
  }
}

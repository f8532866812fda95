package dev.gradus.serve;

import dev.gradus.engine.json.Json;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The page for people: a form with a field for each column, next to the prediction, which changes
 * as one types.
 */
final class ModelPage {

  /** More choices are typed, with suggestions. */
  private static final int MOST_OPTIONS = 100;

  static final String STYLE = resource("page.css");
  static final String SCRIPT = resource("page.js");

  private final StringBuilder html = new StringBuilder();

  private ModelPage() {}

  /** A text file of this module. */
  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ModelPage.class.getResourceAsStream(name), "no " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page of a model. */
  static String of(String name, ModelVersion version) {
    ModelPage page = new ModelPage();
    page.begin(name, "../");
    page.add(
        "<h1>%s</h1>\n<p class=\"about\">%s</p>\n", name, sentence(version.model().toString()));
    page.add(
        "<noscript><p>This page asks for predictions with a script, which is switched off here.</p></noscript>\n");
    page.add(
        "<div class=\"sides\">\n<form id=\"row\" autocomplete=\"off\" data-address=\"%s/\" data-outputs=\"%s\" data-classes=\"%s\">\n",
        Paths.encoded(name), outputs(version), Json.line(version.classes()));
    version.columns().forEach(page::field);
    page.add(
        "</form>\n<div class=\"results\">\n<section class=\"prediction\" aria-live=\"polite\">\n<h2>%s</h2>\n",
        targets(version));
    page.add(
        "<p id=\"answer\"></p>\n<table id=\"numbers\"></table>\n<ul id=\"notes\"></ul>\n<p id=\"problem\" role=\"alert\"></p>\n</section>\n");
    page.why(version);
    page.end("../");
    return page.html.toString();
  }

  /** What the columns contribute, for an output that can be chosen if there are several. */
  private void why(ModelVersion version) {
    List<String> explained =
        version.classes().isEmpty() ? version.model().target().outputs() : version.classes();
    add("<section class=\"why\">\n<h2>What the columns contribute</h2>\n");
    if (explained.size() > 1) {
      boolean areNumbers = version.model().target().kind() == Target.Kind.NUMERIC;
      add("<label><span>to</span><select id=\"explained\">\n");
      if (!areNumbers) {
        add("<option value=\"\">what is predicted</option>\n");
      }
      for (String name : explained) {
        add("<option value=\"=%s\">%s</option>\n", name, name);
      }
      add("</select></label>\n");
    }
    add(
        "<p id=\"sentence\"></p>\n<table id=\"contributions\"></table>\n<ul id=\"whynotes\"></ul>\n</section>\n</div>\n</div>\n");
  }

  /** The page with all models. */
  static String list(List<Endpoint> endpoints) {
    ModelPage page = new ModelPage();
    page.begin("Models", "");
    page.add("<h1>Models</h1>\n<ul class=\"models\">\n");
    for (Endpoint endpoint : endpoints) {
      page.add(
          "<li><a href=\"models/%s\">%s</a> %s</li>\n",
          Paths.encoded(endpoint.name()),
          endpoint.name(),
          endpoint.latest().map(version -> version.model().toString()).orElse("not ready"));
    }
    page.add("</ul>\n");
    page.end("");
    return page.html.toString();
  }

  private void begin(String title, String root) {
    add(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"%spage.css\">\n<script src=\"%spage.js\" defer></script>\n</head>\n<body>\n<main>\n",
        title, root, root);
  }

  private void end(String root) {
    add(
        "</main>\n<footer>For programs: <a href=\"%sopenapi.json\">OpenAPI</a>, <a href=\"%sv2\">Open Inference Protocol</a>, <a href=\"%smetrics\">metrics</a>.</footer>\n</body>\n</html>\n",
        root, root, root);
  }

  private void field(PreparedColumn column) {
    String hint = OpenApi.described(column);
    add("<label title=\"%s\"><span>%s</span>", hint, column.name());
    List<String> choices = column.choices();
    boolean mayMiss = column.fill().isPresent();
    if (!choices.isEmpty() && choices.size() <= MOST_OPTIONS) {
      add("<select name=\"%s\">", column.name());
      if (mayMiss) {
        add("<option value=\"\">(missing)</option>");
      }
      for (String choice : choices) {
        boolean chosen = choice.equals(column.example().toString());
        add("<option%s>%s</option>", chosen ? Markup.SELECTED : Markup.NONE, choice);
      }
      add("</select>");
    } else {
      boolean number = column.example() instanceof Number;
      add(
          "<input name=\"%s\" value=\"%s\" data-type=\"%s\" inputmode=\"%s\" placeholder=\"%s\">",
          column.name(),
          Json.line(column.example()).replaceAll("^\"|\"$|[.]0$", ""),
          number ? "number" : "text",
          number ? "decimal" : "text",
          mayMiss ? "missing" : "");
    }
    add("</label>\n");
  }

  private static String sentence(String description) {
    return Character.toUpperCase(description.charAt(0)) + description.substring(1) + ".";
  }

  private static String targets(ModelVersion version) {
    return String.join(", ", version.model().preparation().targets().names());
  }

  /** What the script has to know about the columns of a prediction. */
  private static String outputs(ModelVersion version) {
    return Json.line(
        version.outputs().stream()
            .map(
                column -> {
                  Map<String, Object> output = new LinkedHashMap<>();
                  output.put("name", column.name());
                  output.put("role", column.role().toString());
                  output.put("of", column.of());
                  return output;
                })
            .toList());
  }

  /** Fixed parts of a tag, which are not escaped. */
  private enum Markup {
    SELECTED(" selected"),
    NONE("");

    private final String text;

    Markup(String text) {
      this.text = text;
    }
  }

  /** Adds HTML with values, each of which is escaped. */
  private void add(String format, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = values[i] instanceof Markup markup ? markup.text : escape(values[i].toString());
    }
    html.append(format.formatted(escaped));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

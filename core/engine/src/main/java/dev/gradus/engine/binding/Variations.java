package dev.gradus.engine.binding;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.yaml.DocumentPath;
import dev.gradus.engine.yaml.Edit;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.engine.yaml.Place;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A document that was read, and its variations with other values at some paths.
 *
 * <p>Safe for use by several threads.
 */
public final class Variations {

  /** The key of the section that names the values to vary. */
  static final String TUNE = "tune";

  static final String SPACE = "space";

  private final Catalogue catalogue;
  private final Node.Mapping document;
  private final Configuration base;

  /**
   * Wraps a document.
   *
   * @param document a valid document
   * @param base the configuration bound from it
   */
  private Variations(Catalogue catalogue, Node.Mapping document, Configuration base) {
    this.catalogue = catalogue;
    this.document = document;
    this.base = base;
  }

  /**
   * Binds a document.
   *
   * @param problems the problems found so far
   * @throws ConfigurationException if there are any problems
   */
  static Variations of(Catalogue catalogue, Node.Mapping document, Problems problems) {
    Optional<Configuration> configuration =
        new Binder(catalogue, problems).bind(Configuration.class, document);
    problems.throwIfAny();
    Variations variations = new Variations(catalogue, document, configuration.orElseThrow());
    if (variations.base().tune().isPresent()) {
      new TuneCheck(variations, problems).check();
      problems.throwIfAny();
    }
    return variations;
  }

  /** A document with settings in it, applied in their order, in the spelling of Gradus. */
  static Node.Mapping set(
      Catalogue catalogue, Node.Mapping document, List<Setting> settings, Problems problems) {
    Spelling spelling = new Spelling(catalogue, problems);
    Node.Mapping changed = spelling.correct(document);
    for (int i = 0; i < settings.size(); i++) {
      String path = spelling.path(settings.get(i).path());
      Node.Mapping edited = Edit.apply(path, settings.get(i).value(), i + 1, changed, problems);
      changed = spelling.correct(edited);
    }
    return changed;
  }

  /** The configuration of the document, with all its sections. */
  public Configuration base() {
    return base;
  }

  /**
   * The path of a value in the spelling of Gradus, such as {@code training.batch-size} for {@code
   * training.batch_size}.
   *
   * @throws ConfigurationException if it is malformed
   */
  public String canonical(String path) {
    return new Spelling(catalogue, new Problems()).path(path);
  }

  /**
   * The section {@code tune}.
   *
   * @throws ConfigurationException if there is none
   */
  public TuneSpec spec() {
    return TuneSpec.of(base);
  }

  /**
   * The configuration with some values replaced, as if by settings when it was read.
   *
   * @param settings applied in their order
   * @throws ConfigurationException if they do not fit the document, or each other
   */
  public Configuration with(List<Setting> settings) {
    Problems problems = new Problems();
    return of(catalogue, set(catalogue, document, settings, problems), problems).base();
  }

  /**
   * The configuration with other values, without the section {@code tune}.
   *
   * @param values by path; a path within another is applied after it
   * @throws ConfigurationException if they do not fit the document, or each other
   */
  public Configuration with(Map<String, YamlValue> values) {
    Problems problems = new Problems();
    Optional<Configuration> configuration = vary(values, problems);
    problems.throwIfAny();
    return configuration.orElseThrow();
  }

  /**
   * The configuration with other values.
   *
   * @param problems receives values that do not fit; the result is then empty
   */
  Optional<Configuration> vary(Map<String, YamlValue> values, Problems problems) {
    Node.Mapping varied = untuned();
    List<String> paths =
        values.keySet().stream()
            .sorted(Comparator.comparingInt(path -> PathSteps.of(path).size()))
            .toList();
    for (String path : paths) {
      YamlValue value = Optional.ofNullable(values.get(path)).orElseThrow();
      Node node = nodeOf(path, value);
      varied = Edit.apply(path, placeOf(path, node), node, varied, problems);
    }
    return new Binder(catalogue, problems).bind(Configuration.class, varied);
  }

  /** The same document without the section {@code tune}. */
  public Variations withoutTune() {
    return of(catalogue, untuned(), new Problems());
  }

  private Node.Mapping untuned() {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(document.entries());
    entries.remove(TUNE);
    return new Node.Mapping(document.place(), entries);
  }

  /** A value to try, as written in the section if it is there, else as drawn. */
  Node nodeOf(String path, YamlValue value) {
    List<Node> written = written(path);
    return written.stream()
        .filter(node -> NodeWriter.value(node).equals(value.text()))
        .findFirst()
        .orElseGet(() -> drawn(value, written));
  }

  /** A number has the place of the range that it was drawn from. */
  private static Node drawn(YamlValue value, List<Node> written) {
    Source source = Source.file("the value", Path.of(""));
    Node node = new NodeReader(value.text(), source, new Problems()).readValue();
    return node instanceof Node.Scalar scalar && !written.isEmpty()
        ? new Node.Scalar(written.get(0).place(), scalar.text(), scalar.quoted())
        : node;
  }

  /** The choice of values, or the ends of a range, that the section has for a path. */
  private List<Node> written(String path) {
    Node.Entry over = overs().get(path);
    return over != null && over.value() instanceof Node.Mapping domain
        ? domain.entries().values().stream()
            .map(Node.Entry::value)
            .flatMap(
                node ->
                    node instanceof Node.Sequence sequence
                        ? sequence.elements().stream()
                        : Stream.of(node))
            .toList()
        : List.of();
  }

  private Place placeOf(String path, Node value) {
    return overs().containsKey(path) ? placeOf(path) : value.place();
  }

  /** The place of a path in the section. */
  Place placeOf(String path) {
    return Optional.ofNullable(overs().get(path)).orElseThrow().keyPlace();
  }

  private Map<String, Node.Entry> overs() {
    return option(SPACE).map(Node.Entry::value).filter(Node.Mapping.class::isInstance).stream()
        .map(Node.Mapping.class::cast)
        .findFirst()
        .map(Node.Mapping::entries)
        .orElse(Map.of());
  }

  /** An option of the section as written, if it is there. */
  Optional<Node.Entry> option(String name) {
    return Optional.ofNullable(document.entries().get(TUNE))
        .map(Node.Entry::value)
        .filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast)
        .map(section -> section.entries().get(name));
  }

  /** The section's path in the document. */
  static DocumentPath pathOf(String option) {
    return DocumentPath.ROOT.key(TUNE).key(option);
  }

  /** The path of a path in the section. */
  static DocumentPath pathOfOver(String path) {
    return pathOf(SPACE).key(path);
  }
}

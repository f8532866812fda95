package dev.gradus.engine.binding;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.DocumentPath;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.engine.yaml.Place;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Scalars;
import dev.gradus.formula.typed.FormulaException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Schedule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts nodes to typed values: the sections of a configuration, layers, columns and plugins, all
 * by the components of their records.
 *
 * <p>Every method returns empty if the node is invalid, after reporting why, and continues with
 * everything else.
 */
final class Binder {

  private final Choices choices;
  private final Problems problems;
  private final Expected expected;
  private final boolean needsAll;
  private final KeySearch keys;
  private Node.Mapping document = KeySearch.NOTHING;

  Binder(Catalogue catalogue, Problems problems) {
    this(catalogue, problems, true);
  }

  private Binder(Catalogue catalogue, Problems problems, boolean needsAll) {
    this.choices = new Choices(catalogue);
    this.expected = new Expected(choices);
    this.keys = new KeySearch(choices);
    this.problems = problems;
    this.needsAll = needsAll;
  }

  /**
   * Creates a binder for networks with known weights: options that name an initializer or a
   * schedule that is not installed are ignored.
   */
  static Binder withoutStrangers(Catalogue catalogue, Problems problems) {
    return new Binder(catalogue, problems, false);
  }

  /** Binds a whole document to a record. */
  <T extends Record> Optional<T> bind(Class<T> type, Node.Mapping document) {
    this.document = document;
    return create(RecordOptions.of(type), document, DocumentPath.ROOT).map(type::cast);
  }

  /** Binds the value of an option alone. */
  <T> Optional<T> bindPart(Class<T> type, Node node) {
    return bind(type, Interval.REAL, node, DocumentPath.ROOT).map(type::cast);
  }

  private Optional<Object> bind(Type type, Interval bounds, Node node, DocumentPath path) {
    if (node instanceof Node.Refused) {
      return Optional.empty();
    }
    if (node.isNothing()) {
      return refuse(
          node,
          path,
          "has no value; it must be "
              + expected.of(type, bounds)
              + ", or be omitted together with its key");
    }
    if (type instanceof ParameterizedType generic) {
      return bindGeneric(generic, bounds, node, path);
    }
    if (!(type instanceof Class<?> plain)) {
      return unsupported(type, node, path);
    }
    if (plain == YamlValue.class) {
      return Node.isWhole(node)
          ? Optional.of(YamlValue.of(NodeWriter.value(node)))
          : Optional.empty();
    }
    if (plain == ClassWeights.class) {
      return bindClassWeights(node, path);
    }
    Optional<Choice> choice = choices.of(plain);
    if (choice.isPresent()) {
      return bindChoice(choice.get(), node, path);
    }
    if (plain.isRecord()) {
      return bindSection(plain, node, path);
    }
    return bindScalar(plain, bounds, node, path);
  }

  private Optional<Object> bindGeneric(
      ParameterizedType type, Interval bounds, Node node, DocumentPath path) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return bind(arguments[0], bounds, node, path).map(Optional::of);
    }
    if (type.getRawType() == List.class) {
      return bindList(arguments[0], bounds, node, path);
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return bindMap(arguments[1], bounds, node, path);
    }
    return unsupported(type, node, path);
  }

  /** A list of one may be written without brackets. */
  private Optional<Object> bindList(Type type, Interval bounds, Node node, DocumentPath path) {
    if (!(node instanceof Node.Sequence sequence)) {
      return bindListOfOne(type, bounds, node, path);
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.elements().size() && !problems.isFull(); i++) {
      bind(type, bounds, sequence.elements().get(i), path.index(i)).ifPresent(values::add);
    }
    return values.size() == sequence.elements().size()
        ? Optional.of(List.copyOf(values))
        : Optional.empty();
  }

  private Optional<Object> bindListOfOne(Type type, Interval bounds, Node node, DocumentPath path) {
    Optional<Choice> choice = type instanceof Class<?> plain ? choices.of(plain) : Optional.empty();
    if (choice.isPresent()
        && node instanceof Node.Mapping mapping
        && mapping.entries().size() > 1
        && TypedChoice.in(choice.get(), mapping).isEmpty()) {
      return refuse(
          node,
          path,
          "must be a list, but is " + node.describe() + "; put a hyphen in front of each element");
    }
    return bind(type, bounds, node, path).map(List::of);
  }

  private Optional<Object> bindMap(Type type, Interval bounds, Node node, DocumentPath path) {
    if (!(node instanceof Node.Mapping mapping)) {
      return refuse(node, path, "must be a mapping of names to values, but is " + node.describe());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
      if (problems.isFull()) {
        return Optional.empty();
      }
      bind(type, bounds, entry.getValue().value(), path.key(entry.getKey()))
          .ifPresent(value -> values.put(entry.getKey(), value));
    }
    return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
  }

  private Optional<Object> bindClassWeights(Node node, DocumentPath path) {
    if (node instanceof Node.Scalar scalar && scalar.text().equals(ClassWeights.BALANCED)) {
      return Optional.of(ClassWeights.balanced());
    }
    if (!(node instanceof Node.Mapping)) {
      return refuse(
          node,
          path,
          "must be "
              + expected.of(ClassWeights.class, Interval.REAL)
              + ", but is "
              + node.describe());
    }
    Optional<Object> weights = bindMap(Double.class, Interval.REAL, node, path);
    try {
      return weights.map(
          byName -> {
            @SuppressWarnings("unchecked") // bindMap has converted all values to numbers.
            Map<String, Double> numbers = (Map<String, Double>) byName;
            return ClassWeights.of(numbers);
          });
    } catch (IllegalArgumentException e) {
      return refuse(node, path, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Object> bindScalar(
      Class<?> type, Interval bounds, Node node, DocumentPath path) {
    if (!Scalars.isFor(type)) {
      return unsupported(type, node, path);
    }
    if (!(node instanceof Node.Scalar scalar)) {
      return refuse(
          node, path, "must be " + expected.of(type, bounds) + ", but is " + node.describe());
    }
    try {
      return Optional.of(Scalars.read(type, bounds, scalar));
    } catch (IllegalArgumentException e) {
      return refuse(
          node, path, "must be " + expected.of(type, bounds) + ", but is " + e.getMessage());
    }
  }

  private Optional<Object> bindSection(Class<?> type, Node node, DocumentPath path) {
    if (node instanceof Node.Mapping mapping) {
      return create(RecordOptions.of(type), mapping, path);
    }
    RecordOptions options = RecordOptions.of(type);
    return refuse(
        node,
        path,
        "must be a mapping with keys such as "
            + options.all().get(0).name()
            + ", but is "
            + node.describe());
  }

  /** A plugin, a layer or a column: its name, or its name with a mapping of options below it. */
  private Optional<Object> bindChoice(Choice choice, Node node, DocumentPath path) {
    if (node instanceof Node.Scalar name) {
      Node.Mapping none = new Node.Mapping(name.place(), Map.of());
      return bindNamed(choice, name.text(), name.place(), none, path);
    }
    if (node instanceof Node.Mapping mapping) {
      Optional<TypedChoice> typed = TypedChoice.in(choice, mapping);
      if (typed.isPresent()) {
        return bindTyped(typed.get(), mapping, path).map(choice::adapt);
      }
    }
    if (node instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      Map.Entry<String, Node.Entry> only = mapping.entries().entrySet().iterator().next();
      return bindNamed(
          choice, only.getKey(), only.getValue().keyPlace(), only.getValue().value(), path);
    }
    return refuse(
        node,
        path,
        "must be "
            + choice.noun()
            + ", written as its name, or as name: {option: value}, but is "
            + node.describe()
            + hintForManyKeys(choice, node));
  }

  /** A text under the name of its plugin, with named constants beside it. */
  private Optional<Object> bindTyped(TypedChoice typed, Node.Mapping mapping, DocumentPath path) {
    String name = typed.type().name();
    Optional<Object> text = bind(String.class, Interval.REAL, typed.text(), path.key(name));
    Map<String, Object> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Entry> entry : typed.numbers().entrySet()) {
      bind(Double.class, Interval.REAL, entry.getValue().value(), path.key(entry.getKey()))
          .ifPresent(number -> numbers.put(entry.getKey(), number));
    }
    return text.isPresent() && numbers.size() == typed.numbers().size()
        ? construct(
            typed.type().options(),
            Map.of(name, text.get(), typed.option(), numbers),
            mapping,
            path)
        : Optional.empty();
  }

  private static String hintForManyKeys(Choice choice, Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return "";
    }
    Optional<String> named = OtherNotations.hint(choice, mapping);
    if (named.isPresent()) {
      return "; " + named.get();
    }
    Optional<String> name =
        mapping.entries().keySet().stream().filter(key -> choice.find(key).isPresent()).findFirst();
    return name.map(n -> "; put the other keys below '" + n + "', indented further than it is")
        .orElse("");
  }

  private Optional<Object> bindNamed(
      Choice choice, String name, Place namePlace, Node options, DocumentPath path) {
    Optional<PluginType> type = choice.find(name);
    if (type.isEmpty()) {
      problems.add(namePlace, path, OtherNotations.hint(choice, name).orElse(choice.unknown(name)));
      return Optional.empty();
    }
    DocumentPath below = path.key(name);
    if (options instanceof Node.Mapping mapping) {
      return create(type.get().options(), mapping, below).map(choice::adapt);
    }
    return refuseOptions(type.get(), name, options, below);
  }

  private Optional<Object> refuseOptions(
      PluginType type, String name, Node options, DocumentPath below) {
    if (options instanceof Node.Refused) {
      return Optional.empty();
    }
    if (options.isNothing()) {
      return refuse(
          options, below, "there are no options after the colon; remove the colon, or add options");
    }
    String example =
        type.options().all().stream()
            .findFirst()
            .map(option -> "; write " + name + ": {" + option.name() + ": …}")
            .orElse("; it has no options, so write the name alone");
    return refuse(
        options, below, "options must be a mapping, but this is " + options.describe() + example);
  }

  /** Creates a record from a mapping whose keys are its components. */
  private Optional<Object> create(RecordOptions options, Node.Mapping written, DocumentPath path) {
    Node.Mapping mapping = needsAll ? written : withoutStrangers(options, written);
    Map<String, Object> given = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
      if (problems.isFull()) {
        return Optional.empty();
      }
      bindOption(options, entry.getKey(), entry.getValue(), path)
          .ifPresent(value -> given.put(entry.getKey(), value));
    }
    boolean complete = given.size() == mapping.entries().size();
    for (RecordOptions.One option : options.all()) {
      if (option.required() && !isWritten(option, mapping)) {
        complete &= supply(option, given, mapping, path);
      }
    }
    return complete ? construct(options, given, mapping, path) : Optional.empty();
  }

  /** Whether an option is given, under its name or a former one, which has been reported. */
  private static boolean isWritten(RecordOptions.One option, Node.Mapping mapping) {
    return mapping.entries().containsKey(option.name())
        || option.formerly().stream().anyMatch(mapping.entries()::containsKey);
  }

  private Node.Mapping withoutStrangers(RecordOptions options, Node.Mapping written) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(written.entries());
    entries
        .entrySet()
        .removeIf(
            entry ->
                options
                    .find(entry.getKey())
                    .filter(option -> isStranger(option.type(), entry.getValue().value()))
                    .isPresent());
    return new Node.Mapping(written.place(), entries);
  }

  /**
   * Whether an option is an initializer or a schedule, possibly optional, that is not installed:
   * only training needs those.
   */
  private boolean isStranger(Type type, Node node) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return isStranger(generic.getActualTypeArguments()[0], node);
    }
    return type instanceof Class<?> plain
        && (plain == Initializer.class || plain == Schedule.class)
        && namesIn(node).stream()
            .anyMatch(name -> choices.of(plain).orElseThrow().find(name).isEmpty());
  }

  private static List<String> namesIn(Node node) {
    return node instanceof Node.Scalar scalar
        ? List.of(scalar.text())
        : node instanceof Node.Mapping mapping
            ? List.copyOf(mapping.entries().keySet())
            : List.of();
  }

  private Optional<Object> bindOption(
      RecordOptions options, String key, Node.Entry entry, DocumentPath path) {
    Optional<RecordOptions.One> option = options.find(key);
    if (option.isEmpty()) {
      problems.add(
          entry.keyPlace(),
          path.key(key),
          FormerKeys.refusal(options, key).orElseGet(() -> unknownKey(options, key)));
      return Optional.empty();
    }
    Optional<String> other = optionForNumbers(options, option.get(), entry.value());
    return other.isPresent()
        ? refuse(
            entry.value(),
            path.key(key),
            "must be %s, but is %s; did you mean '%s'?"
                .formatted(
                    expected.of(option.get().type(), Interval.REAL),
                    entry.value().describe(),
                    other.get()))
        : bind(option.get().type(), option.get().bounds(), entry.value(), path.key(key));
  }

  /**
   * The option that was probably meant by one that takes a word, but has a number or a list: {@code
   * pads} by {@code padding: 1}, which is one option in other libraries.
   */
  private static Optional<String> optionForNumbers(
      RecordOptions options, RecordOptions.One option, Node value) {
    return option.type() instanceof Class<?> plain && plain.isEnum() && isNumbers(value, plain)
        ? Names.synonym(
            option.name(),
            options.all().stream()
                .map(RecordOptions.One::name)
                .filter(name -> !name.equals(option.name()))
                .toList())
        : Optional.empty();
  }

  /** Whether a value is a number or a list, and no constant of an enum. */
  private static boolean isNumbers(Node value, Class<?> constants) {
    return value instanceof Node.Sequence
        || (value instanceof Node.Scalar scalar
            && !Scalars.namesOf(constants).contains(Names.canonical(scalar.text()))
            && scalar.text().matches("[-(\\d].*"));
  }

  private String unknownKey(RecordOptions options, String key) {
    List<String> names = options.all().stream().map(RecordOptions.One::name).toList();
    if (key.indexOf(':') > 0 && !names.isEmpty()) {
      return "there is no such key; put a space after the colon (allowed: %s)"
          .formatted(Names.closest(key, names));
    }
    List<String> elsewhere =
        Names.synonym(key, names).isPresent() ? List.of() : keys.pathsOf(key, document);
    if (!elsewhere.isEmpty()) {
      return "there is no such key here; did you mean '%s'?"
          .formatted(String.join("' or '", elsewhere));
    }
    return names.isEmpty()
        ? "there is no such option; this has no options"
        : "there is no such key" + Names.instead(key, names, names, "allowed: ");
  }

  /** Handles a missing option without a default: only an optional one may be missing. */
  private boolean supply(
      RecordOptions.One option,
      Map<String, Object> given,
      Node.Mapping mapping,
      DocumentPath path) {
    if (option.type() instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      given.put(option.name(), Optional.empty());
      return true;
    }
    problems.add(
        mapping.place(),
        path.key(option.name()),
        "is missing; it must be " + expected.of(option.type(), option.bounds()));
    return false;
  }

  private Optional<Object> construct(
      RecordOptions options, Map<String, Object> given, Node.Mapping mapping, DocumentPath path) {
    try {
      return Optional.of(options.create(given));
    } catch (IllegalArgumentException e) {
      String sentence =
          Optional.ofNullable(e.getMessage())
              .orElse(
                  "the plugin rejects these options without giving a reason, which is a bug in the plugin");
      problems.add(placeOfRefusal(e, sentence, mapping), path, sentence);
    } catch (GradusException | LinkageError e) {
      problems.add(mapping.place(), path, "this cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * By convention the message of a constructor begins with the name of the option that it rejects.
   * Of a formula, the place is the one of the character at which reading it stopped.
   */
  private static Place placeOfRefusal(
      IllegalArgumentException e, String sentence, Node.Mapping mapping) {
    return mapping.entries().entrySet().stream()
        .filter(entry -> isAbout(entry.getKey(), sentence))
        .map(entry -> entry.getValue().value())
        .map(
            value ->
                e.getCause() instanceof FormulaException formula
                        && value instanceof Node.Scalar scalar
                    ? scalar.placeOf(formula.column() - 1)
                    : value.place())
        .findFirst()
        .orElse(mapping.place());
  }

  private static boolean isAbout(String option, String sentence) {
    return sentence.startsWith(option + " ")
        || sentence.startsWith(option + "[")
        || sentence.startsWith("'" + option + "' ");
  }

  private Optional<Object> unsupported(Type type, Node node, DocumentPath path) {
    return refuse(
        node,
        path,
        "this option is of the Java type "
            + type.getTypeName()
            + ", which cannot be written in YAML; this is a bug in the plugin");
  }

  private Optional<Object> refuse(Node node, DocumentPath path, String sentence) {
    problems.add(node.place(), path, sentence);
    return Optional.empty();
  }
}

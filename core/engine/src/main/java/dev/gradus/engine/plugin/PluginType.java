package dev.gradus.engine.plugin;

import dev.gradus.formula.typed.TypedPlugin;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.SameBits;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A plugin class: its name, its documentation and its options, all read from the class.
 *
 * @param type the class itself
 * @param description its annotation
 * @param origin of the class: a module with its version, or a jar
 */
public record PluginType(Class<?> type, Plugin description, String origin) {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** A cache of the plugin classes that have been read. */
  private static final ClassValue<PluginType> READ =
      new ClassValue<>() {
        @Override
        protected PluginType computeValue(Class<?> type) {
          return of(type, originOf(type));
        }
      };

  /** Kept, because a jar of the class path has to be opened for it. */
  private static final ClassValue<String> IDENTITY =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
              .flatMap(PluginType::moduleIn)
              .orElseGet(() -> originOf(type));
        }
      };

  /**
   * Reads a class of the module path or the class path. Whether those that ship with Gradus keep to
   * the rules was tested when Gradus was built, so that not every start has to look into every
   * class.
   *
   * @throws PluginException with a sentence, if another violates the rules of {@link
   *     dev.gradus.spi}
   */
  static PluginType installed(Class<?> type) {
    return UsedPlugins.isOfGradus(type)
        ? new PluginType(type, type.getAnnotation(Plugin.class), originOf(type))
        : of(type, originOf(type));
  }

  /** What loads the plugins on the module path or the class path. */
  static ClassLoader loader() {
    ClassLoader own = PluginType.class.getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  /**
   * Reads a class.
   *
   * @param origin of the class
   * @throws PluginException with a sentence, if the class violates the rules of {@link
   *     dev.gradus.spi}
   */
  public static PluginType of(Class<?> type, String origin) {
    Plugin description = type.getAnnotation(Plugin.class);
    if (description == null) {
      throw new PluginException(
          "%s (%s) is listed as a plugin but has no @Plugin annotation; add one with its name and a summary"
              .formatted(type.getName(), origin));
    }
    if (!Modifier.isPublic(type.getModifiers()) || !Modifier.isFinal(type.getModifiers())) {
      throw new PluginException(
          "%s (%s) must be a public record, or a public final class"
              .formatted(type.getName(), origin));
    }
    checkReachable(type);
    PluginType plugin = new PluginType(type, description, origin);
    RecordOptions.of(type);
    if (plugin.kinds().isEmpty() && !isPartOfClosedSet(type)) {
      throw new PluginException(
          "%s (%s) implements none of the interfaces of dev.gradus.spi"
              .formatted(type.getName(), origin));
    }
    if (!plugin.kinds().isEmpty()) {
      checkOptionsAreComponents(type);
      OptionTypes.check(type);
    }
    for (String name : plugin.names()) {
      if (!KEBAB.matcher(name).matches()) {
        throw new PluginException(
            "%s (%s) calls itself '%s'; a name must be in kebab case, such as mean-squared-error"
                .formatted(type.getName(), origin, name));
      }
    }
    return plugin;
  }

  /** Parameters of a constructor are only options if the class is a record. */
  private static void checkOptionsAreComponents(Class<?> type) {
    boolean hasOptions =
        Arrays.stream(type.getDeclaredConstructors())
            .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
            .anyMatch(parameter -> parameter.isAnnotationPresent(Option.class));
    if (hasOptions && !type.isRecord()) {
      throw new PluginException(
          "%s has @Option on parameters of a constructor, but is not a record, so they cannot be set; make it a record (in Kotlin, add @JvmRecord to the data class)"
              .formatted(type.getName()));
    }
  }

  /**
   * A ServiceLoader can create an instance of a class that is not exported, but the engine cannot
   * read its options.
   */
  private static void checkReachable(Class<?> type) {
    Module engine = PluginType.class.getModule();
    String itsPackage = type.getPackageName();
    if (!type.getModule().isExported(itsPackage, engine)
        && !type.getModule().isOpen(itsPackage, engine)) {
      throw new PluginException(
          "the engine cannot reach %s: let its module export the package %s, which is needed to read its options and to save a model"
              .formatted(type.getName(), itsPackage));
    }
  }

  /** Kinds of columns and searches are described like plugins, but cannot be added to. */
  private static boolean isPartOfClosedSet(Class<?> type) {
    return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
  }

  /**
   * Reads the class of a plugin instance from an application.
   *
   * @throws PluginException if the class violates the rules of {@link dev.gradus.spi}
   */
  public static PluginType of(Object plugin) {
    return READ.get(plugin.getClass());
  }

  /**
   * The permitted classes of a sealed interface, described like plugins: the kinds of columns, for
   * instance.
   *
   * @return in the order of the names
   */
  public static List<PluginType> permittedBy(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .map(type -> of(type, originOf(type)))
        .sorted(Comparator.comparing(PluginType::name))
        .toList();
  }

  /**
   * The name of a plugin instance from an application; of one with {@link #namedNumbers}, its text,
   * such as {@code d * abs(p - y) with d = 0.5}, which tells it from others.
   *
   * @throws PluginException if its class violates the rules of {@link dev.gradus.spi}
   */
  public static String nameOf(Object plugin) {
    return formulaOf(plugin).map(FormulaText::toString).orElseGet(() -> of(plugin).name());
  }

  /**
   * The formula of a plugin with {@link #namedNumbers}, and these.
   *
   * @param text such as {@code d * abs(p - y)}
   * @param numbers by name, in their order
   */
  public record FormulaText(String text, Map<String, Double> numbers) {

    /** Copies the numbers. */
    public FormulaText {
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /** Such as {@code d * abs(p - y) with d = 0.5}. */
    @Override
    public String toString() {
      return numbers.isEmpty()
          ? text
          : numbers.entrySet().stream()
              .map(one -> one.getKey() + " = " + ShortNumber.of(one.getValue()))
              .collect(Collectors.joining(", ", text + " with ", ""));
    }
  }

  /**
   * The formula of a plugin, if it is one with {@link #namedNumbers}.
   *
   * @throws PluginException if its class violates the rules of {@link dev.gradus.spi}
   */
  public static Optional<FormulaText> formulaOf(Object plugin) {
    return plugin instanceof TypedPlugin typed
        ? Optional.of(new FormulaText(typed.formula(), typed.numbers()))
        : Optional.empty();
  }

  /** The module of a class and its version, or the jar or folder that it was loaded from. */
  public static String originOf(Class<?> type) {
    Module module = type.getModule();
    if (module.isNamed()) {
      return module.getDescriptor().toNameAndVersion();
    }
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(source -> source.getLocation().getPath())
        .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .orElse("the application");
  }

  /**
   * The module of a class and its version, also where Java has taken its jar for one of the class
   * path; otherwise what {@link #originOf} says.
   */
  public static String identityOf(Class<?> type) {
    return type.getModule().isNamed() ? originOf(type) : IDENTITY.get(type);
  }

  /** The module of a jar and its version, if it says what it is. */
  private static Optional<String> moduleIn(CodeSource jar) {
    try {
      return ModuleFinder.of(Path.of(jar.getLocation().toURI())).findAll().stream()
          .map(ModuleReference::descriptor)
          .filter(module -> !module.isAutomatic())
          .map(ModuleDescriptor::toNameAndVersion)
          .findFirst();
    } catch (URISyntaxException | FindException | FileSystemNotFoundException e) {
      // No jar that can be opened by its name, such as one within another.
      return Optional.empty();
    }
  }

  /**
   * Where it comes from, in the same words whether its jar is on the module path or on the class
   * path.
   */
  public String home() {
    return origin.equals(originOf(type)) ? identityOf(type) : origin;
  }

  /** Its options. */
  public RecordOptions options() {
    return RecordOptions.of(type);
  }

  /**
   * The option of named constants, of a {@link TypedPlugin}: one that is written as a text under
   * its own name, with the numbers beside it: {@code {formula: 'd * abs(p - y)', d: 0.5}}.
   */
  public Optional<RecordOptions.One> namedNumbers() {
    return TypedPlugin.class.isAssignableFrom(type) ? options().find("numbers") : Optional.empty();
  }

  /** Its name in the YAML. */
  public String name() {
    return description.name();
  }

  /** Its name, followed by its aliases. */
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(description.name()));
    names.addAll(List.of(description.aliases()));
    return names;
  }

  /**
   * Whether its author declares that it computes the same bits on every machine. A data source need
   * not, because it reads data and computes no result.
   */
  public boolean hasSameBits() {
    return kinds().equals(List.of(PluginKind.DATA_SOURCE))
        || type.isAnnotationPresent(SameBits.class)
        || isPackageOfSameBits(type);
  }

  /**
   * Whether the annotation is on its package. Loads the package-info class, because {@link Package}
   * of Java 17 has no annotations if the class comes from a class data archive.
   */
  private static boolean isPackageOfSameBits(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    try {
      return loader != null
          && loader
              .loadClass(type.getPackageName() + ".package-info")
              .isAnnotationPresent(SameBits.class);
    } catch (ClassNotFoundException e) {
      // The package has no annotations.
      return false;
    }
  }

  /** The kinds of this plugin; usually one. */
  public List<PluginKind> kinds() {
    List<PluginKind> kinds = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      if (kind.service().isAssignableFrom(type)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /**
   * Creates an instance to try: with its defaults, and with the sample values of the no-argument
   * constructor for required options.
   *
   * @throws PluginException if the constructor fails
   */
  public Object example() {
    return options().example();
  }

  /** Whether it can be used without any options. */
  public boolean needsNoOptions() {
    return options().all().stream().noneMatch(RecordOptions.One::required);
  }

  /**
   * Creates an instance.
   *
   * @param given option values by name; the others take their defaults
   * @throws IllegalArgumentException with the message of the plugin, if it rejects a value
   */
  public Object create(Map<String, Object> given) {
    return options().create(given);
  }
}

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.OptionText;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what the engine reads from the classes of the plugins, for a browser, where it cannot look
 * into classes: a class with their names, options and constructors.
 *
 * <p>Runs when the module is built, with the plugins on the class path.
 */
final class PluginTable {

  private static final List<PluginKind> KINDS =
      List.of(
          PluginKind.LOSS,
          PluginKind.ACTIVATION,
          PluginKind.OPTIMIZER,
          PluginKind.INITIALIZER,
          PluginKind.REGULARIZER);

  private final List<PluginType> types = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();

  public static void main(String[] arguments) throws IOException {
    new PluginTable().write(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  private void write(Path sources, Path catalogue) throws IOException {
    Catalogue installed = Catalogue.ofInstalled();
    KINDS.forEach(kind -> installed.all(kind).stream().filter(PluginTable::isOffered).forEach(types::add));
    types.add(installed.find(PluginKind.LAYER, "dense").orElseThrow());
    Path file = sources.resolve("dev/gradus/playground/plugins/Plugins.java");
    Files.createDirectories(file.getParent());
    line("package dev.gradus.playground.plugins;");
    line("");
    line("import static dev.gradus.playground.plugins.Entry.option;");
    line("");
    line("import dev.gradus.engine.plugin.PluginKind;");
    line("import dev.gradus.spi.Interval;");
    line("import java.util.List;");
    line("");
    line("/** The plugins and their options. Written by the build from their classes. */");
    line("@SuppressWarnings(\"unchecked\")");
    line("final class Plugins {");
    line("");
    line("  private Plugins() {}");
    line("");
    line("  static List<Entry> all() {");
    line("    return List.of(");
    for (int i = 0; i < types.size(); i++) {
      entry(i, types.get(i));
    }
    line("    );");
    line("  }");
    line("");
    line("  static Object example(int plugin) {");
    line("    return switch (plugin) {");
    for (int i = 0; i < types.size(); i++) {
      line("      case %s -> new %s();".formatted(i, source(types.get(i).type())));
    }
    line("      default -> throw new IllegalStateException();");
    line("    };");
    line("  }");
    line("");
    line("  static Object create(int plugin, Object[] v) {");
    line("    return switch (plugin) {");
    for (int i = 0; i < types.size(); i++) {
      create(i, types.get(i));
    }
    line("      default -> throw new IllegalStateException();");
    line("    };");
    line("  }");
    line("");
    line("  static Object[] values(int plugin, Object instance) {");
    line("    switch (plugin) {");
    for (int i = 0; i < types.size(); i++) {
      values(i, types.get(i));
    }
    line("      default:");
    line("        return new Object[0];");
    line("    }");
    line("  }");
    line("}");
    Files.writeString(file, code);
    Files.writeString(catalogue, catalogue());
  }

  /** Leaves out what a page has no data for, or cannot write. */
  private static boolean isOffered(PluginType type) {
    return type.name().equals("formula")
        || !(type.example() instanceof Loss loss && !loss.columns().isEmpty())
            && type.options().all().stream()
                .noneMatch(option -> kindOf(option.type()).contains("other"));
  }

  private void line(String text) {
    code.append(text).append('\n');
  }

  private void entry(int index, PluginType type) {
    line("        new Entry(");
    line("            %s,".formatted(index));
    line("            %s.class,".formatted(source(type.type())));
    line("            PluginKind.%s,".formatted(type.kinds().get(0).name()));
    line(
        "            List.of(%s),"
            .formatted(String.join(", ", type.names().stream().map(PluginTable::quoted).toList())));
    List<String> options = type.options().all().stream().map(PluginTable::option).toList();
    line("            List.of(" + String.join(",", options) + "))");
    code.setLength(code.length() - 1);
    line(index == types.size() - 1 ? "" : ",");
  }

  private static String option(RecordOptions.One option) {
    Interval bounds = option.bounds();
    return "\n                option(%s, %s, %s, %s%s)"
        .formatted(
            quoted(option.name()),
            quoted(kindOf(option.type())),
            option.required(),
            bounds.equals(Interval.REAL)
                ? "Interval.REAL"
                : "new Interval(%s, %s, %s, %s)"
                    .formatted(
                        number(bounds.low()),
                        bounds.lowIncluded(),
                        number(bounds.high()),
                        bounds.highIncluded()),
            constantsOf(option.type()));
  }

  private static String number(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "Double.POSITIVE_INFINITY";
    }
    return value == Double.NEGATIVE_INFINITY ? "Double.NEGATIVE_INFINITY" : String.valueOf(value);
  }

  /** What a value is made of, such as {@code optional number}. */
  private static String kindOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      String argument = kindOf(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Optional.class) {
        return "optional " + argument;
      }
      return generic.getRawType() == List.class ? "list " + argument : "other";
    }
    Class<?> plain = (Class<?>) type;
    if (plain == double.class || plain == Double.class) {
      return "number";
    }
    if (plain == int.class || plain == Integer.class) {
      return "int";
    }
    if (plain == long.class || plain == Long.class) {
      return "long";
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return "boolean";
    }
    if (plain == String.class) {
      return "text";
    }
    if (plain.isEnum()) {
      return "word";
    }
    return PluginKind.of(plain).map(kind -> "plugin " + kind).orElse("other");
  }

  private static String constantsOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      return constantsOf(generic.getActualTypeArguments()[0]);
    }
    return type instanceof Class<?> plain && plain.isEnum()
        ? ", (Object[]) " + source(plain) + ".values()"
        : "";
  }

  private void create(int index, PluginType type) {
    List<String> arguments = new ArrayList<>();
    for (RecordOptions.One option : type.options().all()) {
      arguments.add("(%s) v[%s]".formatted(source(option.type()), arguments.size()));
    }
    line(
        "      case %s -> new %s(%s);"
            .formatted(index, source(type.type()), String.join(", ", arguments)));
  }

  private void values(int index, PluginType type) {
    List<String> names = new ArrayList<>();
    if (type.type().isRecord()) {
      for (var component : type.type().getRecordComponents()) {
        names.add("of%s.%s()".formatted(index, component.getName()));
      }
    }
    if (!names.isEmpty()) {
      String name = source(type.type());
      line("      case %s:".formatted(index));
      line("        %s of%s = (%s) instance;".formatted(name, index, name));
      line("        return new Object[] {%s};".formatted(String.join(", ", names)));
    }
  }

  private static String source(Type type) {
    return type.getTypeName().replace('$', '.');
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** What a page offers: each kind with its plugins, as JSON. */
  private String catalogue() {
    List<String> kinds = new ArrayList<>();
    for (PluginKind kind : KINDS) {
      List<String> plugins =
          types.stream()
              .filter(type -> type.kinds().contains(kind))
              .map(PluginTable::described)
              .toList();
      kinds.add(quoted(key(kind)) + ":[" + String.join(",\n", plugins) + "]");
    }
    return "{" + String.join(",\n", kinds) + "}\n";
  }

  private static String key(PluginKind kind) {
    return kind == PluginKind.LOSS ? "losses" : kind + "s";
  }

  private static String described(PluginType type) {
    Map<String, Object> defaults = type.options().defaults();
    List<String> options = new ArrayList<>();
    for (RecordOptions.One option : type.options().all()) {
      StringBuilder text = new StringBuilder();
      text.append("{\"name\":").append(quoted(option.name()));
      text.append(",\"kind\":").append(quoted(kindOf(option.type())));
      text.append(",\"type\":").append(quoted(OptionText.typeOf(option)));
      text.append(",\"about\":").append(quoted(option.documentation()));
      if (option.required()) {
        text.append(",\"required\":true");
      } else {
        text.append(",\"default\":").append(json(defaults.get(option.name())));
      }
      String words = words(option.type());
      if (!words.isEmpty()) {
        text.append(",\"words\":[").append(words).append(']');
      }
      end(text, "min", option.bounds().low(), option.bounds().lowIncluded());
      end(text, "max", option.bounds().high(), option.bounds().highIncluded());
      options.add(text.append('}').toString());
    }
    StringBuilder text = new StringBuilder();
    text.append("{\"name\":").append(quoted(type.name()));
    text.append(",\"summary\":").append(quoted(type.description().summary()));
    Object example = type.example();
    if (example instanceof Activation activation) {
      text.append(",\"outputs\":").append(quoted(activation.outputs().toString()));
    }
    if (example instanceof Loss loss) {
      text.append(",\"predictions\":").append(quoted(loss.predictions().toString()));
      text.append(",\"needsColumns\":").append(!loss.columns().isEmpty());
    }
    text.append(",\"options\":[").append(String.join(",", options)).append("]}");
    return text.toString();
  }

  private static void end(StringBuilder text, String name, double end, boolean included) {
    if (Double.isFinite(end)) {
      text.append(",\"%s\":%s".formatted(included ? name : name + "Excluded", end));
    }
  }

  private static String words(Type type) {
    if (type instanceof ParameterizedType generic) {
      return words(generic.getActualTypeArguments()[0]);
    }
    List<String> words = new ArrayList<>();
    if (type instanceof Class<?> plain && plain.isEnum()) {
      for (Object constant : plain.getEnumConstants()) {
        words.add(quoted(OptionText.valueOf(constant)));
      }
    }
    return String.join(",", words);
  }

  private static String json(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(PluginTable::json).orElse("null");
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(",", list.stream().map(PluginTable::json).toList()) + "]";
    }
    return value instanceof Number || value instanceof Boolean || value instanceof Map
        ? value.toString().toLowerCase(Locale.ROOT)
        : value == null ? "null" : quoted(OptionText.valueOf(value));
  }
}

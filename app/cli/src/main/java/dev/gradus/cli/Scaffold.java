package dev.gradus.cli;

import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.spi.SpiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A new plugin project, made from templates. */
final class Scaffold {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

  private final PluginKind kind;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Fills in the names.
   *
   * @param name of the plugin in YAML
   * @throws PluginException if the name or the package is not well formed
   */
  Scaffold(String name, PluginKind kind, String packageName) {
    if (!KEBAB.matcher(name).matches()) {
      throw new PluginException(
          "'%s' cannot be the name of a plugin; names are in lower case with hyphens, such as my-loss"
              .formatted(name));
    }
    if (!PACKAGE.matcher(packageName).matches() || isTaken(packageName)) {
      throw new PluginException(
          "'%s' cannot be the package of a plugin; use one of your own, such as org.acme"
              .formatted(packageName));
    }
    this.kind = kind;
    values.put("name", name);
    values.put("kind", kind.toString());
    values.put("package", packageName);
    values.put("path", packageName.replace('.', '/'));
    values.put("class", classNameOf(name));
    values.put("interface", kind.service().getSimpleName());
    values.put("spi", SpiVersion.CURRENT.toString());
    values.put("use", use(kind, name));
  }

  private static boolean isTaken(String packageName) {
    return packageName.startsWith("java.")
        || packageName.startsWith("javax.")
        || packageName.startsWith("dev.gradus");
  }

  private static String classNameOf(String name) {
    return Arrays.stream(name.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The arguments that use the plugin on the command line, if they are short. */
  private static String use(PluginKind kind, String name) {
    return switch (kind) {
      case LOSS, OPTIMIZER, SCHEDULE -> " --set %s=%s".formatted(kind, name);
      case METRIC -> " --set metrics=" + name;
      case REGULARIZER -> " --set regularizers=" + name;
      case ACTIVATION -> " --set network[0].dense.activation=" + name;
      case DATA_SOURCE -> " --set data.source=" + name;
      case INITIALIZER -> " --set network[0].dense.weights=" + name;
      case LAYER -> " --set 'network[0]={%s: {units: 8}}'".formatted(name);
    };
  }

  /** The path of the class that the author changes. */
  Path mainClass(Path folder) {
    return folder.resolve(fill("src/main/java/{{path}}/{{class}}.java"));
  }

  /**
   * Writes the project.
   *
   * @param folder is created; must not exist yet, or must be empty
   * @param typed the formula of the class; empty for the example of its kind
   * @throws PluginException if it is not empty, or cannot be written
   */
  void writeTo(Path folder, Optional<FormulaArgument> typed) {
    try {
      refuseUsed(folder);
      write(folder, "pom.xml", "pom.xml");
      write(folder, "README.md", "README.md");
      write(folder, "module-info.java.txt", "src/main/java/module-info.java");
      if (typed.isPresent()) {
        Path file = mainClass(folder);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(
            file, typed.get().java(fill("{{package}}"), fill("{{class}}"), fill("{{name}}")));
      } else {
        write(folder, kind + ".java.txt", "src/main/java/{{path}}/{{class}}.java");
      }
      write(folder, "test.java.txt", "src/test/java/{{path}}/{{class}}Test.java");
      Path service =
          folder.resolve("src/main/resources/META-INF/services/" + kind.service().getName());
      Files.createDirectories(service.resolveSibling(""));
      Files.writeString(service, fill("{{package}}.{{class}}\n"));
    } catch (IOException e) {
      throw new PluginException("%s cannot be written: %s".formatted(folder, e), e);
    }
  }

  private static void refuseUsed(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new PluginException(
              folder + " already exists and is not empty; choose another name or --output");
        }
      }
    }
  }

  private void write(Path folder, String template, String name) throws IOException {
    Path file = folder.resolve(fill(name));
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, fill(read(template)));
  }

  private static String read(String template) {
    try (InputStream in =
        Optional.ofNullable(Scaffold.class.getResourceAsStream("scaffold/" + template))
            .orElseThrow(() -> new IllegalStateException("there is no template " + template))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return filled;
  }
}

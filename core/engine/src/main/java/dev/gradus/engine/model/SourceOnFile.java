package dev.gradus.engine.model;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.DataSource;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The data source that a model was trained from, on another file: the file takes the place of the
 * first option that is one. Further files, such as labels, belong to the first and are omitted if
 * they are optional.
 */
final class SourceOnFile {

  /** Files with these extensions are CSV, unless the source reads files with such names. */
  private static final List<String> CSV = List.of(".csv", ".tsv");

  private SourceOnFile() {}

  /**
   * Creates it.
   *
   * @return empty if the source reads no file, or the name of the other file says CSV
   * @throws DataException if the source refuses the file
   */
  static Optional<DataSource> of(DataSource trained, Path file) {
    PluginType type = PluginType.of(trained);
    Map<String, Object> values = type.options().valuesOf(trained);
    Optional<RecordOptions.One> first = fileOf(type);
    if (first.isEmpty() || isCsv(file, String.valueOf(values.get(first.get().name())))) {
      return Optional.empty();
    }
    for (RecordOptions.One option : type.options().all()) {
      if (option.equals(first.get())) {
        values.put(option.name(), isOptional(option) ? Optional.of(file) : file);
      } else if (isFile(option) && isOptional(option)) {
        values.put(option.name(), Optional.empty());
      }
    }
    return Optional.of(create(type, values, file));
  }

  private static DataSource create(PluginType type, Map<String, Object> values, Path file) {
    try {
      return (DataSource) type.create(values);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          new Problem(
              String.valueOf(file.getFileName()), "the data cannot be used: " + e.getMessage()),
          e);
    }
  }

  /**
   * A recognised source, with the options of another one that it does not set itself.
   *
   * @throws DataException if the source refuses the file
   */
  static DataSource completed(DataSource recognised, DataSource trained, Path file) {
    PluginType type = PluginType.of(recognised);
    Map<String, Object> values = type.options().valuesOf(trained);
    values.putAll(type.options().valuesToGive(recognised));
    return create(type, values, file);
  }

  /** The option that names the file that a source reads; empty if it reads none. */
  static Optional<RecordOptions.One> fileOf(PluginType source) {
    return source.options().all().stream().filter(SourceOnFile::isFile).findFirst();
  }

  /** The options that name files: the one that a source reads, and further optional ones. */
  static List<String> filesOf(PluginType source) {
    Optional<RecordOptions.One> first = fileOf(source);
    return source.options().all().stream()
        .filter(option -> first.filter(option::equals).isPresent() || isOptional(option))
        .map(RecordOptions.One::name)
        .toList();
  }

  private static boolean isFile(RecordOptions.One option) {
    return option.type() == Path.class || isOptional(option);
  }

  private static boolean isOptional(RecordOptions.One option) {
    return option.type() instanceof ParameterizedType optional
        && optional.getRawType() == Optional.class
        && List.of(optional.getActualTypeArguments()).equals(List.<Type>of(Path.class));
  }

  /** Whether the name of a file says CSV, but that of the training file did not. */
  private static boolean isCsv(Path file, String trained) {
    return CSV.stream()
        .anyMatch(
            ending ->
                hasEnding(file.toString(), ending)
                    && !hasEnding(trained, ending)
                    && !hasEnding(trained, ending + "]"));
  }

  /**
   * Whether the name of a file says CSV, but no file of a source's description does.
   *
   * @param text the description of the source, with the names of its files
   */
  static boolean isCsvUnlikeAllIn(String text, Path file) {
    return CSV.stream()
        .anyMatch(
            ending ->
                hasEnding(file.toString(), ending)
                    && !text.toLowerCase(Locale.ROOT).contains(ending));
  }

  private static boolean hasEnding(String path, String ending) {
    return path.toLowerCase(Locale.ROOT).endsWith(ending);
  }
}

package dev.gradus.spi;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a data source knows about a file in its format before reading it.
 *
 * <p>Start with {@code Recognised.as("the format of LIBSVM", source)} and add what else is known:
 * {@code .target("label")}.
 *
 * @param format the name of the format in a sentence, after "in": {@code IDX}
 * @param source reads the file; of the class that recognised it
 * @param contents what is in the file, such as {@code 60 images of 8 x 8 x 1}; empty if only
 *     reading can tell, and then the rows and columns are counted
 * @param target the column to predict, unless the user names another; empty if there is no obvious
 *     one
 * @param labels how labels in a separate file are read; empty if the format has none
 * @param images the size of the images, if rows are images; otherwise empty
 * @param details further facts for programs, by names in kebab case: strings, numbers, booleans, or
 *     lists of them
 */
public record Recognised(
    String format,
    DataSource source,
    String contents,
    Optional<String> target,
    Optional<Labels> labels,
    Optional<Images> images,
    Map<String, Object> details) {

  /**
   * Copies the details.
   *
   * @throws NullPointerException naming the component that is null
   */
  public Recognised {
    Objects.requireNonNull(format, "format is null");
    Objects.requireNonNull(source, "source is null");
    Objects.requireNonNull(contents, "contents is null");
    Objects.requireNonNull(target, "target is null");
    Objects.requireNonNull(labels, "labels is null");
    Objects.requireNonNull(images, "images is null");
    Objects.requireNonNull(details, "details is null");
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /**
   * Labels in another file than the examples.
   *
   * @param column the name of the label column
   * @param file of the labels; empty if it was not found
   * @param reading creates the source that reads the examples with the labels of a file
   */
  public record Labels(
      String column, Optional<Path> file, Function<Path, ? extends DataSource> reading) {}

  /**
   * The size of images, whose pixels are the first columns, row by row.
   *
   * @param height in pixels, at least 1
   * @param width in pixels, at least 1
   * @param channels the number of values of a pixel, at least 1
   */
  public record Images(int height, int width, int channels) {

    /** The sizes, such as {@code 28 x 28 x 1}. */
    @Override
    public String toString() {
      return "%s x %s x %s".formatted(height, width, channels);
    }
  }

  /**
   * A file about which nothing more is known.
   *
   * @param format its name in a sentence, after "in"
   * @param source reads the file
   */
  public static Recognised as(String format, DataSource source) {
    return new Recognised(
        format, source, "", Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** The same with the content of the file. */
  public Recognised contents(String known) {
    return new Recognised(format, source, known, target, labels, images, details);
  }

  /** The same with the column to predict. */
  public Recognised target(String column) {
    return new Recognised(format, source, contents, Optional.of(column), labels, images, details);
  }

  /** The same with the size of the images. */
  public Recognised images(int height, int width, int channels) {
    Images size = new Images(height, width, channels);
    return new Recognised(format, source, contents, target, labels, Optional.of(size), details);
  }

  /** The same, with a further fact for programs. */
  public Recognised detail(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new Recognised(format, source, contents, target, labels, images, more);
  }

  /**
   * The same, with labels in a separate file, which is not known yet.
   *
   * @param column the name of the label column
   * @param reading creates the source that reads the examples with the labels of a file
   */
  public Recognised labels(String column, Function<Path, ? extends DataSource> reading) {
    Labels unknown = new Labels(column, Optional.empty(), reading);
    return new Recognised(format, source, contents, target, Optional.of(unknown), images, details);
  }

  /**
   * The same with the labels in a file, which then are the target.
   *
   * @throws IllegalStateException if the format has no labels in another file
   */
  public Recognised labelsIn(Path file) {
    Labels own =
        labels.orElseThrow(() -> new IllegalStateException(format + " has no files of labels"));
    return new Recognised(
        format,
        own.reading().apply(file),
        contents,
        Optional.of(own.column()),
        Optional.of(new Labels(own.column(), Optional.of(file), own.reading())),
        images,
        details);
  }
}

package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.SourceReader;
import dev.gradus.engine.data.Table;
import dev.gradus.spi.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images, or other rows of numbers, in an IDX file, with their labels in another.
 *
 * @param labels the file of the labels, if there is one
 */
record FoundImages(Path file, Optional<Path> labels, IdxHeader header, Table table)
    implements Found {

  private static final String LABEL = "label";

  /**
   * Reads them.
   *
   * @param given the file of the labels; if empty, one beside the images that is called as usual
   * @throws dev.gradus.engine.data.DataException if something is wrong with them
   */
  static FoundImages read(Gradus gradus, Path file, IdxHeader header, Optional<Path> given) {
    Optional<Path> labels = given.or(() -> labelsBeside(file));
    DataSource source =
        gradus.plugin(
            DataSource.class, "idx", Map.of("images", Optional.of(file), "labels", labels));
    return new FoundImages(
        file, labels, header, SourceReader.read(source, String.valueOf(file.getFileName())));
  }

  /** As those of MNIST: train-labels-idx1-ubyte beside train-images-idx3-ubyte, packed or not. */
  private static Optional<Path> labelsBeside(Path images) {
    String name = String.valueOf(images.getFileName());
    String usual = name.replace("images", "labels").replaceFirst("idx[0-9]", "idx1");
    String other = usual.endsWith(".gz") ? usual.replaceFirst("[.]gz$", "") : usual + ".gz";
    return Stream.of(usual, other)
        .filter(candidate -> name.contains("images"))
        .map(images::resolveSibling)
        .filter(Files::exists)
        .findFirst();
  }

  @Override
  public Optional<ImageShape> image() {
    return header.image();
  }

  @Override
  public String description() {
    return "%s %s, %s, in IDX; %s"
        .formatted(
            header.items(),
            image()
                .map(shape -> "images of " + shape)
                .orElse("rows of %s numbers".formatted(width())),
            header.bytes() ? "bytes from 0 to 255" : "numbers that are not bytes",
            labels
                .map(path -> "labels in " + path.getFileName())
                .orElse("no labels beside it (--labels names them)"));
  }

  private int width() {
    return table.columns().size() - (labels.isPresent() ? 1 : 0);
  }

  @Override
  public Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("format", "idx");
    object.put("dimensions", header.dimensions());
    object.put("bytes", header.bytes());
    labels.ifPresent(path -> object.put("labels", path.toString()));
    return object;
  }

  @Override
  public Optional<String> usualTarget() {
    return labels.map(path -> LABEL);
  }

  @Override
  public List<String> source(YamlPlace place) {
    return List.of(
        "source: {idx: {images: %s%s}}"
            .formatted(
                place.nameOf(file),
                labels.map(path -> ", labels: " + place.nameOf(path)).orElse("")));
  }
}

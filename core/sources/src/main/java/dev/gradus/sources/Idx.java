package dev.gradus.sources;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Recognised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images in IDX files, plain or gzip, as those of MNIST: a row for each image, a column for each
 * number, {@code p0}, {@code p1}, ..., and the label, if there are labels.
 *
 * @param images the file of the images; any number of dimensions, the first of which counts them
 * @param labels the file of the labels, of one dimension; empty for none
 * @param from the first image, counted from 0
 * @param count the number of images; empty for all that follow
 */
@Plugin(
    name = "idx",
    summary =
        "Images in IDX files, plain or gzip, as those of MNIST: columns p0, p1, ..., row by row, and label.",
    reference =
        "Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST Database of Handwritten Digits, 1998")
public record Idx(
    @Option("the file of the images") Optional<Path> images,
    @Option("the file of the labels; if left out, there are none") Optional<Path> labels,
    @Option(value = "the first image that is read, counted from 0", min = 0) int from,
    @Option(value = "the number of images; if left out, all that follow", min = 1)
        Optional<Integer> count)
    implements DataSource {

  private static final String LABEL = "label";

  /** Creates a source without files, which must be set. */
  public Idx() {
    this(Optional.empty(), Optional.empty(), 0, Optional.empty());
  }

  public Idx {
    Options.check(Idx.class, images, labels, from, count);
  }

  @Override
  public void read(Rows rows) throws IOException {
    Path file =
        images.orElseThrow(
            () -> new IllegalArgumentException("images must name the file of the images"));
    try (IdxFile pictures = new IdxFile(file)) {
      if (labels.isEmpty()) {
        read(rows, file, pictures, Optional.empty());
      } else {
        try (IdxFile names = new IdxFile(labels.get())) {
          check(pictures, file, names, labels.get());
          read(rows, file, pictures, Optional.of(names));
        }
      }
    }
  }

  /** Recognises a file by its header, and finds its labels by their usual name. */
  @Override
  public Optional<Recognised> recognise(Path file) {
    return IdxHeader.of(file)
        .map(header -> header.describe(Recognised.as("IDX", of(file, Optional.empty()))))
        .map(found -> found.labels(LABEL, labelled -> of(file, Optional.of(labelled))))
        .map(found -> labelsBeside(file).map(found::labelsIn).orElse(found));
  }

  private static Idx of(Path file, Optional<Path> labels) {
    return new Idx(Optional.of(file), labels, 0, Optional.empty());
  }

  /** As in MNIST: train-labels-idx1-ubyte next to train-images-idx3-ubyte, compressed or not. */
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

  private static void check(IdxFile pictures, Path file, IdxFile names, Path labels) {
    if (names.items() != pictures.items() || names.numbers() != 1) {
      throw new IllegalArgumentException(
          "%s has %s labels of %s numbers, but %s has %s images; there must be a label for each image"
              .formatted(
                  labels.getFileName(),
                  names.items(),
                  names.numbers(),
                  file.getFileName(),
                  pictures.items()));
    }
  }

  private void read(Rows rows, Path file, IdxFile pictures, Optional<IdxFile> names)
      throws IOException {
    int last = last(pictures.items(), file);
    rows.columns(names(pictures.numbers()));
    double[] row = new double[pictures.numbers() + (names.isPresent() ? 1 : 0)];
    for (int i = 0; i < last; i++) {
      pictures.next(row, 0);
      if (names.isPresent()) {
        names.get().next(row, pictures.numbers());
      }
      if (i >= from) {
        rows.numbers(row);
      }
    }
    if (last == pictures.items()) {
      pictures.end();
      if (names.isPresent()) {
        names.get().end();
      }
    }
  }

  private int last(int items, Path file) {
    long last = count.isPresent() ? (long) from + count.get() : items;
    if (last > items || from >= items) {
      throw new IllegalArgumentException(
          "%s has %s images, but images %s to %s were requested"
              .formatted(file.getFileName(), items, from, last));
    }
    return (int) last;
  }

  private List<String> names(int numbers) {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < numbers; j++) {
      names.add("p" + j);
    }
    if (labels.isPresent()) {
      names.add(LABEL);
    }
    return names;
  }
}

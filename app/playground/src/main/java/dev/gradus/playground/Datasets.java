package dev.gradus.playground;

import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.table.Column;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes the examples that the page offers. */
final class Datasets {

  private static final String[] COLOURS = {"blue", "orange", "yellow"};

  private static final int MOST = 2000;

  /** Around this many times do the arms of a spiral go. */
  private static final double TURNS = 1.75;

  /** How far an outlier is away, at least. */
  private static final double FAR = 2;

  private final Tree data;
  private final int examples;
  private final double noise;
  private final RandomGenerator random;

  private Datasets(Tree data, String name) {
    this.data = data;
    examples = data.find("examples").map(each -> (int) each.whole(2, MOST)).orElse(200);
    noise = data.find("noise").map(each -> each.number(0, 1)).orElse(0.1);
    long seed = data.find("seed").map(each -> each.whole(0, Settings.LARGEST_SEED)).orElse(0L);
    random = Randomness.of(seed, "playground " + name, 0);
  }

  /** The data set of the settings. */
  static Dataset of(Tree data) {
    data.only(
        Set.of(
            "name",
            "examples",
            "noise",
            "seed",
            "classes",
            "flipped",
            "outliers",
            "csv",
            "target",
            "kind"));
    if (data.find("csv").isPresent()) {
      return Csv.read(data);
    }
    Tree name = data.find("name").orElse(new Tree("circles", "data.name"));
    Datasets made = new Datasets(data, name.text());
    return switch (name.text()) {
      case "circles" -> made.classes(2, made::circles);
      case "spirals" -> made.classes(made.classCount(2), made::spirals);
      case "blobs" -> made.classes(made.classCount(3), made::blobs);
      case "xor" -> made.classes(2, made::xor);
      case "moons" -> made.classes(2, made::moons);
      case "overlap" -> made.classes(2, made::overlap);
      case "line" -> made.line();
      default ->
          throw name.wrong(
              "there are no data '%s'; there are circles, spirals, blobs, xor, moons, overlap and line"
                  .formatted(name.text()));
    };
  }

  private int classCount(int usual) {
    return data.find("classes").map(each -> (int) each.whole(2, COLOURS.length)).orElse(usual);
  }

  /** Where an example of a class lies. */
  private interface Place {

    double[] of(int label, int classes);
  }

  private Dataset classes(int classes, Place place) {
    double[] x1 = new double[examples];
    double[] x2 = new double[examples];
    String[] labels = new String[examples];
    for (int i = 0; i < examples; i++) {
      int label = i % classes;
      double[] at = place.of(label, classes);
      x1[i] = Dataset.rounded(at[0]);
      x2[i] = Dataset.rounded(at[1]);
      labels[i] = COLOURS[label];
    }
    return new Dataset(
        List.of(Column.of("x1", x1), Column.of("x2", x2)),
        "class",
        new double[0],
        labels,
        false,
        new boolean[examples]);
  }

  private double[] around(double x1, double x2, double deviation) {
    return new double[] {
      x1 + deviation * random.nextGaussian(), x2 + deviation * random.nextGaussian()
    };
  }

  private double[] circles(int label, int classes) {
    double radius =
        label == 0 ? 0.5 * Math.sqrt(random.nextDouble()) : 0.75 + 0.25 * random.nextDouble();
    double angle = 2 * Math.PI * random.nextDouble();
    return around(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), noise / 2);
  }

  private double[] spirals(int label, int classes) {
    double along = 0.05 + 0.95 * random.nextDouble();
    double angle = 2 * Math.PI * (TURNS * along + (double) label / classes);
    return around(along * StrictMath.cos(angle), along * StrictMath.sin(angle), noise / 4);
  }

  private double[] blobs(int label, int classes) {
    double angle = 2 * Math.PI * ((double) label / classes + 0.25);
    return around(0.6 * StrictMath.cos(angle), 0.6 * StrictMath.sin(angle), 0.12 + noise / 2);
  }

  private double[] xor(int label, int classes) {
    double x1 = 0.08 + 0.92 * random.nextDouble();
    double x2 = 0.08 + 0.92 * random.nextDouble();
    double first = random.nextDouble() < 0.5 ? -1 : 1;
    double second = label == 0 ? first : -first;
    return around(first * x1, second * x2, noise / 2);
  }

  private double[] moons(int label, int classes) {
    double angle = Math.PI * random.nextDouble();
    double x1 = 0.62 * StrictMath.cos(angle);
    double x2 = 0.62 * StrictMath.sin(angle);
    return label == 0
        ? around(x1 - 0.31, x2 - 0.15, noise / 2)
        : around(0.31 - x1, 0.15 - x2, noise / 2);
  }

  private double[] overlap(int label, int classes) {
    double centre = label == 0 ? -0.3 : 0.3;
    return around(centre, centre, 0.25 + noise / 2);
  }

  private Dataset line() {
    double share = data.find("outliers").map(each -> each.number(0, 0.5)).orElse(0.0);
    double[] x = new double[examples];
    double[] y = new double[examples];
    boolean[] odd = new boolean[examples];
    for (int i = 0; i < examples; i++) {
      double at = 2 * random.nextDouble() - 1;
      x[i] = Dataset.rounded(at);
      odd[i] = random.nextDouble() < share;
      double away = odd[i] ? FAR + random.nextDouble() : 0;
      y[i] = Dataset.rounded(0.7 * at + 0.1 + noise * random.nextGaussian() + away);
    }
    return new Dataset(List.of(Column.of("x", x)), "y", y, new String[0], false, odd);
  }

  /**
   * Gives some training examples the label of another class.
   *
   * @param share of the training examples
   * @param training which rows are trained on
   */
  static Dataset flipped(Dataset data, double share, int[] training, long seed) {
    List<String> classes = List.of(data.labels()).stream().distinct().toList();
    RandomGenerator random = Randomness.of(seed, "playground flipped", 0);
    String[] labels = data.labels().clone();
    boolean[] changed = new boolean[labels.length];
    for (int row : training) {
      if (random.nextDouble() < share) {
        int other = classes.indexOf(labels[row]) + 1 + random.nextInt(classes.size() - 1);
        labels[row] = classes.get(other % classes.size());
        changed[row] = true;
      }
    }
    return data.with(labels, changed);
  }
}

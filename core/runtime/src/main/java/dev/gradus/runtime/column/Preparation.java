package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The fitted preparation of the columns of a table: how cells become the inputs of a network, and
 * how its outputs become predictions. It consists of plain values, so that a model file can store
 * it.
 *
 * @param inputs the input columns, in the order of the network's inputs; at least one
 * @param targets the columns to predict
 * @param whitening whitens some of the encoded inputs; empty for none
 */
public record Preparation(
    List<PreparedColumn> inputs,
    @Stored("target") TargetColumns targets,
    Optional<Whitening> whitening) {

  /** The largest number of categories or classes of a column. */
  public static final int MOST_CATEGORIES = 4096;

  /** Creates a preparation without whitening. */
  public Preparation(List<PreparedColumn> inputs, TargetColumns targets) {
    this(inputs, targets, Optional.empty());
  }

  public Preparation {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one input column");
    }
    if (whitening.isPresent() && new Whitener(inputs, whitening.get()).width() == 0) {
      throw new IllegalArgumentException("whitening removes all inputs");
    }
  }

  /** The same inputs with another target. */
  public Preparation withTargets(TargetColumns others) {
    return new Preparation(inputs, others, whitening);
  }

  /**
   * The number of inputs of the network. If some are whitened, they are its first inputs, and the
   * numbers of the other columns follow.
   */
  public int inputWidth() {
    return whitener().map(Whitener::width).orElse(encodedWidth());
  }

  /** The number of encoded values of a row before whitening. */
  public int encodedWidth() {
    return inputs.stream().mapToInt(PreparedColumn::width).sum();
  }

  /** The whitener of encoded rows; empty for none. */
  public Optional<Whitener> whitener() {
    return whitening.map(learned -> new Whitener(inputs, learned));
  }

  /** Describes the inputs of the network. */
  public InputColumns inputColumns() {
    // For a number 0, for a code how many there are, for anything else -1.
    int[] kinds = new int[encodedWidth()];
    int next = 0;
    for (PreparedColumn column : inputs) {
      for (int i = 0; i < column.width(); i++) {
        kinds[next++] = i < column.numbers() ? 0 : column.codes() > 0 ? column.codes() : -1;
      }
    }
    int[] seen = whitening.isPresent() ? whitener().orElseThrow().codes(kinds) : kinds;
    return new InputColumns(
        Arrays.stream(seen).map(kind -> Math.max(0, kind)).boxed().toList(),
        IntStream.range(0, seen.length).filter(i -> seen[i] == 0).boxed().toList());
  }

  /** The plane of the inputs; empty unless they are two numeric columns. */
  public Optional<InputPlane> plane() {
    List<DoubleUnaryOperator> axes =
        inputs.stream().flatMap(input -> input.quantity().stream()).toList();
    return inputs.size() == 2 && axes.size() == 2
        ? Optional.of(new InputPlane(axes, whitener()))
        : Optional.empty();
  }

  /**
   * The inputs of a row as cells, by the name of their column; whitened ones are restored as far as
   * the kept directions allow.
   *
   * @param encoded {@link #inputWidth} numbers for each row; not modified
   * @param most the maximum number of columns; the first ones are taken
   */
  public Map<String, String> cells(float[] encoded, int row, int most) {
    Map<String, String> cells = new LinkedHashMap<>();
    float[] numbers = encoded;
    int next = row * inputWidth();
    if (whitening.isPresent()) {
      float[] restored = new float[encodedWidth()];
      whitener().orElseThrow().restore(numbers, next, restored, 0);
      numbers = restored;
      next = 0;
    }
    for (PreparedColumn column : inputs.subList(0, Math.min(most, inputs.size()))) {
      cells.put(column.name(), column.decode(numbers, next));
      next += column.width();
    }
    return cells;
  }

  /** Describes the target to losses and metrics. */
  public Target target() {
    return targets.target();
  }

  /** Prepares single rows: numbers, or values by the names of their columns. */
  public RowPreparation rows() {
    return new RowPreparation(inputs, whitener());
  }
}

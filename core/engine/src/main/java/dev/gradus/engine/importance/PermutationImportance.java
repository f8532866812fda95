package dev.gradus.engine.importance;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * How much each column matters to a measure.
 *
 * @param metric the measure
 * @param higherIsBetter whether a higher value of it is better
 * @param value the measure on the rows as they are
 * @param rows the number of rows
 * @param repeats the number of permutations of each column
 * @param seed of the permutations
 * @param columns the most important first; equally important ones in the order of the inputs
 * @param warnings warnings about the data
 */
public record PermutationImportance(
    String metric,
    boolean higherIsBetter,
    double value,
    int rows,
    int repeats,
    long seed,
    List<OfColumn> columns,
    List<Warning> warnings) {

  public PermutationImportance {
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
  }

  /**
   * How much a column matters.
   *
   * @param column its name
   * @param mean by how much the measure becomes worse, on average over the permutations, in the
   *     unit of the measure; about 0 or below for a column that the network does not need
   * @param deviation the population standard deviation over the permutations; NaN for a single one
   * @param each by how much it becomes worse with each permutation
   */
  public record OfColumn(String column, double mean, double deviation, List<Double> each) {

    private static final double ROUNDING = 1e-12;

    public OfColumn {
      each = List.copyOf(each);
    }

    /** The key that sorts the most important first, and those whose mean is NaN last. */
    public double rank() {
      return -mean;
    }

    /** Summarises the permutations of a column. */
    public static OfColumn of(String column, List<Double> each) {
      double sum = 0;
      double size = 0;
      for (double value : each) {
        sum += value;
        size += Math.abs(value);
      }
      // What is left of values that cancel out is rounding.
      double mean = Math.abs(sum) <= ROUNDING * size ? 0 : sum / each.size();
      double squares = 0;
      for (double value : each) {
        squares += (value - mean) * (value - mean);
      }
      return new OfColumn(
          column, mean, each.size() == 1 ? Double.NaN : Math.sqrt(squares / each.size()), each);
    }
  }
}

package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * The rows that are used for training, and those that are held out for validation, for the test and
 * for calibration.
 *
 * <p>Every row is in one of the splits, except that the folds in time leave out the rows after
 * them; each split is in ascending order. Which rows are held out depends only on the seed, or on
 * the times.
 */
public final class Split {

  /**
   * The memory of a row in each of several splits, in bytes: its index, and whether it is held out.
   */
  private static final long BYTES_PER_ROW = Integer.BYTES + 1;

  private final int[] training;
  private final int[] validation;
  private final int[] test;
  private final int[] calibration;

  private Split(int[] training, int[] validation, int[] test, int[] calibration) {
    this.training = training;
    this.validation = validation;
    this.test = test;
    this.calibration = calibration;
  }

  private Split(boolean[] setApart) {
    int[] counts = new int[2];
    for (boolean apart : setApart) {
      counts[apart ? 1 : 0]++;
    }
    training = new int[counts[0]];
    validation = new int[counts[1]];
    test = new int[0];
    calibration = new int[0];
    int t = 0;
    int v = 0;
    for (int row = 0; row < setApart.length; row++) {
      if (setApart[row]) {
        validation[v++] = row;
      } else {
        training[t++] = row;
      }
    }
  }

  /** The training rows, ascending; a copy. */
  public int[] training() {
    return training.clone();
  }

  /** The validation rows, ascending; a copy; may be empty. */
  public int[] validation() {
    return validation.clone();
  }

  /** The test rows, ascending; a copy; may be empty. */
  public int[] test() {
    return test.clone();
  }

  /** The calibration rows, ascending; a copy; may be empty. */
  public int[] calibration() {
    return calibration.clone();
  }

  /**
   * Makes the held-out rows the test split, and divides the other rows again.
   *
   * @param others divides as many rows as there are training rows here, in their order
   */
  public Split dividedBy(Split others) {
    return new Split(
        pick(training, others.training),
        pick(training, others.validation),
        validation,
        pick(training, others.calibration));
  }

  /**
   * Makes the held-out rows the calibration split, and divides the other rows again.
   *
   * @param others divides as many rows as there are training rows here, in their order
   */
  public Split calibratedBefore(Split others) {
    return new Split(
        pick(training, others.training), pick(training, others.validation), new int[0], validation);
  }

  /**
   * Divides other rows, each as one of these rows.
   *
   * @param places for each of the other rows, the row here whose part it belongs to
   */
  Split spread(int[] places) {
    List<int[]> parts = List.of(training, validation, test, calibration);
    byte[] partOf = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    for (int part = 0; part < parts.size(); part++) {
      for (int row : parts.get(part)) {
        partOf[row] = (byte) part;
      }
    }
    return new Split(
        rows(places, place -> partOf[place] == 0),
        rows(places, place -> partOf[place] == 1),
        rows(places, place -> partOf[place] == 2),
        rows(places, place -> partOf[place] == 3));
  }

  private static int[] pick(int[] rows, int[] which) {
    return Arrays.stream(which).map(row -> rows[row]).toArray();
  }

  /**
   * The size of a held-out split.
   *
   * @param share in [0, 1), of a number of rows that may be larger than that of the rows to divide
   * @param of that number of rows
   * @param part the name of the split, such as {@code validation}
   */
  public record Share(double share, int of, String part) {

    /** A share of the rows to divide, for validation. */
    static Share ofValidation(double share, int rows) {
      return new Share(share, rows, "validation");
    }

    /** The same share of some of the rows to divide. */
    public Share among(int some, int rows) {
      return new Share(share, (int) Math.round((double) of * some / rows), part);
    }

    /** The number of held-out rows. */
    private int count(int rows) {
      if (!(share >= 0 && share < 1)) {
        throw new DataException(
            "",
            "the fraction of rows held out for %s must be at least 0 and less than 1, but is %s"
                .formatted(part, share));
      }
      int count = (int) Math.round(share * of);
      if (share > 0 && (count == 0 || count >= rows)) {
        throw new DataException(
            "",
            "a %s split of %s of %s rows leaves no row for %s; make it %s, or use more rows"
                .formatted(
                    part,
                    share,
                    of,
                    count == 0 ? part : "training",
                    count == 0 ? "larger, or 0" : "smaller"));
      }
      return count;
    }
  }

  /** All rows are training rows. */
  public static Split none(int rows) {
    return new Split(new boolean[rows]);
  }

  /**
   * Holds out a random part.
   *
   * @param rows the number of rows
   * @param validation the fraction to hold out, in [0, 1); rounded to the nearest number of rows
   * @throws DataException if a part would be empty though the fraction is not 0
   */
  public static Split random(int rows, double validation, long seed) {
    return random(rows, Share.ofValidation(validation, rows), seed);
  }

  /** The same for a split with another name, or with a share of more rows. */
  public static Split random(int rows, Share share, long seed) {
    int count = share.count(rows);
    boolean[] setApart = new boolean[rows];
    int[] order = shuffledRows(rows, seed);
    for (int i = 0; i < count; i++) {
      setApart[order[i]] = true;
    }
    return new Split(setApart);
  }

  /**
   * Holds out a random part of each class, so that both parts have the classes in the same
   * proportions as far as whole rows allow.
   *
   * <p>The held-out rows are distributed over the classes by largest remainder; of equal remainders
   * the class that sorts first goes first. At least one row of each class remains in training.
   *
   * @param classes the column of the classes
   * @param validation the fraction to hold out, in [0, 1); rounded to the nearest number of rows
   * @throws DataException if a part would be empty though the fraction is not 0, fewer rows than
   *     classes would be left to learn from, or there are more classes than can be learned
   */
  public static Split stratified(Column classes, double validation, long seed) {
    return stratified(classes, Share.ofValidation(validation, classes.rows()), seed);
  }

  /** The same for a split with another name, or with a share of more rows. */
  public static Split stratified(Column classes, Share share, long seed) {
    int rows = classes.rows();
    int count = share.count(rows);
    int[] order = shuffledRows(rows, seed);
    RowClasses known = RowClasses.of(classes);
    int[] sizes = known.sizes();
    if (rows - count < sizes.length) {
      throw new DataException(
          "",
          "a %s split of %s of %s rows leaves %s training rows, but column '%s' has %s classes, each of which needs one; make the split smaller"
              .formatted(
                  share.part(),
                  share.share(),
                  share.of(),
                  rows - count,
                  classes.name(),
                  sizes.length));
    }
    boolean[] setApart = new boolean[rows];
    int[] left = largestRemainder(count, sizes);
    for (int row : order) {
      setApart[row] = left[known.of(row)]-- > 0;
    }
    return new Split(setApart);
  }

  /**
   * Holds out whole groups of rows, so that no group is in both parts.
   *
   * <p>The held-out part has as many rows as requested, or as near as whole groups allow.
   *
   * @param group the group column
   * @param validation the fraction to hold out, in [0, 1)
   * @throws DataException if there is no such column, it has an empty cell, all rows are in one
   *     group, or a part would be empty though the fraction is not 0
   */
  public static Split grouped(Table table, String group, double validation, long seed) {
    return grouped(table, group, Share.ofValidation(validation, table.rows()), seed);
  }

  /** The same for a split with another name, or with a share of more rows. */
  public static Split grouped(Table table, String group, Share share, long seed) {
    int count = share.count(table.rows());
    return count == 0
        ? none(table.rows())
        : new Split(Groups.of(table, group, seed).setApart(count));
  }

  /**
   * Divides rows into folds of whole groups, of equal size as far as groups allow.
   *
   * @param group the group column
   * @param folds from 2 to the number of groups
   * @throws DataException if there is no such column, it has an empty cell, or there are fewer
   *     groups than folds
   */
  public static List<Split> groupedFolds(Table table, String group, int folds, long seed) {
    int[] foldOf = Groups.of(table, group, seed).folds(folds);
    checkMemory(folds, table.rows());
    boolean[][] setApart = new boolean[folds][table.rows()];
    for (int row = 0; row < foldOf.length; row++) {
      setApart[foldOf[row]][row] = true;
    }
    return Arrays.stream(setApart).map(Split::new).toList();
  }

  /**
   * Holds out the latest rows; rows of the same time are in the same part.
   *
   * @throws DataException if all rows have the same time, or a part would be empty though the share
   *     is not 0
   */
  public static Split inTime(RowTimes times, Share share) {
    int count = share.count(times.rows());
    return count == 0 ? none(times.rows()) : new Split(times.latest(count));
  }

  /**
   * Divides rows into folds that grow forward in time: the rows are cut into one piece more than
   * there are folds; each fold validates on a piece, and trains on all pieces before it.
   *
   * @param folds at least 2, and fewer than there are different times
   * @throws DataException if there are too few times
   */
  public static List<Split> foldsInTime(RowTimes times, int folds) {
    int[] pieceOf = times.pieces(folds + 1);
    checkMemory(folds, times.rows());
    List<Split> splits = new ArrayList<>();
    for (int fold = 1; fold <= folds; fold++) {
      int piece = fold;
      splits.add(
          new Split(
              rows(pieceOf, other -> other < piece),
              rows(pieceOf, other -> other == piece),
              new int[0],
              new int[0]));
    }
    return List.copyOf(splits);
  }

  private static int[] rows(int[] pieceOf, IntPredicate wanted) {
    int count = 0;
    for (int piece : pieceOf) {
      count += wanted.test(piece) ? 1 : 0;
    }
    int[] rows = new int[count];
    int next = 0;
    for (int row = 0; row < pieceOf.length; row++) {
      if (wanted.test(pieceOf[row])) {
        rows[next++] = row;
      }
    }
    return rows;
  }

  /**
   * Divides rows into folds of equal size, as far as whole rows allow: one split for each fold,
   * which is held out.
   *
   * @param folds from 2 to the number of rows
   * @throws DataException if there are fewer rows than folds
   */
  public static List<Split> folds(int rows, int folds, long seed) {
    return dealt(shuffledRows(rows, seed), folds);
  }

  /**
   * Divides rows into folds in which the classes have the same proportions, as far as whole rows
   * allow.
   *
   * @param classes the column of the classes
   * @param folds from 2 to the number of rows
   * @throws DataException if there are fewer rows than folds
   */
  public static List<Split> stratifiedFolds(Column classes, int folds, long seed) {
    return dealt(RowClasses.of(classes).together(shuffledRows(classes.rows(), seed)), folds);
  }

  /** Assigns the rows to the folds in turn. */
  private static List<Split> dealt(int[] order, int folds) {
    if (folds < 2 || folds > order.length) {
      throw new DataException(
          "",
          "%s rows cannot be divided into %s folds; use at least 2 folds, and at most one for each row"
              .formatted(order.length, folds));
    }
    checkMemory(folds, order.length);
    boolean[][] setApart = new boolean[folds][order.length];
    for (int i = 0; i < order.length; i++) {
      setApart[i % folds][order[i]] = true;
    }
    return Arrays.stream(setApart).map(Split::new).toList();
  }

  private static void checkMemory(int folds, int rows) {
    if ((long) folds * rows * BYTES_PER_ROW > Runtime.getRuntime().maxMemory()) {
      throw new DataException(
          "",
          String.format(
              Locale.ROOT,
              "%,d folds of %,d rows do not fit into the memory of this process; use fewer folds, such as 10",
              folds,
              rows));
    }
  }

  private static int[] shuffledRows(int rows, long seed) {
    int[] order = new int[rows];
    Arrays.setAll(order, row -> row);
    Randomness.shuffle(order, Randomness.of(seed, "split", 0));
    return order;
  }

  /**
   * Distributes seats over groups in proportion to their sizes; at least one member of each group
   * gets none.
   *
   * @param seats at most the sum of the sizes, less one per group
   */
  private static int[] largestRemainder(int seats, int[] sizes) {
    long total = Arrays.stream(sizes).asLongStream().sum();
    int[] shares = new int[sizes.length];
    int left = seats;
    for (int i = 0; i < sizes.length; i++) {
      shares[i] = Math.min((int) ((long) seats * sizes[i] / total), sizes[i] - 1);
      left -= shares[i];
    }
    List<Integer> byRemainder = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      byRemainder.add(i);
    }
    byRemainder.sort(
        Comparator.comparingLong((Integer i) -> (long) seats * sizes[i] % total).reversed());
    while (left > 0) {
      for (int i : byRemainder) {
        if (left > 0 && shares[i] < sizes[i] - 1) {
          shares[i]++;
          left--;
        }
      }
    }
    return shares;
  }
}

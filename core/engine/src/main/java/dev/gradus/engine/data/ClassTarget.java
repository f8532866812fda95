package dev.gradus.engine.data;

import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.ColumnNames;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A class to be predicted.
 *
 * @param name the column
 * @param classes the names, numbers first and by value, then texts by code point; at least two
 * @param single whether there is one output for two classes: 1 for the second of them, 0 for the
 *     first; otherwise there is one output per class
 */
@Stored("classes")
public record ClassTarget(String name, @Stored("categories") List<String> classes, boolean single)
    implements TargetColumns {

  /** Checks the classes. */
  public ClassTarget {
    classes = Categories.check(name, classes, 2);
    if (single && classes.size() != 2) {
      throw new IllegalArgumentException(
          "one output cannot tell the %s classes of '%s' apart".formatted(classes.size(), name));
    }
  }

  /**
   * Learns the classes.
   *
   * @throws DataException if there is only one, or one that is in no training row
   */
  static ClassTarget learn(ColumnCells training, boolean singleOutput) {
    training.refuseMissing();
    Column column = training.column();
    List<String> classes = training.names(Optional.empty());
    if (classes.size() == 1) {
      throw new DataException(
          training.origin(),
          "all training rows have the class '%s' in column '%s'; there must be rows of at least two classes to learn to tell them apart"
              .formatted(classes.get(0), column.name()));
    }
    CategoryPlaces learned = new CategoryPlaces(classes);
    for (int row = 0; row < column.rows(); row++) {
      if (learned.of(column.text(row)) < 0) {
        throw training.wrong(
            row,
            "the class '%s' in column '%s' is not in any training row, so it cannot be learned; split stratified by class, or add rows of this class"
                .formatted(column.text(row), column.name()));
      }
    }
    return new ClassTarget(column.name(), classes, singleOutput && classes.size() == 2);
  }

  /**
   * The place of a class among the classes, counted from 0; -1 if it is none of them.
   *
   * @param text as a cell of the column may hold it: {@code 1.0} is the class 1
   */
  public int placeOf(String text) {
    return new CategoryPlaces(classes).of(text);
  }

  /**
   * The same with more classes, in the order that names have.
   *
   * @param more none of them known
   * @throws IllegalArgumentException if there is a single output, which tells no more than two
   *     apart
   */
  public ClassTarget with(Collection<String> more) {
    List<String> all = new ArrayList<>(classes);
    all.addAll(more);
    all.sort(CategoryOrder.COMPARATOR);
    return new ClassTarget(name, all, single);
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public Target target() {
    return single
        ? new Target(Target.Kind.BINARY, List.of(classes.get(1)))
        : new Target(Target.Kind.CLASSES, classes);
  }

  @Override
  public int width() {
    return single ? 1 : classes.size();
  }

  @Override
  public void encode(Function<String, ColumnCells> cells, float[] into) {
    ColumnCells own = cells.apply(name);
    int[] rows = own.rows();
    CategoryPlaces places = new CategoryPlaces(classes);
    for (int i = 0; i < rows.length; i++) {
      own.refuseMissing(rows[i]);
      String text = own.column().text(rows[i]);
      int place = places.of(text);
      if (place < 0) {
        throw own.wrong(
            rows[i],
            "column '%s' has the class '%s' here, which the model has not learned.%s The classes are: %s"
                .formatted(
                    name, text, ColumnNames.didYouMean(text, classes), ColumnNames.list(classes)));
      }
      if (single) {
        into[i] = place;
      } else {
        into[i * classes.size() + place] = 1;
      }
    }
  }

  @Override
  public String text(List<Double> restored) {
    return classes.get(
        single ? (restored.get(0) >= 0.5 ? 1 : 0) : restored.indexOf(Collections.max(restored)));
  }
}

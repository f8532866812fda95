package dev.gradus.engine.study;

import dev.gradus.engine.data.ClassTarget;
import dev.gradus.engine.data.NumericTarget;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says in words what a row of numbers answers, or should. */
final class Answer {

  private final Preparation preparation;

  Answer(Preparation preparation) {
    this.preparation = preparation;
  }

  /**
   * The numbers of a row in the unit of the data; probabilities as they are.
   *
   * @param rows outputs or targets as the network sees them
   */
  List<Double> numbers(Matrix rows, int row) {
    double[] restored = new double[preparation.targets().width()];
    preparation.targets().restore(rows.values(), row * rows.columns(), restored);
    List<Double> numbers = new ArrayList<>();
    for (double value : restored) {
      numbers.add(value);
    }
    return numbers;
  }

  /** A class, the labels that apply, or numbers. */
  String text(List<Double> numbers) {
    List<String> outputs = preparation.target().outputs();
    return switch (preparation.target().kind()) {
      case NUMERIC -> quantities((NumericTarget) preparation.targets(), numbers);
      case CLASSES -> outputs.get(numbers.indexOf(numbers.stream().max(Double::compare).get()));
      case BINARY ->
          preparation.targets() instanceof ClassTarget classes
              ? classes.classes().get(numbers.get(0) >= 0.5 ? 1 : 0)
              : (numbers.get(0) >= 0.5 ? "" : "not ") + outputs.get(0);
      case LABELS -> {
        List<String> given = new ArrayList<>();
        for (int k = 0; k < outputs.size(); k++) {
          if (numbers.get(k) >= 0.5) {
            given.add(outputs.get(k));
          }
        }
        yield given.isEmpty() ? "none" : String.join(", ", given);
      }
    };
  }

  private static String quantities(NumericTarget target, List<Double> numbers) {
    return IntStream.range(0, numbers.size())
        .mapToObj(k -> Cells.number(numbers.get(k), target.columns().get(k)))
        .collect(Collectors.joining(", "));
  }
}

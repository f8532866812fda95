package dev.gradus.report;

import dev.gradus.engine.model.ClassReport;
import dev.gradus.engine.study.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The true class of each example, and the predicted one.
 *
 * @param classes their names, in the order of the outputs; with a single output, that for 0 and
 *     that for 1
 * @param truths one for each example, by its place among the classes
 * @param answers of the same length
 */
record ClassAnswers(List<String> classes, List<Integer> truths, List<Integer> answers) {

  ClassAnswers {
    classes = List.copyOf(classes);
    truths = List.copyOf(truths);
    answers = List.copyOf(answers);
  }

  /** Reads them from probabilities. */
  static ClassAnswers of(Outcome outcome, List<String> classes) {
    List<Integer> truths = new ArrayList<>();
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < outcome.predictions().size(); i++) {
      truths.add(classOf(outcome.targets().get(i)));
      answers.add(classOf(outcome.predictions().get(i)));
    }
    return new ClassAnswers(classes, truths, answers);
  }

  /** The place of the largest of several outputs; a single one is the probability of class 1. */
  static int classOf(List<Double> outputs) {
    if (outputs.size() == 1) {
      return outputs.get(0) >= 0.5 ? 1 : 0;
    }
    return outputs.indexOf(Collections.max(outputs));
  }

  /** How many predictions are right. */
  int right() {
    int right = 0;
    for (int i = 0; i < truths.size(); i++) {
      right += truths.get(i).equals(answers.get(i)) ? 1 : 0;
    }
    return right;
  }

  /** How many examples there are of each class. */
  List<Integer> examples() {
    return classes.stream()
        .map(name -> Collections.frequency(truths, classes.indexOf(name)))
        .toList();
  }

  /** The confusion matrix. */
  ClassReport report() {
    int[][] matrix = new int[classes.size()][classes.size()];
    for (int i = 0; i < truths.size(); i++) {
      matrix[truths.get(i)][answers.get(i)]++;
    }
    List<List<Integer>> counts = new ArrayList<>();
    for (int[] row : matrix) {
      counts.add(Arrays.stream(row).boxed().toList());
    }
    return new ClassReport(classes, counts);
  }
}

package dev.gradus.engine.studies;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGradient;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects the gradient of each variant at the initial weights. */
final class InitialGradientsProbe {

  /** The number of examples that are recorded individually: the dots of a picture. */
  private static final int SHOWN = 32;

  private final Map<String, LossGradient> gradients = new LinkedHashMap<>();
  private final Map<String, String> weights = new LinkedHashMap<>();
  private final Map<String, Matrix> targets = new LinkedHashMap<>();
  private final List<Integer> lines = new ArrayList<>();
  private final List<String> layers = new ArrayList<>();
  private String part = "";

  /** Evaluates the loss of a variant at its initial weights. */
  static VariantRun.Start start(Experiment experiment) {
    int[] rows = Sample.rows(experiment, InitialGradients.SAMPLE);
    Examples sample = experiment.training().select(rows);
    return new VariantRun.Start(
        LossGradient.of(experiment.loss(), experiment.network(), sample),
        sample.targets().inMemory(),
        Fingerprint.of(experiment.network()),
        Arrays.stream(rows).map(experiment.trainingLines()::of).boxed().toList(),
        experiment.network().layerNames(),
        experiment.validation().isPresent() ? Training.VALIDATION_PART : Training.TRAINING_PART);
  }

  /** Adds a variant. */
  void add(String name, VariantRun.Start start) {
    gradients.put(name, start.gradient());
    targets.put(name, start.targets());
    weights.put(name, start.weights());
    if (lines.isEmpty()) {
      lines.addAll(start.lines());
      layers.addAll(start.layers());
      part = start.part();
    }
  }

  /** The data split that is evaluated. */
  String part() {
    return part;
  }

  /** The gradients of the variants that were trained. */
  InitialGradients point(List<Variant> variants) {
    Set<String> names = new LinkedHashSet<>(gradients.keySet());
    variants.stream()
        .filter(variant -> !variant.tookPart())
        .forEach(variant -> names.remove(variant.name()));
    Map<String, List<Double>> norms = new LinkedHashMap<>();
    Map<String, Map<String, Double>> cosines = new LinkedHashMap<>();
    for (String name : names) {
      LossGradient own = gradient(name);
      norms.put(name, own.layers());
      Map<String, Double> row = new LinkedHashMap<>();
      for (String other : names) {
        own.cosine(gradient(other)).ifPresent(cosine -> row.put(other, cosine));
      }
      cosines.put(name, row);
    }
    boolean same = names.stream().map(weights::get).distinct().count() <= 1;
    return new InitialGradients(same, layers, norms, cosines, examples(names));
  }

  private LossGradient gradient(String name) {
    return Objects.requireNonNull(gradients.get(name));
  }

  private List<InitialGradients.Example> examples(Set<String> names) {
    List<InitialGradients.Example> examples = new ArrayList<>();
    if (names.isEmpty()) {
      return examples;
    }
    Matrix target = Objects.requireNonNull(targets.get(names.iterator().next()));
    for (int row : Sample.rows(lines.size(), SHOWN)) {
      Map<String, List<Double>> outputs = new LinkedHashMap<>();
      Map<String, List<Double>> onLogits = new LinkedHashMap<>();
      for (String name : names) {
        outputs.put(name, numbers(gradient(name).outputs(), row));
        onLogits.put(name, numbers(gradient(name).logitGradients(), row));
      }
      examples.add(
          new InitialGradients.Example(lines.get(row), numbers(target, row), outputs, onLogits));
    }
    return examples;
  }

  private static List<Double> numbers(Matrix matrix, int row) {
    List<Double> numbers = new ArrayList<>();
    for (int k = 0; k < matrix.columns(); k++) {
      numbers.add((double) matrix.get(row, k));
    }
    return numbers;
  }
}

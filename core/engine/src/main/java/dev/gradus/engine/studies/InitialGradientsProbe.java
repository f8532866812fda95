package dev.gradus.engine.studies;

import dev.gradus.engine.config.DataSpec;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Collects the gradient of each variant at the initial weights. */
final class InitialGradientsProbe {

  /** The number of examples that are recorded individually: the dots of a picture. */
  private static final int SHOWN = 32;

  private final Map<String, VariantRun.Start> starts = new LinkedHashMap<>();
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
        experiment.training().rows(),
        experiment.configuration().data().map(DataSpec::origin).orElse(""),
        experiment.network().layerNames(),
        experiment.validation().isPresent() ? Training.VALIDATION_PART : Training.TRAINING_PART);
  }

  /** Adds a variant. */
  void add(String name, VariantRun.Start start) {
    starts.put(name, start);
    part = part.isEmpty() ? start.part() : part;
  }

  /** The data split that is evaluated. */
  String part() {
    return part;
  }

  /** The gradients of the variants that were trained. */
  InitialGradients point(List<Variant> variants) {
    Map<String, VariantRun.Start> trained = new LinkedHashMap<>(starts);
    variants.stream()
        .filter(variant -> !variant.tookPart())
        .forEach(variant -> trained.remove(variant.name()));
    List<VariantRun.Start> all = List.copyOf(trained.values());
    boolean sameWeights = all.stream().map(VariantRun.Start::weights).distinct().count() <= 1;
    if (all.stream().anyMatch(other -> !haveSameExamples(all.get(0), other))) {
      return new InitialGradients(false, sameWeights, List.of(), Map.of(), Map.of(), List.of());
    }
    Map<String, List<Double>> norms = new LinkedHashMap<>();
    Map<String, Map<String, Double>> cosines = new LinkedHashMap<>();
    trained.forEach(
        (name, own) -> {
          norms.put(name, own.gradient().layers());
          Map<String, Double> row = new LinkedHashMap<>();
          trained.forEach(
              (other, start) ->
                  own.gradient()
                      .cosine(start.gradient())
                      .ifPresent(cosine -> row.put(other, cosine)));
          cosines.put(name, row);
        });
    return new InitialGradients(true, sameWeights, layers(all), norms, cosines, examples(trained));
  }

  /** Gradients over other rows, or toward other targets, differ for that reason already. */
  private static boolean haveSameExamples(VariantRun.Start a, VariantRun.Start b) {
    return a.source().equals(b.source())
        && a.examples() == b.examples()
        && a.lines().equals(b.lines())
        && a.targets().columns() == b.targets().columns()
        && Arrays.equals(a.targets().values(), b.targets().values());
  }

  /** The last layer may have been adapted to the loss; it has the name that was configured. */
  private static List<String> layers(List<VariantRun.Start> all) {
    int most = all.stream().mapToInt(start -> start.layers().size()).max().orElse(0);
    boolean sameDepth = all.stream().allMatch(start -> start.layers().size() == most);
    return IntStream.range(0, most)
        .mapToObj(
            k ->
                sameDepth && k == most - 1
                    ? all.get(0).layers().get(k)
                    : String.join(
                        " or ",
                        all.stream()
                            .filter(start -> k < start.layers().size())
                            .map(start -> start.layers().get(k))
                            .distinct()
                            .toList()))
        .toList();
  }

  private static List<InitialGradients.Example> examples(Map<String, VariantRun.Start> trained) {
    List<InitialGradients.Example> examples = new ArrayList<>();
    if (trained.isEmpty()) {
      return examples;
    }
    VariantRun.Start first = Objects.requireNonNull(trained.values().iterator().next());
    for (int row : Sample.rows(first.lines().size(), SHOWN)) {
      Map<String, List<Double>> outputs = new LinkedHashMap<>();
      Map<String, List<Double>> onLogits = new LinkedHashMap<>();
      trained.forEach(
          (name, start) -> {
            outputs.put(name, numbers(start.gradient().outputs(), row));
            onLogits.put(name, numbers(start.gradient().logitGradients(), row));
          });
      examples.add(
          new InitialGradients.Example(
              first.lines().get(row), numbers(first.targets(), row), outputs, onLogits));
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

package dev.gradus.engine.explaining;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.explain.Derivative;
import dev.gradus.engine.explain.ExplainedLoss;
import dev.gradus.engine.explain.Explainer;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.explain.ExplanationException;
import dev.gradus.engine.explain.Mistake;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossFit;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Explains a network in the records of {@link dev.gradus.engine.explain}. */
public final class NetworkExplainer implements Explainer {

  /**
   * The candidates for the loss that is compared with that of the configuration, in order of
   * preference.
   */
  private static final List<String> USUAL =
      List.of("mean-squared-error", "cross-entropy", "binary-cross-entropy", "mean-absolute-error");

  private final Catalogue catalogue;
  private final Configuration configuration;
  private final Preparation preparation;
  private final LossGuard guard;
  private final ReferenceNetwork wide;
  private final Network network;
  private final Table table;
  private final Examples examples;
  private final Set<String> notes = new LinkedHashSet<>();

  private NetworkExplainer(
      Catalogue catalogue,
      Configuration configuration,
      Preparation preparation,
      Network network,
      LossGuard guard,
      Table table,
      Examples examples) {
    this.catalogue = catalogue;
    this.configuration = configuration;
    this.preparation = preparation;
    this.guard = guard;
    this.wide = ReferenceNetwork.of(network, notes::add);
    this.network = network;
    this.table = table;
    this.examples = examples;
  }

  /**
   * Explains a network with its initial weights.
   *
   * @param table all the data that the experiment was made from; not modified
   * @throws ExplanationException naming a layer that cannot be explained
   */
  public static Explainer of(Catalogue catalogue, Experiment experiment, Table table) {
    return new NetworkExplainer(
        catalogue,
        experiment.configuration(),
        experiment.preparation(),
        experiment.network(),
        experiment.guard(),
        table,
        experiment.training());
  }

  /**
   * Explains a network with its trained weights.
   *
   * @param configuration names the loss
   * @param table data with the columns of the model, the target included; not modified
   * @param warnings receives warnings about filled cells and unknown categories
   * @throws ExplanationException naming a layer that cannot be explained
   */
  public static Explainer of(
      Catalogue catalogue,
      Configuration configuration,
      Model model,
      Table table,
      Consumer<Warning> warnings) {
    Network network = Models.networkOf(model);
    Examples examples = Examples.of(model.preparation(), table, warnings);
    TablePreparation.of(model.preparation()).warnOfFilled(table, warnings);
    return new NetworkExplainer(
        catalogue,
        configuration,
        model.preparation(),
        network,
        new LossGuard(catalogue, configuration.training(), network, model.target()),
        table,
        examples);
  }

  @Override
  public Explanation explain(int row) {
    return explain(row, List.of(), SHOWN);
  }

  @Override
  public Explanation explain(int row, List<Loss> others, int most) {
    if (row < 1 || row > table.rows()) {
      throw new ExplanationException(
          "row %s: the data have %s; take one from 1 to %s"
              .formatted(row, table.rows() == 1 ? "1 row" : table.rows() + " rows", table.rows()));
    }
    // Warnings about this row have been issued with those of the table.
    Examples example = Examples.of(preparation, table, new int[] {row - 1}, unused -> {});
    double[] target = ReferenceNetwork.row(example.targets().inMemory(), 0);
    ForwardValues walk = wide.forward(ReferenceNetwork.row(example.inputs().inMemory(), 0));
    ChainRule chain = new ChainRule(wide, walk, target, most);
    Set<String> said = new LinkedHashSet<>(notes);
    noteWhitening(said);
    noteWhatIsLeftOut(said);
    List<ReferenceLoss> losses = losses(others, example.targets().inMemory(), said);
    DecidingFactor pointing = new DecidingFactor(wide.last(), walk.lastZ(), target);
    List<ExplainedLoss> explained =
        losses.stream()
            .map(loss -> chain.backward(loss, HandWritten.lineOf(loss.fitted(), network)))
            .toList();
    said.addAll(chain.kinks());
    losses.forEach(loss -> noteRounding(loss, walk.lastZ(), target, said));
    return new Explanation(
        row,
        ChainRule.boxed(target),
        preparation.targets().names(),
        chain.forward(),
        explained,
        FiniteDifference.STEP,
        losses.stream().skip(1).map(other -> pointing.at(losses.get(0), other)).toList(),
        HandWritten.linesOf(network).backward(),
        List.copyOf(said));
  }

  @Override
  public List<Mistake> mistakes(List<Loss> others, int most) {
    List<ReferenceLoss> losses =
        losses(others, examples.targets().inMemory(), new LinkedHashSet<>());
    return new CommonMistakes(wide, examples, configuration.optimizer().learningRate(), most)
        .of(losses);
  }

  private List<ReferenceLoss> losses(List<Loss> others, Matrix targets, Set<String> said) {
    List<ReferenceLoss> losses = new ArrayList<>();
    losses.add(wide(configuration.loss(), targets, said));
    others.forEach(other -> losses.add(wide(other, targets, said)));
    if (others.isEmpty()) {
      usual(losses.get(0), targets)
          .ifPresentOrElse(
              loss -> losses.add(wide(loss)),
              () ->
                  said.add(
                      "none of the usual losses fits this network, so there is none to compare with"));
    }
    return losses;
  }

  /** The first of the usual losses that differs from the configured one and fits the network. */
  private Optional<FittedLoss> usual(ReferenceLoss explained, Matrix targets) {
    return USUAL.stream()
        .filter(name -> !name.equals(explained.name()))
        .flatMap(name -> catalogue.find(PluginKind.LOSS, name).stream())
        .map(type -> fit((Loss) type.create(Map.of()), targets))
        .filter(FittedLoss.class::isInstance)
        .map(FittedLoss.class::cast)
        .findFirst();
  }

  private ReferenceLoss wide(Loss loss, Matrix targets, Set<String> said) {
    FittedLoss fitted = fit(loss, targets).orThrow();
    said.addAll(fitted.objections());
    return wide(fitted);
  }

  private LossFit fit(Loss loss, Matrix targets) {
    return guard.check(guard.fit(loss), targets, Optional.empty());
  }

  private ReferenceLoss wide(FittedLoss fitted) {
    return new ReferenceLoss(fitted, wide.last().f());
  }

  private void noteWhitening(Set<String> said) {
    preparation
        .whitening()
        .filter(learned -> learned.directions() > 0)
        .ifPresent(
            learned -> {
              int columns = learned.columns().size();
              said.add(
                  "%s a direction of %s (%s)"
                      .formatted(
                          learned.directions() == 1
                              ? "the first of the inputs x is whitened: it is"
                              : "the first %s of the inputs x are whitened: each is"
                                  .formatted(learned.directions()),
                          columns == 1 ? "1 column" : columns + " columns together",
                          ColumnNames.list(learned.columns())));
            });
  }

  private void noteWhatIsLeftOut(Set<String> said) {
    TrainingSpec training = configuration.training();
    if (!training.classWeights().isNone() || examples.weights().isPresent()) {
      said.add(
          "weights of classes and examples, which multiply L and all of its derivatives, are left out");
    }
    if (!configuration.regularizers().isEmpty()) {
      said.add("the regularizers, which add their own gradients to dL/dW, are left out");
    }
  }

  /** If an output has been rounded to 0 or 1, dL/da da/dz has lost digits that z still has. */
  private static void noteRounding(
      ReferenceLoss loss, double[] z, double[] target, Set<String> said) {
    double[] product = loss.product(z, target);
    double[] learned = loss.logitGradient(z, target);
    for (int k = 0; k < z.length; k++) {
      Derivative slope = new Derivative("", learned[k], product[k], Math.ulp(1.0));
      if (loss.isOnLogits() && !slope.agrees()) {
        said.add(
            "%s: an output has been rounded to the end of its range, so dL/da da/dz = %s has lost its digits; Gradus trains with dL/dz = %s, which is computed from z itself"
                .formatted(
                    loss.name(), ShortNumbers.text(product[k]), ShortNumbers.text(learned[k])));
        return;
      }
    }
  }
}

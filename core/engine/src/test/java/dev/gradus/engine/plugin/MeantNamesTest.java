package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For an unknown name, the one that was probably meant is listed first. */
class MeantNamesTest {

  private static final List<String> OPTIONS =
      List.of("learning-rate", "weight-decay", "batch-size", "epochs", "units", "activation");

  @ParameterizedTest
  @CsvSource({
    "lr, learning-rate",
    "LR, learning-rate",
    "learningRate, learning-rate",
    "learning rate, learning-rate",
    "bs, batch-size",
    "batch_size, batch-size",
    "batchSize, batch-size",
    "num_epochs, epochs",
    "n_epochs, epochs",
    "nEpochs, epochs",
    "wd, weight-decay",
    "hidden, units",
    "act, activation",
    "epohcs, epochs",
  })
  void otherWordsOfTheFieldAreKnown(String found, String meant) {
    assertEquals(Optional.of(meant), Names.meant(found, OPTIONS));
  }

  /** The options of layers have other names in PyTorch and Keras. */
  @ParameterizedTest
  @CsvSource({
    "kernel_size, 'filters kernel stride padding pads', kernel",
    "size, 'filters kernel stride padding pads', kernel",
    "out_channels, 'filters kernel stride padding pads', filters",
    "num_filters, 'filters kernel stride padding pads', filters",
    "strides, 'filters kernel stride padding pads', stride",
    "kernel_initializer, 'filters weights biases bias', weights",
    "bias_initializer, 'filters weights biases bias', biases",
    "use_bias, 'filters weights biases bias', bias",
    "kernel_size, 'size stride pads', size",
    "pool_size, 'size stride pads', size",
    "padding, 'size stride pads', pads",
    "p, 'rate schedule', rate",
    "dropout_rate, 'rate schedule', rate",
    "out_features, 'units activation', units",
    "hidden_size, 'units activation', units",
    "embedding_dim, 'dimensions weights', dimensions",
    "MaxPool2d, 'max-pool average-pool', max-pool",
    "AvgPool2d, 'max-pool average-pool', average-pool",
    "AdaptiveAvgPool2d, 'max-pool global-average-pool', global-average-pool",
    "BatchNorm2d, 'batch-norm layer-norm', batch-norm",
    "LayerNormalization, 'batch-norm layer-norm', layer-norm",
  })
  void theNamesInOtherLibrariesAreKnown(String found, String options, String meant) {
    assertEquals(Optional.of(meant), Names.meant(found, List.of(options.split(" "))));
  }

  @Test
  void aSynonymIsOnlyOneWhereItsNameExists() {
    assertEquals(Optional.empty(), Names.meant("lr", List.of("momentum", "nesterov")));
    assertEquals(Optional.of("lr"), Names.meant("lr", List.of("lr", "learning-rate")));
  }

  @Test
  void capitalsAndUnderscoresAreAnotherSpellingOfAName() {
    List<String> names = List.of("mean-squared-error", "Own_Column");
    assertEquals(Optional.of("mean-squared-error"), Names.spelled("Mean_Squared_Error", names));
    assertEquals(Optional.empty(), Names.spelled("mean-squared-error", names));
    assertEquals(Optional.empty(), Names.spelled("own_column", names));
  }

  @Test
  void theListFollowsAndIsCutToTheClosestIfOneWasMeant() {
    List<String> many =
        List.of("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3", "target");
    assertEquals(
        "; did you mean 'target'? (there are: a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, target and 1 more)",
        Names.instead("tagret", many, many, "there are: "));
    assertEquals(
        " (there are: a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, target)",
        Names.instead("something", many, many, "there are: "));
    assertEquals(" (allowed: none)", Names.instead("something", List.of(), List.of(), "allowed: "));
  }
}

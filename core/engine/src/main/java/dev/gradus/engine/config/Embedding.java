package dev.gradus.engine.config;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * A first layer that gives every category of every categorical column a few numbers, which are
 * learned; numeric columns pass it as they are.
 *
 * @param dimensions how many numbers; empty for half as many as the column has categories, at most
 *     50
 * @param weights where the numbers start; empty for normal ones
 */
@Plugin(
    name = "embedding",
    summary =
        "The first layer for columns of many categories: each category gets a few numbers, which are learned. Numeric columns pass.",
    formula =
        "y = row c of E for category c of a column, zeros for one that was not in the training rows",
    reference = "C. Guo, F. Berkhahn, Entity Embeddings of Categorical Variables, 2016")
public record Embedding(
    @Option(
            value =
                "numbers for each category; if left out, half as many as a column has categories, at most 50",
            min = 1)
        Optional<Integer> dimensions,
    @Option("where the numbers start; if left out, normal with deviation 0.05")
        Optional<Initializer> weights)
    implements LayerSpec {

  /** With as many dimensions as suit each column. */
  public Embedding() {
    this(Optional.empty(), Optional.empty());
  }

  /** Checks the options. */
  public Embedding {
    Options.check(Embedding.class, dimensions, weights);
  }
}

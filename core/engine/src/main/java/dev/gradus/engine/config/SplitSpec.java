package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.Optional;

/**
 * Which rows are held back to judge the network: the section {@code data.split}.
 *
 * <p>Nothing happens that is not written: without that section every row trains ({@link #NONE}). A
 * section without {@code validation} holds back a fifth.
 *
 * @param validation the share of the rows that is held back
 * @param stratified whether each class keeps its share in both parts; if empty, that is done where
 *     the target is classes. Asking for it with a numeric target is an error of whoever splits
 */
public record SplitSpec(
    @Option(value = "share of the rows that is held back to judge the network", min = 0, below = 1)
        double validation,
    @Option(
            "whether each class keeps its share in both parts; if left out, wherever there are classes")
        Optional<Boolean> stratified) {

  /** Every row trains. */
  public static final SplitSpec NONE = new SplitSpec(0, Optional.empty());

  /** A fifth is held back, stratified where the target is classes. */
  public SplitSpec() {
    this(0.2, Optional.empty());
  }

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException with a sentence, if it is not at least 0 and below 1
   */
  public SplitSpec {
    Options.check(SplitSpec.class, validation, stratified);
  }

  /** Whether any row is held back. */
  public boolean holdsBack() {
    return validation > 0;
  }
}

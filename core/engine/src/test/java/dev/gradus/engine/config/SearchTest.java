package dev.gradus.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.config.Search.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How trials and epochs are divided into rounds. */
final class SearchTest {

  @Test
  void randomTrainsEveryTrialForAllEpochs() {
    assertEquals(List.of(new Round(30, 100)), new RandomSearch().rounds(30, 100));
  }

  @Test
  void halvingGivesAPartOfTheTrialsTimesAsManyEpochs() {
    assertEquals(
        List.of(new Round(27, 3), new Round(9, 9), new Round(3, 27), new Round(1, 81)),
        new SuccessiveHalving().rounds(27, 81));
    assertEquals(
        List.of(new Round(30, 4), new Round(10, 12), new Round(3, 34), new Round(1, 100)),
        new SuccessiveHalving().rounds(30, 100));
    assertEquals(
        List.of(new Round(4, 25), new Round(2, 50), new Round(1, 100)),
        new SuccessiveHalving(2, 1).rounds(4, 100));
  }

  @Test
  void aRoundHasNoFewerEpochsThanAreAskedFor() {
    assertEquals(
        List.of(new Round(27, 9), new Round(9, 27), new Round(3, 81)),
        new SuccessiveHalving(3, 9).rounds(27, 81));
    assertEquals(List.of(new Round(27, 81)), new SuccessiveHalving(3, 100).rounds(27, 81));
  }

  @Test
  void fewTrialsOrEpochsLeaveFewRounds() {
    assertEquals(List.of(new Round(2, 81)), new SuccessiveHalving().rounds(2, 81));
    assertEquals(List.of(new Round(27, 1)), new SuccessiveHalving().rounds(27, 1));
    assertEquals(
        List.of(new Round(1000, 1), new Round(333, 2)), new SuccessiveHalving().rounds(1000, 2));
    assertEquals(
        List.of(new Round(Integer.MAX_VALUE, 1), new Round(1, Integer.MAX_VALUE)),
        new SuccessiveHalving(Integer.MAX_VALUE, 1).rounds(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  @Test
  void halvingByOneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SuccessiveHalving(1, 1));
    assertThrows(IllegalArgumentException.class, () -> new SuccessiveHalving(3, 0));
  }
}

package dev.gradus.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.tuning.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Trials are ranked by their scores. */
class RankingTest {

  private static Trial trial(int number, double... folds) {
    return new Trial(
        number,
        Map.of(),
        1,
        java.util.Arrays.stream(folds).boxed().toList(),
        List.of(),
        Duration.ZERO,
        folds.length == 0 ? Optional.of("diverged") : Optional.empty());
  }

  private static List<Integer> numbers(List<Trial> trials) {
    return trials.stream().map(Trial::number).toList();
  }

  private static Ranking ranking(boolean higherIsBetter) {
    Ranking ranking = new Ranking(higherIsBetter);
    ranking.add(0, trial(5));
    ranking.add(0, trial(1, 0.25, 0.5));
    ranking.add(0, trial(2, 0.9, 0.9));
    ranking.add(0, trial(3, 0.5, 0.25));
    ranking.add(0, trial(4, 0.1, 0.2));
    return ranking;
  }

  @Test
  void theMeanOfTheFoldsDecidesAndOfTwoAlikeTheFirst() {
    assertEquals(List.of(2, 1, 3, 4, 5), numbers(ranking(true).all()));
    assertEquals(List.of(4, 1, 3, 2, 5), numbers(ranking(false).all()));
  }

  @Test
  void aLaterRoundStandsBeforeAnEarlierOne() {
    Ranking ranking = ranking(true);
    ranking.add(1, trial(4, 0.3));
    ranking.add(1, trial(1));
    assertEquals(List.of(4, 2, 3, 1, 5), numbers(ranking.all()));
    assertEquals(List.of(4), numbers(ranking.best(1, 3)));
    assertEquals(List.of(2, 3), numbers(ranking.best(0, 3)));
    assertEquals(List.of(2), numbers(ranking.best(0, 1)));
  }

  @Test
  void theDeviationIsThatOfTheFolds() {
    assertEquals(0.1, trial(1, 0.2, 0.4).deviation(), 1e-12);
  }
}

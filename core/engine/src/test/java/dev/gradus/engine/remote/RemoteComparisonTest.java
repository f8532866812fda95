package dev.gradus.engine.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.studies.VariantRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The runs of a comparison are passed on when they arrive. */
class RemoteComparisonTest {

  // No model is sent, so nothing is needed that writes one.
  private static final RecordBytes RECORDS = new RecordBytes(null);

  /** What was passed on, as the index of the variant and the seed. */
  private final List<String> passed = new ArrayList<>();

  private static Record result(TrialRequest.OfComparison request) {
    return switch (request.piece()) {
      case RUN ->
          new VariantRun(
              List.of("" + request.seed()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.empty());
      case SEEDS_AGREE -> new RemoteComparison.Agreement(request.variant() == 1);
      case CONTROL -> new RemoteComparison.Weights(Optional.empty());
    };
  }

  private void passOn(VariantRun run, int variant) {
    passed.add(variant + "/" + run.notes().get(0));
  }

  @Test
  void aRunIsPassedOnAsSoonAsThoseOfTheEarlierSeedsAre() {
    // Two variants with three seeds: the runs have the indexes 0 to 5, the checks 6 and 7.
    int[] order = {2, 1, 7, 5, 0, 3, 4};
    List<List<String>> after =
        List.of(
            List.of(),
            List.of("1/0"),
            List.of("1/0"),
            List.of("1/0"),
            List.of("1/0", "0/0", "0/1"),
            List.of("1/0", "0/0", "0/1", "1/1", "1/2"),
            List.of("1/0", "0/0", "0/1", "1/1", "1/2", "0/2"));
    TrialSource source =
        (requests, done, stop) -> {
          for (int i = 0; i < order.length; i++) {
            TrialRequest.OfComparison request = (TrialRequest.OfComparison) requests.get(order[i]);
            done.accept(new TrialResult(RECORDS.write(result(request))), order[i]);
            assertEquals(after.get(i), passed, "after " + (i + 1));
          }
          return false;
        };
    RemoteComparison comparison =
        new RemoteComparison(source, RECORDS, "loss", List.of("a", "b"), 3, () -> false);
    assertFalse(comparison.each(variant -> true, this::passOn), "it was stopped");
    assertEquals(List.of(false, true), List.of(comparison.seedsAgree(0), comparison.seedsAgree(1)));
  }
}

package dev.gradus.engine.remote;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.search.ScoredTrial;
import dev.gradus.engine.search.TrialRuns;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The trials of a search in other processes, one round after the other.
 *
 * @param source has them done
 */
record RemoteSearch(TrialSource source, RecordBytes records) implements TrialRuns {

  @Override
  public void run(
      List<Integer> numbers, int round, BooleanSupplier stop, Consumer<ScoredTrial> done) {
    List<TrialRequest> requests =
        numbers.stream()
            .map(number -> (TrialRequest) new TrialRequest.OfSearch(number, round))
            .toList();
    source.compute(
        requests,
        (result, index) -> done.accept(records.read(ScoredTrial.class, result.bytes())),
        stop);
  }
}

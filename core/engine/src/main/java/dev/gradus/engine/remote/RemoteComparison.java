package dev.gradus.engine.remote;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.studies.VariantRun;
import dev.gradus.engine.studies.VariantRuns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;

/** The runs of a comparison in other processes, all at the same time. */
final class RemoteComparison implements VariantRuns {

  private final TrialSource source;
  private final RecordBytes records;
  private final String path;
  private final List<String> values;
  private final int seeds;
  private final BooleanSupplier stop;

  /** Whether the seeds of a variant agree, by its index. */
  private final Map<Integer, Boolean> agreements = new HashMap<>();

  /**
   * A comparison.
   *
   * @param source has its runs done
   * @param path the path of the value that differs
   * @param stop whether to stop
   */
  RemoteComparison(
      TrialSource source,
      RecordBytes records,
      String path,
      List<String> values,
      int seeds,
      BooleanSupplier stop) {
    this.source = source;
    this.records = records;
    this.path = path;
    this.values = List.copyOf(values);
    this.seeds = seeds;
    this.stop = stop;
  }

  /** A fingerprint, if there is one. */
  record Weights(Optional<String> fingerprint) {}

  /** Whether seeds agree. */
  record Agreement(boolean holds) {}

  @Override
  public boolean each(IntPredicate wanted, ObjIntConsumer<VariantRun> done) {
    List<TrialRequest> requests = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      for (int variant = 0; variant < values.size(); variant++) {
        requests.add(request(TrialRequest.Piece.RUN, variant, seed));
      }
    }
    int runs = requests.size();
    for (int variant = 0; variant < values.size(); variant++) {
      requests.add(request(TrialRequest.Piece.SEEDS_AGREE, variant, 0));
    }
    Map<Integer, byte[]> arrived = new HashMap<>();
    boolean whole =
        source.compute(requests, (result, index) -> arrived.put(index, result.bytes()), stop);
    // The runs of a variant count from the first seed, so those after a gap would get wrong seeds.
    Set<Integer> gaps = new HashSet<>();
    for (int i = 0; i < runs; i++) {
      byte[] run = arrived.get(i);
      int variant = i % values.size();
      if (run == null) {
        gaps.add(variant);
      } else if (!gaps.contains(variant) && wanted.test(variant)) {
        done.accept(records.read(VariantRun.class, run), variant);
      }
    }
    for (int variant = 0; variant < values.size(); variant++) {
      byte[] agreement = arrived.get(runs + variant);
      if (agreement != null) {
        agreements.put(variant, records.read(Agreement.class, agreement).holds());
      }
    }
    return whole;
  }

  private TrialRequest request(TrialRequest.Piece piece, int variant, int seed) {
    return new TrialRequest.OfComparison(path, values, seeds, piece, variant, seed);
  }

  @Override
  public Optional<String> control(int variant) {
    List<String> found = new ArrayList<>();
    source.compute(
        List.of(request(TrialRequest.Piece.CONTROL, variant, 0)),
        (result, index) ->
            records.read(Weights.class, result.bytes()).fingerprint().ifPresent(found::add),
        stop);
    return found.stream().findFirst();
  }

  @Override
  public boolean seedsAgree(int variant) {
    return agreements.getOrDefault(variant, false);
  }
}

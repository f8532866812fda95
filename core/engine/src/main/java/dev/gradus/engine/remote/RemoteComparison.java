package dev.gradus.engine.remote;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.studies.VariantRun;
import dev.gradus.engine.studies.VariantRuns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    // The runs of a variant count from the first seed, so one that arrives early waits for the
    // others.
    Map<Integer, byte[]> early = new HashMap<>();
    int[] seedsOf = new int[values.size()];
    return source.compute(
        requests,
        (result, index) -> {
          int variant = index % values.size();
          if (index >= runs) {
            agreements.put(variant, records.read(Agreement.class, result.bytes()).holds());
            return;
          }
          early.put(index, result.bytes());
          byte[] run = early.remove(seedsOf[variant] * values.size() + variant);
          while (run != null) {
            if (wanted.test(variant)) {
              done.accept(records.read(VariantRun.class, run), variant);
            }
            seedsOf[variant]++;
            run = early.remove(seedsOf[variant] * values.size() + variant);
          }
        },
        stop);
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

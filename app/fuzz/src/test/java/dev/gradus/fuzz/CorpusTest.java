package dev.gradus.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays every input that once revealed a bug, and checks that the seeds of the fuzzers are valid.
 */
class CorpusTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Map<String, Function<byte[], Optional<String>>> FUZZERS =
      new LinkedHashMap<>();

  static {
    FUZZERS.put("Configuration", ConfigurationFuzzer::refusal);
    FUZZERS.put("Data", DataFuzzer::refusal);
    FUZZERS.put("Formula", FormulaFuzzer::refusal);
    FUZZERS.put("Model", ModelFuzzer::refusal);
    FUZZERS.put("Import", ImportFuzzer::refusal);
  }

  /** Checks that the corpus is found and complete, because otherwise it would reveal nothing. */
  @Test
  void theWholeCorpusIsSeen() throws IOException {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (String name : FUZZERS.keySet()) {
      seen.put(name, Seeds.found(name).size());
    }
    assertEquals(
        Map.of("Configuration", 0, "Data", 2, "Formula", 1, "Model", 1, "Import", 0), seen);
  }

  @TestFactory
  Stream<DynamicTest> whatOnceFoundSomethingFindsNothing() {
    return FUZZERS.entrySet().stream().flatMap(entry -> replayed(entry.getKey(), entry.getValue()));
  }

  private static Stream<DynamicTest> replayed(
      String name, Function<byte[], Optional<String>> fuzzer) {
    try {
      return Seeds.found(name).entrySet().stream()
          .map(
              found ->
                  DynamicTest.dynamicTest(
                      name + " " + found.getKey(),
                      () -> assertTimeout(LIMIT, () -> fuzzer.apply(found.getValue()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> theSeedsAreAccepted() {
    return FUZZERS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      List<byte[]> seeds = Seeds.of(entry.getKey());
                      assertTrue(seeds.size() >= 3, "there are seeds");
                      for (int i = 0; i < seeds.size(); i++) {
                        assertEquals(
                            Optional.empty(), entry.getValue().apply(seeds.get(i)), "seed " + i);
                      }
                    }));
  }
}

package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The counts and ratios of scikit-learn 1.2 for given answers. */
class ClassReportTest {

  @Test
  void countsAndRatiosOfEachClass() {
    int[] truths = {0, 1, 2, 2, 0, 0, 2, 1, 2, 0, 2, 2, 1, 0, 2, 1, 1, 0, 1, 0, 2, 1, 0, 2};
    int[] answers = {2, 2, 2, 2, 0, 1, 1, 1, 2, 2, 2, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 2};
    ClassReport report = ClassReport.of(List.of("a", "b", "c"), truths, answers);
    assertEquals(List.of(List.of(5, 1, 2), List.of(4, 2, 1), List.of(1, 2, 6)), report.counts());
    List<ClassReport.OfClass> expected =
        List.of(
            new ClassReport.OfClass(0.5, 0.625, 5 / 9.0, 8),
            new ClassReport.OfClass(0.4, 2 / 7.0, 1 / 3.0, 7),
            new ClassReport.OfClass(2 / 3.0, 2 / 3.0, 2 / 3.0, 9));
    IntStream.range(0, 3)
        .forEach(
            k -> {
              assertEquals(expected.get(k).precision(), report.of(k).precision(), 1e-12);
              assertEquals(expected.get(k).recall(), report.of(k).recall(), 1e-12);
              assertEquals(expected.get(k).f1(), report.of(k).f1(), 1e-12);
              assertEquals(expected.get(k).examples(), report.of(k).examples());
            });
  }

  @Test
  void aClassThatIsNeverAnsweredHasPrecisionZero() {
    ClassReport report = ClassReport.of(List.of("a", "b"), new int[] {0, 1}, new int[] {0, 0});
    assertEquals(new ClassReport.OfClass(0, 0, 0, 1), report.of(1));
  }
}

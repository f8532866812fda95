package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A loss looks the same everywhere. */
class SeriesStylesTest {

  private static Comparison of(List<String> losses) {
    return new Comparison(
        "loss",
        losses.stream()
            .map(
                loss ->
                    new Variant(
                        "my " + loss,
                        loss,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
            .toList(),
        new InitialGradients(true, true, List.of(), Map.of(), Map.of(), List.of()),
        "validation",
        List.of(1L),
        Optional.empty(),
        false);
  }

  private static Map<String, Integer> styles(String... losses) {
    return SeriesStyles.of(of(List.of(losses)));
  }

  @Test
  void theColourFollowsTheNameAndNotTheOrder() {
    assertEquals(
        Map.of("my mean-squared-error", 0, "my cross-entropy", 1),
        styles("cross-entropy", "mean-squared-error"));
    assertEquals(
        styles("cross-entropy", "mean-squared-error"),
        styles("mean-squared-error", "cross-entropy"));
    assertEquals(1, SeriesStyles.of("binary-cross-entropy"), "the same loss of another target");
  }

  @Test
  void onOnePageNoTwoShareAColourAndOrderIsOfNoConsequence() {
    List<String> all = new ArrayList<>(Catalogue.ofInstalled().names(PluginKind.LOSS));
    assertTrue(all.size() > 20, all.toString());
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(all, random);
      List<String> some = new ArrayList<>(all.subList(0, 1 + random.nextInt(SeriesStyles.COLOURS)));
      Map<String, Integer> styles = SeriesStyles.of(of(some));
      assertEquals(
          some.size(),
          styles.values().stream().map(style -> style % SeriesStyles.COLOURS).distinct().count(),
          some.toString());
      Collections.shuffle(some, random);
      assertEquals(styles, SeriesStyles.of(of(some)));
    }
    Map<String, Integer> whole = SeriesStyles.of(of(all));
    assertEquals(all.size(), new HashSet<>(whole.values()).size(), "by colour and dashes");
  }

  @Test
  void aFamiliarLossKeepsItsColourInEveryCompany() {
    for (String loss : List.of("mean-squared-error", "cross-entropy", "huber", "hinge")) {
      for (String other : Catalogue.ofInstalled().names(PluginKind.LOSS)) {
        if (!other.equals(loss)) {
          assertEquals(SeriesStyles.of(loss), styles(other, loss).get("my " + loss), other);
        }
      }
    }
  }
}

package dev.gradus.runtime.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> NAMES = List.of("huber", "hinge", "mean-squared-error");

  @Test
  void aSlipOfTheFingersIsForgiven() {
    assertEquals(Optional.of("huber"), Nearest.to("hubber", NAMES));
    assertEquals(Optional.of("huber"), Nearest.to("hubre", NAMES));
    assertEquals(Optional.of("huber"), Nearest.to("uber", NAMES));
    assertEquals(Optional.of("hinge"), Nearest.to("hunge", NAMES));
    assertEquals(Optional.of("mean-squared-error"), Nearest.to("mean_square_error", NAMES));
  }

  @Test
  void whatIsFarFromEverythingIsNotGuessed() {
    assertEquals(Optional.empty(), Nearest.to("cosine", NAMES));
    assertEquals(Optional.empty(), Nearest.to("", NAMES));
    assertEquals(Optional.empty(), Nearest.to("huber", List.of()));
  }

  @Test
  void ofEquallyNearNamesTheFirstInOrderIsTaken() {
    assertEquals(Optional.of("relu"), Nearest.to("rel", List.of("selu", "relx", "relu")));
  }

  @Test
  void twoNeighboursSwappedAreOneEdit() {
    assertEquals(1, Nearest.distance("abcd", "acbd"));
    assertEquals(2, Nearest.distance("abcd", "adc"));
    assertEquals(4, Nearest.distance("", "abcd"));
    assertEquals(0, Nearest.distance("abcd", "abcd"));
    assertEquals(3, Nearest.distance("kitten", "sitting"));
  }
}

package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.spi.Target.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void aNetworkHasAsManyOutputsAsTheTargetHasNames() {
    assertEquals(1, new Target(Kind.NUMERIC, List.of("price")).width());
    assertEquals(2, new Target(Kind.NUMERIC, List.of("price", "age")).width());
    assertEquals(1, new Target(Kind.BINARY, List.of("yes")).width());
    assertEquals(3, new Target(Kind.CLASSES, List.of("a", "b", "c")).width());
    assertEquals(2, new Target(Kind.LABELS, List.of("tall", "old")).width());
  }

  @Test
  void theNumberOfOutputsFitsTheKind() {
    assertThrows(IllegalArgumentException.class, () -> new Target(Kind.NUMERIC, List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new Target(Kind.BINARY, List.of("no", "yes")));
    assertThrows(IllegalArgumentException.class, () -> new Target(Kind.LABELS, List.of("one")));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Target(Kind.CLASSES, List.of("one")));
    assertEquals("a multi-class target cannot have 1 outputs", e.getMessage());
  }
}

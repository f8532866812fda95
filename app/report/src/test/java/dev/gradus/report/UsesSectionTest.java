package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The report says on which rows it measured what a network uses. */
class UsesSectionTest {

  @Test
  void someOfTheRowsAreNotCalledAllOfThem() {
    assertEquals(
        "2,000 of the 5,000 validation rows", UsesSection.measured(2_000, 5_000, "validation row"));
    assertEquals("the 40 training rows", UsesSection.measured(40, 40, "training row"));
  }
}

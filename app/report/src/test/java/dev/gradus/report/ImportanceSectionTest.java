package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The report says on which rows it measured what a network uses. */
class ImportanceSectionTest {

  @Test
  void someOfTheRowsAreNotCalledAllOfThem() {
    assertEquals(
        "2,000 of the 5,000 validation rows",
        ImportanceSection.measured(2_000, 5_000, "validation row"));
    assertEquals("the 40 training rows", ImportanceSection.measured(40, 40, "training row"));
  }
}

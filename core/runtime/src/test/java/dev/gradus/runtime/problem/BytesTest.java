package dev.gradus.runtime.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Sizes as people read them. */
class BytesTest {

  @Test
  void aSizeHasTheUnitThatSuitsIt() {
    assertEquals("0 KB", Bytes.text(0));
    assertEquals("1 KB", Bytes.text(1));
    assertEquals("1000 KB", Bytes.text(999_999));
    assertEquals("1 MB", Bytes.text(1_000_000));
    assertEquals("67 MB", Bytes.text(64L << 20));
    assertEquals("1.0 GB", Bytes.text(1_000_000_000));
    assertEquals("13,421.8 GB", Bytes.text(13_421_772_800_000L));
  }
}

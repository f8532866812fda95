package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void aClosedEndBelongsToItAndAnOpenOneDoesNot() {
    Interval closed = Interval.closed(-1, 2);
    assertTrue(closed.contains(-1) && closed.contains(2));
    Interval open = new Interval(-1, false, 2, false);
    assertFalse(open.contains(-1) || open.contains(2));
    assertTrue(open.contains(Math.nextUp(-1.0)) && open.contains(Math.nextDown(2.0)));
    assertFalse(closed.contains(Math.nextDown(-1.0)) || closed.contains(Math.nextUp(2.0)));
  }

  @Test
  void nothingThatIsNotFiniteBelongsToAnyInterval() {
    for (Interval interval : new Interval[] {Interval.REAL, Interval.UNIT, Interval.above(0)}) {
      assertFalse(interval.contains(Double.NaN), interval.toString());
      assertFalse(interval.contains(INFINITY), interval.toString());
      assertFalse(interval.contains(-INFINITY), interval.toString());
    }
    assertTrue(Interval.REAL.contains(-Double.MAX_VALUE));
  }

  @Test
  void zeroIsZeroWhateverItsSign() {
    assertTrue(Interval.UNIT.contains(-0.0));
    assertFalse(Interval.above(0).contains(-0.0));
  }

  @Test
  void anIntervalContainsThoseThatReachNoFurther() {
    assertTrue(Interval.REAL.contains(Interval.UNIT));
    assertFalse(Interval.UNIT.contains(Interval.REAL));
    assertTrue(Interval.UNIT.contains(Interval.UNIT));
    assertTrue(Interval.atLeast(0).contains(Interval.above(0)));
    assertFalse(Interval.above(0).contains(Interval.atLeast(0)));
    assertTrue(Interval.UNIT.contains(new Interval(0, false, 1, false)));
    assertFalse(new Interval(0, true, 1, false).contains(Interval.UNIT));
    assertFalse(Interval.UNIT.contains(Interval.closed(-1, 1)));
  }

  @Test
  void itsTextCompletesTheSentenceANumber() {
    assertEquals("of any size", Interval.REAL.toString());
    assertEquals("from 0 to 1", Interval.UNIT.toString());
    assertEquals("above 0", Interval.above(0).toString());
    assertEquals("of at least 1", Interval.atLeast(1).toString());
    assertEquals("below 0.5", new Interval(-INFINITY, false, 0.5, false).toString());
    assertEquals("of at most -2", new Interval(-INFINITY, false, -2, true).toString());
    assertEquals("of at least 0 and below 1", new Interval(0, true, 1, false).toString());
    assertEquals("above 0 and at most 1", new Interval(0, false, 1, true).toString());
  }

  @Test
  void endsInTheWrongOrderAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Interval.closed(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Interval.closed(Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> Interval.closed(0, INFINITY));
    assertThrows(IllegalArgumentException.class, () -> Interval.closed(-INFINITY, 0));
  }
}

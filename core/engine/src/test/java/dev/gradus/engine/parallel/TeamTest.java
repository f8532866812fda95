package dev.gradus.engine.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A team does all of its work once, whatever happens. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TeamTest {

  private static final long LONG_ENOUGH_TO_FALL_ASLEEP = TimeUnit.MILLISECONDS.toNanos(20);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void everyPieceIsDoneOnceInEveryRun(int size) {
    try (Team team = new Team(size)) {
      for (int run = 0; run < 2_000; run++) {
        int pieces = run % 23;
        AtomicIntegerArray done = new AtomicIntegerArray(pieces + 1);
        team.run((piece, member) -> done.incrementAndGet(piece), pieces);
        for (int piece = 0; piece < pieces; piece++) {
          assertEquals(1, done.get(piece), "times that a piece was done");
        }
        assertEquals(0, done.get(pieces), "pieces too many");
      }
    }
  }

  @Test
  void noMemberDoesTwoPiecesAtOnce() {
    try (Team team = new Team(4)) {
      AtomicIntegerArray busy = new AtomicIntegerArray(team.size());
      for (int run = 0; run < 500; run++) {
        team.run(
            (piece, member) -> {
              assertEquals(1, busy.incrementAndGet(member), "pieces at once");
              Thread.onSpinWait();
              busy.decrementAndGet(member);
            },
            16);
      }
    }
  }

  /** The second member takes long for everything, as if its processor were busy. */
  private static void pass(Team team) {
    team.beginPass();
    team.run(
        (piece, member) -> {
          if (member == 1) {
            LockSupport.parkNanos(5_000_000);
          }
        },
        4 * team.threads());
    team.endPass(100);
  }

  /** Otherwise it never ends. */
  @Test
  void aTeamOfPassesLeavesOutAThreadThatHoldsItUp() {
    try (Team team = Team.ofPasses(2)) {
      while (team.threads() > 1) {
        pass(team);
      }
    }
  }

  /** The steps of another team have more than passes. */
  @Test
  void anotherTeamDoesNotTimePasses() {
    try (Team team = new Team(2)) {
      for (int i = 0; i < 50; i++) {
        pass(team);
      }
      assertEquals(2, team.threads());
    }
  }

  @Test
  void aTeamThatHasFallenAsleepWakesUp() {
    try (Team team = new Team(2)) {
      for (int run = 0; run < 10; run++) {
        AtomicIntegerArray done = new AtomicIntegerArray(2);
        team.run((piece, member) -> done.incrementAndGet(piece), 2);
        assertEquals(2, done.get(0) + done.get(1));
        LockSupport.parkNanos(LONG_ENOUGH_TO_FALL_ASLEEP);
      }
    }
  }

  @Test
  void helpComesWhileAMemberIsHeldUp() {
    try (Team team = new Team(2)) {
      Set<Integer> doneMeanwhile = ConcurrentHashMap.newKeySet();
      team.run(
          (piece, member) -> {
            if (piece == 0) {
              while (doneMeanwhile.size() < 7) {
                Thread.onSpinWait();
              }
            } else {
              doneMeanwhile.add(piece);
            }
          },
          8);
      assertEquals(7, doneMeanwhile.size());
    }
  }

  @Test
  void whatAPieceThrowsReachesTheOwnerAndTheTeamGoesOn() {
    try (Team team = new Team(3)) {
      IllegalStateException thrown = new IllegalStateException("piece 5");
      IllegalStateException seen =
          assertThrows(
              IllegalStateException.class,
              () ->
                  team.run(
                      (piece, member) -> {
                        if (piece == 5) {
                          throw thrown;
                        }
                      },
                      6));
      assertEquals(thrown, seen);
      AtomicIntegerArray done = new AtomicIntegerArray(6);
      team.run((piece, member) -> done.incrementAndGet(piece), 6);
      assertEquals(1, done.get(5));
    }
  }

  @Test
  void anErrorOfAPieceReachesTheOwner() {
    try (Team team = new Team(2)) {
      assertThrows(
          AssertionError.class,
          () ->
              team.run(
                  (piece, member) -> {
                    throw new AssertionError("broken");
                  },
                  4));
    }
  }

  @Test
  void threadsStartWithTheFirstRunAndEndWithTheTeam() {
    long before = threads();
    Team team = new Team(3);
    assertEquals(before, threads());
    team.run((piece, member) -> {}, 3);
    assertEquals(before + 2, threads());
    team.close();
    team.close();
    assertEquals(before, threads());
    assertThrows(IllegalStateException.class, () -> team.run((piece, member) -> {}, 3));
  }

  /** The threads of teams; other threads of the process do not count. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gradus-"))
        .count();
  }

  @Test
  void anInterruptedOwnerStaysInterrupted() {
    Team team = new Team(2);
    team.run((piece, member) -> {}, 2);
    Thread.currentThread().interrupt();
    team.close();
    assertTrue(Thread.interrupted());
    assertFalse(Thread.interrupted());
  }

  @Test
  void anEmptyTeamAndTooManyPiecesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Team(0));
    try (Team team = new Team(2)) {
      assertThrows(IllegalArgumentException.class, () -> team.run((piece, member) -> {}, 1 << 20));
    }
  }
}

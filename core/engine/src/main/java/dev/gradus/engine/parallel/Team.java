package dev.gradus.engine.parallel;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that do a piece of work together, and start the next one within a microsecond.
 *
 * <p>One thread owns a team: it calls {@link #run}, takes pieces itself, and comes back when all
 * are done. The others wait for work by asking again and again, for a while, and then fall asleep.
 * Every thread begins with its own share, which is the same whenever the work is the same, because
 * its data may still be in the thread's cache. Then it takes remaining pieces of others. So a
 * thread that the operating system has suspended holds up only the piece that it has begun, but
 * this one until it runs again. Nothing is allocated after the first run.
 *
 * <p>The threads are started by the first run and end with {@link #close} or {@link #rest}.
 */
public final class Team implements AutoCloseable {

  /** Work that consists of independent pieces. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does one piece.
     *
     * @param piece counted from 0
     * @param member which member of the team does it, from 0 to {@link Team#size()}, exclusive; no
     *     member does two pieces at once
     */
    void piece(int piece, int member);
  }

  /** How often a thread asks for work before it falls asleep: for some tens of microseconds. */
  private static final int PATIENCE = 5_000;

  /** How often the owner asks whether all is done before it rests between two questions. */
  private static final int OWNERS_PATIENCE = 20_000;

  /**
   * How long the owner rests, in nanoseconds, so that a thread of its team can use its processor.
   */
  private static final long REST = 10_000;

  /** The stride between the shares of two threads, which keeps them on separate cache lines. */
  private static final int APART = 16;

  /** The maximum number of pieces. */
  private static final int MOST_PIECES = (1 << 20) - 1;

  private final int size;
  private final boolean timesPasses;
  private final Pace pace;
  private final Member[] members;

  /**
   * For each member: which run it is, where its share ends, and which piece is the next: 24, 20 and
   * 20 bits. As one number encodes all three, a thread cannot take a piece of the wrong run.
   */
  private final AtomicLongArray shares;

  private long run;

  /** Whether there was something to share since the last step began. */
  private boolean hasShared;

  /** When the step began, if it is timed; otherwise 0. */
  private long begun;

  private final AtomicInteger done = new AtomicInteger();
  private Work work = (piece, member) -> {};
  private volatile boolean closed;
  private volatile Optional<Throwable> failure = Optional.empty();

  /**
   * Creates a team that is not started yet.
   *
   * @param size the number of threads, the owner's included; at least 1
   */
  public Team(int size) {
    this(size, false);
  }

  private Team(int size, boolean timesPasses) {
    if (size < 1) {
      throw new IllegalArgumentException("a team needs at least 1 thread, not " + size);
    }
    this.size = size;
    this.timesPasses = timesPasses;
    this.pace = new Pace(size);
    this.members = new Member[size - 1];
    this.shares = new AtomicLongArray(size * APART);
  }

  /**
   * A team that only does forward passes, each of which is a step. It is not started yet.
   *
   * @param size the number of threads, the owner's included; at least 1
   */
  public static Team ofPasses(int size) {
    return new Team(size, true);
  }

  /** A team that consists only of the calling thread; it need not be closed. */
  public static Team alone() {
    return new Team(1);
  }

  /** The number of threads, the owner's included. */
  public int size() {
    return size;
  }

  /**
   * The number of threads that share the next run, for work that is better not cut into pieces if
   * there is only one. Counts as work that can be shared.
   */
  public int threads() {
    hasShared |= size > 1;
    return pace.threads();
  }

  /**
   * Begins a step: the runs until {@link #end} are timed together. Steps are how a team finds out
   * how many of its threads pay, which depends on what else the machine does; it may leave some of
   * them asleep.
   */
  public void begin() {
    begun = hasShared ? System.nanoTime() : 0;
    hasShared = false;
  }

  /**
   * Ends a step.
   *
   * @param work how much it was, in a unit that is the same for all steps, such as examples
   */
  public void end(int work) {
    if (begun != 0 && hasShared) {
      pace.step(System.nanoTime() - begun, work);
    }
  }

  /** Begins a forward pass, which is a step in a team {@link #ofPasses}. */
  public void beginPass() {
    if (timesPasses) {
      begin();
    }
  }

  /**
   * Ends a forward pass.
   *
   * @param rows of its batch
   */
  public void endPass(int rows) {
    if (timesPasses) {
      end(rows);
    }
  }

  /**
   * Does all pieces of the work, in any order, and returns when they are done.
   *
   * @param pieces the number of pieces, at most a million
   * @throws IllegalStateException if the team is closed
   */
  public void run(Work work, int pieces) {
    int active = pace.threads();
    hasShared |= size > 1 && pieces > 1;
    if (active == 1 || pieces <= 1) {
      for (int piece = 0; piece < pieces; piece++) {
        work.piece(piece, 0);
      }
      return;
    }
    if (pieces > MOST_PIECES) {
      throw new IllegalArgumentException(
          "work must not have more than %s pieces, but has %s".formatted(MOST_PIECES, pieces));
    }
    start();
    this.work = work;
    done.set(0);
    run++;
    for (int member = 0; member < active; member++) {
      long from = (long) member * pieces / active;
      long to = (member + 1L) * pieces / active;
      shares.set(member * APART, run << 40 | to << 20 | from);
    }
    for (int i = 0; i < active - 1; i++) {
      members[i].wake();
    }
    takePieces(0);
    awaitTheOthers(pieces);
    throwFailure();
  }

  private void start() {
    if (closed) {
      throw new IllegalStateException("this team is closed");
    }
    for (int i = 0; i < members.length && members[i] == null; i++) {
      members[i] = new Member(i + 1);
      members[i].thread.start();
    }
  }

  /** Whether there are pieces left. */
  private boolean hasWork() {
    for (int member = 0; member < size; member++) {
      if (isLeft(shares.get(member * APART))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLeft(long share) {
    return (share & MOST_PIECES) < (share >>> 20 & MOST_PIECES);
  }

  private void takePieces(int member) {
    for (int i = 0; i < size; i++) {
      takePieces((member + i) % size * APART, member);
    }
  }

  private void takePieces(int share, int member) {
    for (long now = shares.get(share); isLeft(now); now = shares.get(share)) {
      if (shares.compareAndSet(share, now, now + 1)) {
        try {
          work.piece((int) (now & MOST_PIECES), member);
        } catch (Throwable e) {
          // A plugin may throw a checked exception that the compiler has not seen.
          failure = Optional.of(e);
        } finally {
          done.incrementAndGet();
        }
      }
    }
  }

  private void awaitTheOthers(int pieces) {
    for (int asked = 0; done.get() < pieces; asked++) {
      if (asked < OWNERS_PATIENCE) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(REST);
      }
    }
  }

  private void throwFailure() {
    Optional<Throwable> thrown = failure;
    failure = Optional.empty();
    if (thrown.isPresent() && thrown.get() instanceof Error error) {
      throw error;
    }
    if (thrown.isPresent() && thrown.get() instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown.isPresent()) {
      throw new IllegalStateException(thrown.get());
    }
  }

  /** Ends the threads, as {@link #close} does; the next run starts new ones. */
  public void rest() {
    close();
    Arrays.fill(members, null);
    closed = false;
  }

  /** Ends the threads, and returns when they have ended. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (Member member : members) {
      if (member != null) {
        LockSupport.unpark(member.thread);
        interrupted |= member.join();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread of the team other than the owner. */
  private final class Member implements Runnable {

    private final int number;
    private final Thread thread;
    private volatile boolean asleep;

    Member(int number) {
      this.number = number;
      thread = new Thread(this, "gradus-" + number);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        takePieces(number);
        awaitWork();
      }
    }

    private void awaitWork() {
      for (int asked = 0; asked < PATIENCE; asked++) {
        if (hasWork() || closed) {
          return;
        }
        Thread.onSpinWait();
      }
      asleep = true;
      while (!hasWork() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }

    /** Waits for the end, and returns whether it was interrupted meanwhile. */
    private boolean join() {
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          return interrupted;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }
}

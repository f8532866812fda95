package dev.gradus.playground.instead.dev.gradus.engine.parallel;

/** A team of the calling thread alone, since code in a page has no other. */
public final class Team implements AutoCloseable {

  /** Work that consists of independent pieces. */
  @FunctionalInterface
  public interface Work {

    /** Does one piece. */
    void piece(int piece, int member);
  }

  /** A team of one. */
  public Team(int size) {}

  /** A team of one. */
  public static Team ofPasses(int size) {
    return new Team(1);
  }

  /** A team of one. */
  public static Team alone() {
    return new Team(1);
  }

  /** One. */
  public int size() {
    return 1;
  }

  /** One. */
  public int threads() {
    return 1;
  }

  /** Begins a step, which is not timed. */
  public void begin() {}

  /** Ends a step. */
  public void end(int work) {}

  /** Begins a pass, which is not timed. */
  public void beginPass() {}

  /** Ends a pass. */
  public void endPass(int rows) {}

  /** Does all pieces, in their order. */
  public void run(Work work, int pieces) {
    for (int piece = 0; piece < pieces; piece++) {
      work.piece(piece, 0);
    }
  }

  /** Nothing to end. */
  public void rest() {}

  /** Nothing to end. */
  @Override
  public void close() {}
}

package dev.gradus.typed;

import java.util.Optional;
import java.util.function.Function;

/**
 * A loop that Java compiles to machine code as if someone had written it for the formula, with the
 * bits of {@link Columns} and {@link FloatColumns}. It is made when so many numbers were computed
 * that it pays off.
 */
final class LateLoop<T> {

  private static final int PAYS_OFF = 10_000;

  final Program program;
  private final Function<Program, byte[]> writer;
  private int numbers;
  private volatile boolean isDue;
  private Optional<T> loop = Optional.empty();

  private LateLoop(Program program, Function<Program, byte[]> writer) {
    this.program = program;
    this.writer = writer;
  }

  /** Computes values and derivatives of a loss. */
  interface OfLoss {

    /** Computes two terms of p and y, from index {@code from} to {@code to}, exclusive. */
    void run(double[] p, double[] y, double[] values, double[] derivatives, int from, int to);
  }

  /** Computes the outputs of an activation, or multiplies by its derivative. */
  interface OfActivation {

    /** Computes a term of x, and of the outputs y if the program knows them. */
    void run(float[] x, float[] y, float[] written, int from, int to);
  }

  /** A program of p and y that computes a value and a derivative. */
  static LateLoop<OfLoss> ofLoss(Program program) {
    return new LateLoop<>(program, LoopWriter::ofLoss);
  }

  /**
   * A program of an activation.
   *
   * @param inFloat whether it computes in single precision
   * @param multiplies whether it multiplies what is there
   */
  static LateLoop<OfActivation> ofActivation(Program program, boolean inFloat, boolean multiplies) {
    return new LateLoop<>(program, known -> LoopWriter.ofActivation(known, inFloat, multiplies));
  }

  /** The class file of the loop; empty if it would be too long. */
  byte[] file() {
    return writer.apply(program);
  }

  /** The loop, if it is there, for some more numbers. */
  Optional<T> forNext(int count) {
    if (!isDue) {
      // Threads that count at the same time may lose some; the bits are the same.
      numbers += count;
      if (numbers < PAYS_OFF) {
        return Optional.empty();
      }
      make();
    }
    return loop;
  }

  /**
   * Makes the loop, unless this Java takes no new classes. Threads that do so at the same time get
   * the same one.
   */
  @SuppressWarnings("unchecked") // The file implements the interface.
  Optional<T> make() {
    loop = (Optional<T>) HiddenClass.of(this::file);
    isDue = true;
    return loop;
  }
}

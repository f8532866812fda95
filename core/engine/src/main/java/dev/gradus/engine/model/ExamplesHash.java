package dev.gradus.engine.model;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.training.Experiment;
import dev.gradus.runtime.file.Sha256;
import dev.gradus.spi.AuxiliaryColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A SHA-256 of examples as the network sees them: inputs, targets, weights and auxiliary columns of
 * the training, validation and test splits, in their order, with their shapes.
 */
final class ExamplesHash {

  private static final int ROOM = 1 << 16;

  private final MessageDigest digest = Sha256.digest();
  private final ByteBuffer bytes = ByteBuffer.allocate(ROOM).order(ByteOrder.LITTLE_ENDIAN);

  private ExamplesHash() {}

  /** The hash in lower-case hexadecimal digits. */
  static String of(Experiment experiment) {
    ExamplesHash hash = new ExamplesHash();
    hash.add(experiment.training());
    experiment.validation().ifPresent(hash::add);
    experiment.test().ifPresent(hash::add);
    experiment.calibration().ifPresent(hash::add);
    hash.flush();
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void add(Examples examples) {
    add(examples.inputs());
    add(examples.targets());
    examples.weights().ifPresent(this::add);
    List<AuxiliaryColumn> columns = List.copyOf(examples.auxiliary().columns());
    for (double[] column : examples.auxiliary().of(columns)) {
      for (double number : column) {
        long bits = Double.doubleToRawLongBits(number);
        add((int) bits);
        add((int) (bits >>> Integer.SIZE));
      }
    }
  }

  private void add(MatrixRows matrix) {
    add(matrix.rows());
    add(matrix.columns());
    float[] row = new float[matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      matrix.copyRow(i, row, 0);
      for (float number : row) {
        add(Float.floatToRawIntBits(number));
      }
    }
  }

  private void add(int word) {
    if (bytes.remaining() < Integer.BYTES) {
      flush();
    }
    bytes.putInt(word);
  }

  private void flush() {
    digest.update(bytes.array(), 0, bytes.position());
    bytes.clear();
  }
}

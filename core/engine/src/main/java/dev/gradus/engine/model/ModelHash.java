package dev.gradus.engine.model;

import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A SHA-256 of everything that determines a model's predictions: its preparation, as in its file,
 * and the name, shape and bits of each tensor. It does not depend on how the model was trained.
 */
final class ModelHash {

  private ModelHash() {}

  /** The hash in lower-case hexadecimal digits. */
  static String of(Preparation preparation, Network network) {
    MessageDigest digest = Sha256.digest();
    digest.update(PreparationJson.write(preparation).getBytes(StandardCharsets.UTF_8));
    for (Parameter tensor : network.tensors()) {
      int rows = tensor.matrix().rows();
      int columns = tensor.matrix().columns();
      String head = "\n%s %s %s\n".formatted(tensor.name(), rows, columns);
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      ByteBuffer row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < rows; i++) {
        row.clear();
        row.asFloatBuffer().put(tensor.matrix().values(), i * columns, columns);
        digest.update(row.array());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

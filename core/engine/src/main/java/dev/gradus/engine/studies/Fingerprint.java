package dev.gradus.engine.studies;

import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.runtime.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The SHA-256 of all parameters of a network, to tell whether two networks are the same. */
public final class Fingerprint {

  private Fingerprint() {}

  /** The hash of the tensors of a network, in hexadecimal digits. */
  public static String of(Network network) {
    MessageDigest digest = Sha256.digest();
    for (Parameter tensor : network.tensors()) {
      digest.update(tensor.name().getBytes(StandardCharsets.UTF_8));
      float[] values = tensor.matrix().values();
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

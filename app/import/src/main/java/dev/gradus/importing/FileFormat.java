package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The formats of files, told from their first bytes. */
enum FileFormat {
  /** A protocol buffer. */
  ONNX,
  /** A zip archive. */
  KERAS,
  /** A header in JSON, and tensors. */
  SAFETENSORS;

  private static final String PICKLED =
      "this is a file of Python's pickle, which can run any code when it is read; save the weights as safetensors instead: from safetensors.torch import save_file; save_file(model.state_dict(), 'weights.safetensors')";

  private static final int BEGINNING = 1000;
  private static final int PICKLE_MARK = 0x80;
  private static final int NEWEST_PICKLE = 5;

  /**
   * The format of a file.
   *
   * @param name in lower case, for files that cannot be told from their bytes
   */
  static FileFormat of(byte[] bytes, String name) throws DamagedException {
    if (bytes.length == 0) {
      throw new DamagedException("the file is empty");
    }
    boolean isZip = startsWith(bytes, "PK\3\4");
    boolean isPickle =
        bytes.length > 1
            && (bytes[0] & 0xFF) == PICKLE_MARK
            && bytes[1] >= 2
            && bytes[1] <= NEWEST_PICKLE;
    if (isPickle
        || name.matches(".*\\.(pt|pth|pkl|pickle|ckpt|joblib)")
        || isZip && holds(bytes, "data.pkl")) {
      throw Refusal.of("%s", PICKLED);
    }
    if (startsWith(bytes, "\u0089HDF\r\n\u001a\n")) {
      throw Refusal.of(
          "this is an HDF5 file, not a .keras file; save the model again with Keras 3: model.save('model.keras')");
    }
    if (isZip) {
      return KERAS;
    }
    if (bytes.length > Long.BYTES && bytes[Long.BYTES] == '{') {
      return SAFETENSORS;
    }
    if (name.endsWith(".onnx")) {
      return ONNX;
    }
    if (name.endsWith(".keras")) {
      throw new DamagedException(
          "the file is not a zip archive, but a .keras file is one; it may be truncated");
    }
    if (name.endsWith(".safetensors")) {
      throw new DamagedException(
          "the file is not a safetensors file: its header does not begin with '{'");
    }
    if (bytes[0] == '\b') {
      return ONNX;
    }
    throw Refusal.of(
        "the file is neither ONNX, nor .keras, nor safetensors; export the network as one of them");
  }

  private static boolean startsWith(byte[] bytes, String text) {
    byte[] start = text.getBytes(ISO_8859_1);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** Whether a zip archive begins with a file of this name. */
  private static boolean holds(byte[] bytes, String name) {
    return new String(bytes, 0, Math.min(bytes.length, BEGINNING), ISO_8859_1).contains(name);
  }
}

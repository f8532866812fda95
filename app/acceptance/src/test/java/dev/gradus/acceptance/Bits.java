package dev.gradus.acceptance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Digests of trained models. */
final class Bits {

  private Bits() {}

  /** The content of a safetensors file without its header, which names versions and options. */
  static byte[] tensorsOf(byte[] file) {
    long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Math.toIntExact(Long.BYTES + header), file.length);
  }

  /** The SHA-256 of several arrays, one after the other. */
  static String digest(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

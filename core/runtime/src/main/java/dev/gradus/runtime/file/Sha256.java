package dev.gradus.runtime.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes what computes the SHA-256 of bytes. */
public final class Sha256 {

  private Sha256() {}

  /** A digest that has not seen any bytes yet. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.gradus.playground.instead.java.security;

import java.util.Arrays;

/**
 * SHA-256.
 *
 * @see <a href="https://doi.org/10.6028/NIST.FIPS.180-4">FIPS 180-4, section 6.2</a>
 */
public final class MessageDigest {

  private static final int BLOCK = 64;

  /** Where the length begins in the last block. */
  private static final int LENGTH_AT = 56;

  /** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  /** The same of the square roots of the first 8 primes. */
  private static final int[] START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private final int[] hash = START.clone();
  private final byte[] block = new byte[BLOCK];
  private final int[] w = new int[BLOCK];
  private long length;

  private MessageDigest() {}

  /** Starts a digest. */
  public static MessageDigest getInstance(String algorithm) {
    if (!algorithm.equals("SHA-256")) {
      throw new IllegalArgumentException("there is no " + algorithm + " here");
    }
    return new MessageDigest();
  }

  /** Adds bytes. */
  public void update(byte[] bytes) {
    for (byte each : bytes) {
      add(each);
    }
  }

  private void add(byte each) {
    int at = (int) (length % BLOCK);
    block[at] = each;
    length++;
    if (at == BLOCK - 1) {
      mix();
    }
  }

  /** The digest of all bytes, after which nothing can be added. */
  public byte[] digest() {
    long bits = Byte.SIZE * length;
    add((byte) 0x80);
    while (length % BLOCK != LENGTH_AT) {
      add((byte) 0);
    }
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      add((byte) (bits >>> shift));
    }
    byte[] digest = new byte[Integer.BYTES * hash.length];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (hash[i / 4] >>> (24 - i % 4 * 8));
    }
    return digest;
  }

  private void mix() {
    for (int t = 0; t < 16; t++) {
      w[t] =
          block[4 * t] << 24
              | (block[4 * t + 1] & 255) << 16
              | (block[4 * t + 2] & 255) << 8
              | block[4 * t + 3] & 255;
    }
    for (int t = 16; t < BLOCK; t++) {
      int a = w[t - 15];
      int b = w[t - 2];
      int s0 = Integer.rotateRight(a, 7) ^ Integer.rotateRight(a, 18) ^ a >>> 3;
      int s1 = Integer.rotateRight(b, 17) ^ Integer.rotateRight(b, 19) ^ b >>> 10;
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    int[] h = Arrays.copyOf(hash, hash.length);
    for (int t = 0; t < BLOCK; t++) {
      int e = h[4];
      int a = h[0];
      int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
      int t1 = h[7] + s1 + (e & h[5] ^ ~e & h[6]) + K[t] + w[t];
      int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
      int t2 = s0 + (a & h[1] ^ a & h[2] ^ h[1] & h[2]);
      System.arraycopy(h, 0, h, 1, h.length - 1);
      h[4] += t1;
      h[0] = t1 + t2;
    }
    for (int i = 0; i < hash.length; i++) {
      hash[i] += h[i];
    }
  }
}

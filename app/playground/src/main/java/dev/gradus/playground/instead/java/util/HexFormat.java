package dev.gradus.playground.instead.java.util;

/** Bytes in hexadecimal digits. */
public final class HexFormat {

  private static final HexFormat PLAIN = new HexFormat();

  private HexFormat() {}

  /** Lower-case digits without anything between them. */
  public static HexFormat of() {
    return PLAIN;
  }

  /** Two digits for each byte. */
  public String formatHex(byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    for (byte each : bytes) {
      digits
          .append(Character.forDigit(each >> 4 & 15, 16))
          .append(Character.forDigit(each & 15, 16));
    }
    return digits.toString();
  }
}

package dev.gradus.playground.instead.java.lang;

/**
 * The remainder of an angle after division by half of pi, as two numbers whose sum it is: {@code
 * __ieee754_rem_pio2} and {@code __kernel_rem_pio2} of fdlibm, whose licence is in {@link
 * StrictMath}.
 */
final class Reduction {

  /** 2/pi in pieces of 24 bits. */
  private static final int[] TWO_OVER_PI = {
    0xA2F983, 0x6E4E44, 0x1529FC, 0x2757D1, 0xF534DD, 0xC0DB62, 0x95993C, 0x439041, 0xFE5163,
    0xABDEBB, 0xC561B7, 0x246E3A, 0x424DD2, 0xE00649, 0x2EEA09, 0xD1921C, 0xFE1DEB, 0x1CB129,
    0xA73EE8, 0x8235F5, 0x2EBB44, 0x84E99C, 0x7026B4, 0x5F7E41, 0x3991D6, 0x398353, 0x39F49C,
    0x845F8B, 0xBDF928, 0x3B1FF8, 0x97FFDE, 0x05980F, 0xEF2F11, 0x8B5A0A, 0x6D1F6D, 0x367ECF,
    0x27CB09, 0xB74F46, 0x3F669E, 0x5FEA2D, 0x7527BA, 0xC7EBE5, 0xF17B3D, 0x0739F7, 0x8A5292,
    0xEA6BFB, 0x5FB11F, 0x8D5D08, 0x560330, 0x46FC7B, 0x6BABF0, 0xCFBC20, 0x9AF436, 0x1DA9E3,
    0x91615E, 0xE61B08, 0x659985, 0x5F14A0, 0x68408D, 0xFFD880, 0x4D7327, 0x310606, 0x1556CA,
    0x73A8C9, 0x60E27B, 0xC08C6B
  };

  /** Half of pi in pieces of 24 bits. */
  private static final double[] HALF_PI = {
    1.57079625129699707031e+00,
    7.54978941586159635335e-08,
    5.39030252995776476554e-15,
    3.28200341580791294123e-22,
    1.27065575308067607349e-29
  };

  private static final double TWO24 = 0x1p24;
  private static final double TWON24 = 0x1p-24;
  private static final double INVERSE = 6.36619772367581382433e-01;
  private static final double PIO2_1 = 1.57079632673412561417e+00;
  private static final double PIO2_1T = 6.07710050650619224932e-11;
  private static final double PIO2_2 = 6.07710050630396597660e-11;
  private static final double PIO2_2T = 2.02226624879595063154e-21;
  private static final double PIO2_3 = 2.02226624871116645580e-21;
  private static final double PIO2_3T = 8.47842766036889956997e-32;

  /** Pieces of an angle that the exact product with 2/pi has at first, less one. */
  private static final int PIECES = 4;

  private Reduction() {}

  private static int high(double x) {
    return (int) (Double.doubleToRawLongBits(x) >>> 32);
  }

  private static int exponent(double x) {
    return (high(x) >> 20) & 0x7ff;
  }

  /**
   * Takes multiples of half of pi off an angle.
   *
   * @param x finite, and above pi/4 in size
   * @param y the two parts of the remainder are written here
   * @return the number of multiples, modulo 8
   */
  static int byHalfPi(double x, double[] y) {
    int hx = high(x);
    int ix = hx & 0x7fffffff;
    if (ix < 0x4002d97c) {
      return once(x, ix, y);
    }
    int n = ix <= 0x413921fb ? some(Math.abs(x), ix, y) : many(x, ix, y);
    if (hx < 0) {
      y[0] = -y[0];
      y[1] = -y[1];
      return -n;
    }
    return n;
  }

  private static int once(double x, int ix, double[] y) {
    double sign = x > 0 ? 1 : -1;
    double z = x - sign * PIO2_1;
    double tail = PIO2_1T;
    if (ix == 0x3ff921fb) {
      z -= sign * PIO2_2;
      tail = PIO2_2T;
    }
    y[0] = z - sign * tail;
    y[1] = (z - y[0]) - sign * tail;
    return (int) sign;
  }

  private static int some(double size, int ix, double[] y) {
    int n = (int) (size * INVERSE + 0.5);
    double fn = n;
    double r = size - fn * PIO2_1;
    double w = fn * PIO2_1T;
    y[0] = r - w;
    if (n >= 32 || ix == high(n * (Math.PI / 2))) {
      int j = ix >> 20;
      if (j - exponent(y[0]) > 16) {
        double t = r;
        w = fn * PIO2_2;
        r = t - w;
        w = fn * PIO2_2T - ((t - r) - w);
        y[0] = r - w;
        if (j - exponent(y[0]) > 49) {
          t = r;
          w = fn * PIO2_3;
          r = t - w;
          w = fn * PIO2_3T - ((t - r) - w);
          y[0] = r - w;
        }
      }
    }
    y[1] = (r - y[0]) - w;
    return n;
  }

  private static int many(double x, int ix, double[] y) {
    int e0 = (ix >> 20) - 1046;
    double z =
        Double.longBitsToDouble(
            Double.doubleToRawLongBits(x) & 0xffffffffL | (long) (ix - (e0 << 20)) << 32);
    double[] pieces = new double[3];
    for (int i = 0; i < 2; i++) {
      pieces[i] = (int) z;
      z = (z - pieces[i]) * TWO24;
    }
    pieces[2] = z;
    int count = 3;
    while (pieces[count - 1] == 0) {
      count--;
    }
    return exactly(pieces, y, e0, count);
  }

  private static double scaled(double x, int power) {
    return x * Double.longBitsToDouble((long) (1023 + power) << 52);
  }

  private static int exactly(double[] x, double[] y, int e0, int count) {
    int jx = count - 1;
    int jv = Math.max(0, (e0 - 3) / 24);
    int q0 = e0 - 24 * (jv + 1);
    double[] f = new double[20];
    double[] q = new double[20];
    int[] iq = new int[20];
    for (int i = 0, j = jv - jx; i <= jx + PIECES; i++, j++) {
      f[i] = j < 0 ? 0 : TWO_OVER_PI[j];
    }
    for (int i = 0; i <= PIECES; i++) {
      q[i] = product(x, f, jx, i);
    }
    int jz = PIECES;
    int n;
    int ih;
    double z;
    while (true) {
      z = q[jz];
      for (int i = 0, j = jz; j > 0; i++, j--) {
        double fw = (int) (TWON24 * z);
        iq[i] = (int) (z - TWO24 * fw);
        z = q[j - 1] + fw;
      }
      z = scaled(z, q0);
      z -= 8.0 * Math.floor(z * 0.125);
      n = (int) z;
      z -= n;
      ih = 0;
      if (q0 > 0) {
        int i = iq[jz - 1] >> (24 - q0);
        n += i;
        iq[jz - 1] -= i << (24 - q0);
        ih = iq[jz - 1] >> (23 - q0);
      } else if (q0 == 0) {
        ih = iq[jz - 1] >> 23;
      } else if (z >= 0.5) {
        ih = 2;
      }
      if (ih > 0) {
        n += 1;
        boolean carry = complement(iq, jz);
        if (q0 == 1) {
          iq[jz - 1] &= 0x7fffff;
        } else if (q0 == 2) {
          iq[jz - 1] &= 0x3fffff;
        }
        if (ih == 2) {
          z = 1.0 - z;
          if (carry) {
            z -= scaled(1.0, q0);
          }
        }
      }
      if (z != 0 || !isZero(iq, jz)) {
        break;
      }
      int k = 1;
      while (iq[PIECES - k] == 0) {
        k++;
      }
      for (int i = jz + 1; i <= jz + k; i++) {
        f[jx + i] = TWO_OVER_PI[jv + i];
        q[i] = product(x, f, jx, i);
      }
      jz += k;
    }
    if (z == 0) {
      jz--;
      q0 -= 24;
      while (iq[jz] == 0) {
        jz--;
        q0 -= 24;
      }
    } else {
      z = scaled(z, -q0);
      if (z >= TWO24) {
        double fw = (int) (TWON24 * z);
        iq[jz] = (int) (z - TWO24 * fw);
        jz++;
        q0 += 24;
        iq[jz] = (int) fw;
      } else {
        iq[jz] = (int) z;
      }
    }
    double fw = scaled(1.0, q0);
    for (int i = jz; i >= 0; i--) {
      q[i] = fw * iq[i];
      fw *= TWON24;
    }
    double[] fq = new double[20];
    for (int i = jz; i >= 0; i--) {
      fw = 0;
      for (int k = 0; k <= PIECES && k <= jz - i; k++) {
        fw += HALF_PI[k] * q[i + k];
      }
      fq[jz - i] = fw;
    }
    fw = 0;
    for (int i = jz; i >= 0; i--) {
      fw += fq[i];
    }
    y[0] = ih == 0 ? fw : -fw;
    fw = fq[0] - fw;
    for (int i = 1; i <= jz; i++) {
      fw += fq[i];
    }
    y[1] = ih == 0 ? fw : -fw;
    return n & 7;
  }

  private static double product(double[] x, double[] f, int jx, int i) {
    double sum = 0;
    for (int j = 0; j <= jx; j++) {
      sum += x[j] * f[jx + i - j];
    }
    return sum;
  }

  private static boolean complement(int[] iq, int jz) {
    boolean carry = false;
    for (int i = 0; i < jz; i++) {
      if (carry) {
        iq[i] = 0xffffff - iq[i];
      } else if (iq[i] != 0) {
        carry = true;
        iq[i] = 0x1000000 - iq[i];
      }
    }
    return carry;
  }

  private static boolean isZero(int[] iq, int jz) {
    int all = 0;
    for (int i = jz - 1; i >= PIECES; i--) {
      all |= iq[i];
    }
    return all == 0;
  }
}

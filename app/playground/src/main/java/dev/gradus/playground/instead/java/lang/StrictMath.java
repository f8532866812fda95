package dev.gradus.playground.instead.java.lang;

/**
 * The elementary functions with the bits of Java's {@code StrictMath}, which specifies them as
 * those of fdlibm 5.3; a browser's own differ in the last digit.
 *
 * <p>Each is a translation of the C code of fdlibm, whose licence says: "Copyright (C) 1993 by Sun
 * Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved."
 */
public final class StrictMath {

  private static final double HUGE = 1e300;
  private static final double TINY = 1e-300;
  private static final double TWO54 = 0x1p54;

  private static final double LN2_HIGH = 6.93147180369123816490e-01;
  private static final double LN2_LOW = 1.90821492927058770002e-10;
  private static final double INVERSE_LN2 = 1.44269504088896338700e+00;

  private StrictMath() {}

  private static int high(double x) {
    return (int) (Double.doubleToRawLongBits(x) >>> 32);
  }

  private static int low(double x) {
    return (int) Double.doubleToRawLongBits(x);
  }

  private static double withHigh(double x, int high) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffffL | (long) high << 32);
  }

  private static double withoutLow(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffff00000000L);
  }

  private static double ofHigh(int high) {
    return Double.longBitsToDouble((long) high << 32);
  }

  /** The square root, which is exact. */
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /** The absolute value. */
  public static double abs(double x) {
    return Math.abs(x);
  }

  private static final double EXP_END = 7.09782712893383973096e+02;
  private static final double EXP_UNDERFLOW = -7.45133219101941108420e+02;
  private static final double P1 = 1.66666666666666019037e-01;
  private static final double P2 = -2.77777777770155933842e-03;
  private static final double P3 = 6.61375632143793436117e-05;
  private static final double P4 = -1.65339022054652515390e-06;
  private static final double P5 = 4.13813679705723846039e-08;

  /** e to the power of x. */
  public static double exp(double x) {
    double rest = x;
    double low = 0;
    double high = 0;
    int k = 0;
    boolean negative = high(x) < 0;
    int hx = high(x) & 0x7fffffff;
    if (hx >= 0x40862E42) {
      if (hx >= 0x7ff00000) {
        if (Double.isNaN(x)) {
          return x + x;
        }
        return negative ? 0 : x;
      }
      if (x > EXP_END) {
        return Double.POSITIVE_INFINITY;
      }
      if (x < EXP_UNDERFLOW) {
        return 0;
      }
    }
    if (hx > 0x3fd62e42) {
      if (hx < 0x3FF0A2B2) {
        high = x - (negative ? -LN2_HIGH : LN2_HIGH);
        low = negative ? -LN2_LOW : LN2_LOW;
        k = negative ? -1 : 1;
      } else {
        k = (int) (INVERSE_LN2 * x + (negative ? -0.5 : 0.5));
        high = x - k * LN2_HIGH;
        low = k * LN2_LOW;
      }
      rest = high - low;
    } else if (hx < 0x3e300000) {
      if (HUGE + x > 1) {
        return 1 + x;
      }
    }
    double t = rest * rest;
    double c = rest - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
    if (k == 0) {
      return 1 - ((rest * c) / (c - 2.0) - rest);
    }
    double y = 1 - ((low - (rest * c) / (2.0 - c)) - high);
    if (k >= -1021) {
      return k == 1024 ? y * 2.0 * 0x1p1023 : withHigh(y, high(y) + (k << 20));
    }
    return withHigh(y, high(y) + ((k + 1000) << 20)) * 0x1p-1000;
  }

  private static final double LG1 = 6.666666666666735130e-01;
  private static final double LG2 = 3.999999999940941908e-01;
  private static final double LG3 = 2.857142874366239149e-01;
  private static final double LG4 = 2.222219843214978396e-01;
  private static final double LG5 = 1.818357216161805012e-01;
  private static final double LG6 = 1.531383769920937332e-01;
  private static final double LG7 = 1.479819860511658591e-01;

  /** The natural logarithm. */
  public static double log(double value) {
    double x = value;
    int hx = high(x);
    int k = 0;
    if (hx < 0x00100000) {
      if (x == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      if (hx < 0) {
        return Double.NaN;
      }
      k -= 54;
      x *= TWO54;
      hx = high(x);
    }
    if (hx >= 0x7ff00000) {
      return x + x;
    }
    k += (hx >> 20) - 1023;
    hx &= 0x000fffff;
    int i = (hx + 0x95f64) & 0x100000;
    x = withHigh(x, hx | (i ^ 0x3ff00000));
    k += i >> 20;
    double f = x - 1.0;
    double dk = k;
    if ((0x000fffff & (2 + hx)) < 3) {
      if (f == 0) {
        return k == 0 ? 0 : dk * LN2_HIGH + dk * LN2_LOW;
      }
      double r = f * f * (0.5 - 0.33333333333333333 * f);
      return k == 0 ? f - r : dk * LN2_HIGH - ((r - dk * LN2_LOW) - f);
    }
    double s = f / (2.0 + f);
    double z = s * s;
    i = hx - 0x6147a;
    double w = z * z;
    int j = 0x6b851 - hx;
    double t1 = w * (LG2 + w * (LG4 + w * LG6));
    double t2 = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
    i |= j;
    double r = t2 + t1;
    if (i > 0) {
      double half = 0.5 * f * f;
      return k == 0
          ? f - (half - s * (half + r))
          : dk * LN2_HIGH - ((half - (s * (half + r) + dk * LN2_LOW)) - f);
    }
    return k == 0 ? f - s * (f - r) : dk * LN2_HIGH - ((s * (f - r) - dk * LN2_LOW) - f);
  }

  private static final double INVERSE_LN10 = 4.34294481903251816668e-01;
  private static final double LOG10_2_HIGH = 3.01029995663611771306e-01;
  private static final double LOG10_2_LOW = 3.69423907715893078616e-13;

  /** The logarithm to the base 10. */
  public static double log10(double value) {
    double x = value;
    int hx = high(x);
    int k = 0;
    if (hx < 0x00100000) {
      if (x == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      if (hx < 0) {
        return Double.NaN;
      }
      k -= 54;
      x *= TWO54;
      hx = high(x);
    }
    if (hx >= 0x7ff00000) {
      return x + x;
    }
    k += (hx >> 20) - 1023;
    int i = (k & 0x80000000) >>> 31;
    hx = (hx & 0x000fffff) | ((0x3ff - i) << 20);
    double y = k + i;
    x = withHigh(x, hx);
    double z = y * LOG10_2_LOW + INVERSE_LN10 * log(x);
    return z + y * LOG10_2_HIGH;
  }

  private static final double LP1 = 6.666666666666735130e-01;
  private static final double LP2 = 3.999999999940941908e-01;
  private static final double LP3 = 2.857142874366239149e-01;
  private static final double LP4 = 2.222219843214978396e-01;
  private static final double LP5 = 1.818357216161805012e-01;
  private static final double LP6 = 1.531383769920937332e-01;
  private static final double LP7 = 1.479819860511658591e-01;

  /** log(1 + x). */
  public static double log1p(double x) {
    int hx = high(x);
    int ax = hx & 0x7fffffff;
    int k = 1;
    double f = 0;
    int hu = 1;
    double c = 0;
    if (hx < 0x3FDA827A) {
      if (ax >= 0x3ff00000) {
        return x == -1.0 ? Double.NEGATIVE_INFINITY : Double.NaN;
      }
      if (ax < 0x3e200000) {
        return ax < 0x3c900000 ? x : x - x * x * 0.5;
      }
      if (hx > 0 || hx <= 0xbfd2bec3) {
        k = 0;
        f = x;
        hu = 1;
      }
    }
    if (hx >= 0x7ff00000) {
      return x + x;
    }
    if (k != 0) {
      double u;
      if (hx < 0x43400000) {
        u = 1.0 + x;
        hu = high(u);
        k = (hu >> 20) - 1023;
        c = k > 0 ? 1.0 - (u - x) : x - (u - 1.0);
        c /= u;
      } else {
        u = x;
        hu = high(u);
        k = (hu >> 20) - 1023;
        c = 0;
      }
      hu &= 0x000fffff;
      if (hu < 0x6a09e) {
        u = withHigh(u, hu | 0x3ff00000);
      } else {
        k += 1;
        u = withHigh(u, hu | 0x3fe00000);
        hu = (0x00100000 - hu) >> 2;
      }
      f = u - 1.0;
    }
    double half = 0.5 * f * f;
    if (hu == 0) {
      if (f == 0) {
        return k == 0 ? 0 : k * LN2_HIGH + (c + k * LN2_LOW);
      }
      double r = half * (1.0 - 0.66666666666666666 * f);
      return k == 0 ? f - r : k * LN2_HIGH - ((r - (k * LN2_LOW + c)) - f);
    }
    double s = f / (2.0 + f);
    double z = s * s;
    double r = z * (LP1 + z * (LP2 + z * (LP3 + z * (LP4 + z * (LP5 + z * (LP6 + z * LP7))))));
    return k == 0
        ? f - (half - s * (half + r))
        : k * LN2_HIGH - ((half - (s * (half + r) + (k * LN2_LOW + c))) - f);
  }

  private static final double Q1 = -3.33333333333331316428e-02;
  private static final double Q2 = 1.58730158725481460165e-03;
  private static final double Q3 = -7.93650757867487942473e-05;
  private static final double Q4 = 4.00821782732936239552e-06;
  private static final double Q5 = -2.01099218183624371326e-07;

  /** exp(x) - 1. */
  public static double expm1(double value) {
    double x = value;
    boolean negative = high(x) < 0;
    int hx = high(x) & 0x7fffffff;
    if (hx >= 0x4043687A) {
      if (hx >= 0x40862E42) {
        if (hx >= 0x7ff00000) {
          if (Double.isNaN(x)) {
            return x + x;
          }
          return negative ? -1.0 : x;
        }
        if (x > EXP_END) {
          return Double.POSITIVE_INFINITY;
        }
      }
      if (negative) {
        return TINY - 1.0;
      }
    }
    double c = 0;
    int k = 0;
    if (hx > 0x3fd62e42) {
      double high;
      double low;
      if (hx < 0x3FF0A2B2) {
        high = negative ? x + LN2_HIGH : x - LN2_HIGH;
        low = negative ? -LN2_LOW : LN2_LOW;
        k = negative ? -1 : 1;
      } else {
        k = (int) (INVERSE_LN2 * x + (negative ? -0.5 : 0.5));
        high = x - k * LN2_HIGH;
        low = k * LN2_LOW;
      }
      x = high - low;
      c = (high - x) - low;
    } else if (hx < 0x3c900000) {
      return x;
    }
    double half = 0.5 * x;
    double hxs = x * half;
    double r1 = 1.0 + hxs * (Q1 + hxs * (Q2 + hxs * (Q3 + hxs * (Q4 + hxs * Q5))));
    double t = 3.0 - r1 * half;
    double e = hxs * ((r1 - t) / (6.0 - x * t));
    if (k == 0) {
      return x - (x * e - hxs);
    }
    e = x * (e - c) - c;
    e -= hxs;
    if (k == -1) {
      return 0.5 * (x - e) - 0.5;
    }
    if (k == 1) {
      return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
    }
    double y;
    if (k <= -2 || k > 56) {
      y = 1.0 - (e - x);
      y = k == 1024 ? y * 2.0 * 0x1p1023 : withHigh(y, high(y) + (k << 20));
      return y - 1.0;
    }
    if (k < 20) {
      t = ofHigh(0x3ff00000 - (0x200000 >> k));
      y = t - (e - x);
    } else {
      t = ofHigh((0x3ff - k) << 20);
      y = x - (e + t);
      y += 1.0;
    }
    return withHigh(y, high(y) + (k << 20));
  }

  /** The hyperbolic tangent. */
  public static double tanh(double x) {
    int jx = high(x);
    int ix = jx & 0x7fffffff;
    if (ix >= 0x7ff00000) {
      return jx >= 0 ? 1.0 / x + 1.0 : 1.0 / x - 1.0;
    }
    double z;
    if (ix < 0x40360000) {
      if (ix < 0x3c800000) {
        return x * (1.0 + x);
      }
      if (ix >= 0x3ff00000) {
        double t = expm1(2.0 * Math.abs(x));
        z = 1.0 - 2.0 / (t + 2.0);
      } else {
        double t = expm1(-2.0 * Math.abs(x));
        z = -t / (t + 2.0);
      }
    } else {
      z = 1.0 - TINY;
    }
    return jx >= 0 ? z : -z;
  }

  private static final double LARGEST = 7.10475860073943863426e+02;

  /** The hyperbolic sine. */
  public static double sinh(double x) {
    int jx = high(x);
    int ix = jx & 0x7fffffff;
    if (ix >= 0x7ff00000) {
      return x + x;
    }
    double h = jx < 0 ? -0.5 : 0.5;
    double size = Math.abs(x);
    if (ix < 0x40360000) {
      if (ix < 0x3e300000) {
        return x;
      }
      double t = expm1(size);
      return ix < 0x3ff00000 ? h * (2.0 * t - t * t / (t + 1.0)) : h * (t + t / (t + 1.0));
    }
    if (ix < 0x40862E42) {
      return h * exp(size);
    }
    if (size <= LARGEST) {
      double w = exp(0.5 * size);
      double t = h * w;
      return t * w;
    }
    return x * Double.POSITIVE_INFINITY;
  }

  /** The hyperbolic cosine. */
  public static double cosh(double x) {
    int ix = high(x) & 0x7fffffff;
    if (ix >= 0x7ff00000) {
      return x * x;
    }
    double size = Math.abs(x);
    if (ix < 0x3fd62e43) {
      double t = expm1(size);
      double w = 1.0 + t;
      return ix < 0x3c800000 ? w : 1.0 + (t * t) / (w + w);
    }
    if (ix < 0x40360000) {
      double t = exp(size);
      return 0.5 * t + 0.5 / t;
    }
    if (ix < 0x40862E42) {
      return 0.5 * exp(size);
    }
    if (size <= LARGEST) {
      double w = exp(0.5 * size);
      double t = 0.5 * w;
      return t * w;
    }
    return Double.POSITIVE_INFINITY;
  }

  private static final double[] BP = {1.0, 1.5};
  private static final double[] DP_HIGH = {0.0, 5.84962487220764160156e-01};
  private static final double[] DP_LOW = {0.0, 1.35003920212974897128e-08};
  private static final double L1 = 5.99999999999994648725e-01;
  private static final double L2 = 4.28571428578550184252e-01;
  private static final double L3 = 3.33333329818377432918e-01;
  private static final double L4 = 2.72728123808534006489e-01;
  private static final double L5 = 2.30660745775561754067e-01;
  private static final double L6 = 2.06975017800338417784e-01;
  private static final double LG_2 = 6.93147180559945286227e-01;
  private static final double LG_2_HIGH = 6.93147182464599609375e-01;
  private static final double LG_2_LOW = -1.90465429995776804525e-09;
  private static final double OVERFLOW = 8.0085662595372944372e-0017;
  private static final double CP = 9.61796693925975554329e-01;
  private static final double CP_HIGH = 9.61796700954437255859e-01;
  private static final double CP_LOW = -7.02846165095275826516e-09;
  private static final double IVLN2 = 1.44269504088896338700e+00;
  private static final double IVLN2_HIGH = 1.44269502162933349609e+00;
  private static final double IVLN2_LOW = 1.92596299112661746887e-08;

  /** x to the power of y. */
  public static double pow(double x, double y) {
    if (y == 0.0) {
      return 1.0;
    }
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return x + y;
    }
    int hx = high(x);
    int lx = low(x);
    int hy = high(y);
    int ly = low(y);
    int ix = hx & 0x7fffffff;
    int iy = hy & 0x7fffffff;
    int yisint = 0;
    if (hx < 0) {
      if (iy >= 0x43400000) {
        yisint = 2;
      } else if (iy >= 0x3ff00000) {
        int k = (iy >> 20) - 0x3ff;
        if (k > 20) {
          int j = ly >>> (52 - k);
          if ((j << (52 - k)) == ly) {
            yisint = 2 - (j & 1);
          }
        } else if (ly == 0) {
          int j = iy >> (20 - k);
          if ((j << (20 - k)) == iy) {
            yisint = 2 - (j & 1);
          }
        }
      }
    }
    if (ly == 0) {
      if (iy == 0x7ff00000) {
        if (((ix - 0x3ff00000) | lx) == 0) {
          return Double.NaN;
        }
        if (ix >= 0x3ff00000) {
          return hy >= 0 ? y : 0;
        }
        return hy < 0 ? -y : 0;
      }
      if (iy == 0x3ff00000) {
        return hy < 0 ? 1.0 / x : x;
      }
      if (hy == 0x40000000) {
        return x * x;
      }
      if (hy == 0x3fe00000 && hx >= 0) {
        return Math.sqrt(x);
      }
    }
    double ax = Math.abs(x);
    if (lx == 0 && (ix == 0x7ff00000 || ix == 0 || ix == 0x3ff00000)) {
      double z = hy < 0 ? 1.0 / ax : ax;
      if (hx < 0) {
        if (((ix - 0x3ff00000) | yisint) == 0) {
          z = Double.NaN;
        } else if (yisint == 1) {
          z = -z;
        }
      }
      return z;
    }
    int n = (hx >> 31) + 1;
    if ((n | yisint) == 0) {
      return Double.NaN;
    }
    double s = (n | (yisint - 1)) == 0 ? -1.0 : 1.0;
    double t1;
    double t2;
    if (iy > 0x41e00000) {
      if (iy > 0x43f00000) {
        if (ix <= 0x3fefffff) {
          return hy < 0 ? Double.POSITIVE_INFINITY : 0;
        }
        if (ix >= 0x3ff00000) {
          return hy > 0 ? Double.POSITIVE_INFINITY : 0;
        }
      }
      if (ix < 0x3fefffff) {
        return hy < 0 ? s * HUGE * HUGE : s * TINY * TINY;
      }
      if (ix > 0x3ff00000) {
        return hy > 0 ? s * HUGE * HUGE : s * TINY * TINY;
      }
      double t = ax - 1.0;
      double w = (t * t) * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
      double u = IVLN2_HIGH * t;
      double v = t * IVLN2_LOW - w * IVLN2;
      t1 = withoutLow(u + v);
      t2 = v - (t1 - u);
    } else {
      n = 0;
      if (ix < 0x00100000) {
        ax *= 0x1p53;
        n -= 53;
        ix = high(ax);
      }
      n += (ix >> 20) - 0x3ff;
      int j = ix & 0x000fffff;
      ix = j | 0x3ff00000;
      int k;
      if (j <= 0x3988E) {
        k = 0;
      } else if (j < 0xBB67A) {
        k = 1;
      } else {
        k = 0;
        n += 1;
        ix -= 0x00100000;
      }
      ax = withHigh(ax, ix);
      double u = ax - BP[k];
      double v = 1.0 / (ax + BP[k]);
      double ss = u * v;
      double sHigh = withoutLow(ss);
      double tHigh = ofHigh(((ix >> 1) | 0x20000000) + 0x00080000 + (k << 18));
      double tLow = ax - (tHigh - BP[k]);
      double sLow = v * ((u - sHigh * tHigh) - sHigh * tLow);
      double s2 = ss * ss;
      double r = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6)))));
      r += sLow * (sHigh + ss);
      s2 = sHigh * sHigh;
      tHigh = withoutLow(3.0 + s2 + r);
      tLow = r - ((tHigh - 3.0) - s2);
      u = sHigh * tHigh;
      v = sLow * tHigh + tLow * ss;
      double pHigh = withoutLow(u + v);
      double pLow = v - (pHigh - u);
      double zHigh = CP_HIGH * pHigh;
      double zLow = CP_LOW * pHigh + pLow * CP + DP_LOW[k];
      double t = n;
      t1 = withoutLow(((zHigh + zLow) + DP_HIGH[k]) + t);
      t2 = zLow - (((t1 - t) - DP_HIGH[k]) - zHigh);
    }
    double y1 = withoutLow(y);
    double pLow = (y - y1) * t1 + y * t2;
    double pHigh = y1 * t1;
    double z = pLow + pHigh;
    int j = high(z);
    int i = low(z);
    if (j >= 0x40900000) {
      if (((j - 0x40900000) | i) != 0) {
        return s * HUGE * HUGE;
      }
      if (pLow + OVERFLOW > z - pHigh) {
        return s * HUGE * HUGE;
      }
    } else if ((j & 0x7fffffff) >= 0x4090cc00) {
      if (((j - 0xc090cc00) | i) != 0) {
        return s * TINY * TINY;
      }
      if (pLow <= z - pHigh) {
        return s * TINY * TINY;
      }
    }
    i = j & 0x7fffffff;
    int k = (i >> 20) - 0x3ff;
    n = 0;
    if (i > 0x3fe00000) {
      n = j + (0x00100000 >> (k + 1));
      k = ((n & 0x7fffffff) >> 20) - 0x3ff;
      double t = ofHigh(n & ~(0x000fffff >> k));
      n = ((n & 0x000fffff) | 0x00100000) >> (20 - k);
      if (j < 0) {
        n = -n;
      }
      pHigh -= t;
    }
    double t = withoutLow(pLow + pHigh);
    double u = t * LG_2_HIGH;
    double v = (pLow - (t - pHigh)) * LG_2 + t * LG_2_LOW;
    z = u + v;
    double w = v - (z - u);
    t = z * z;
    t1 = z - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
    double r = (z * t1) / (t1 - 2.0) - (w + z * w);
    z = 1.0 - (r - z);
    j = high(z) + (n << 20);
    if ((j >> 20) <= 0) {
      z = withHigh(z, high(z) + ((n + 54) << 20)) * 0x1p-54;
    } else {
      z = withHigh(z, j);
    }
    return s * z;
  }

  private static final double S1 = -1.66666666666666324348e-01;
  private static final double S2 = 8.33333333332248946124e-03;
  private static final double S3 = -1.98412698298579493134e-04;
  private static final double S4 = 2.75573137070700676789e-06;
  private static final double S5 = -2.50507602534068634195e-08;
  private static final double S6 = 1.58969099521155010221e-10;

  private static double kernelSin(double x, double y, boolean hasTail) {
    int ix = high(x) & 0x7fffffff;
    if (ix < 0x3e400000 && (int) x == 0) {
      return x;
    }
    double z = x * x;
    double v = z * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    return hasTail ? x - ((z * (0.5 * y - v * r) - y) - v * S1) : x + v * (S1 + z * r);
  }

  private static final double C1 = 4.16666666666666019037e-02;
  private static final double C2 = -1.38888888888741095749e-03;
  private static final double C3 = 2.48015872894767294178e-05;
  private static final double C4 = -2.75573143513906633035e-07;
  private static final double C5 = 2.08757232129817482790e-09;
  private static final double C6 = -1.13596475577881948265e-11;

  private static double kernelCos(double x, double y) {
    int ix = high(x) & 0x7fffffff;
    if (ix < 0x3e400000 && (int) x == 0) {
      return 1.0;
    }
    double z = x * x;
    double r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    if (ix < 0x3FD33333) {
      return 1.0 - (0.5 * z - (z * r - x * y));
    }
    double qx = ix > 0x3fe90000 ? 0.28125 : ofHigh(ix - 0x00200000);
    double half = 0.5 * z - qx;
    double a = 1.0 - qx;
    return a - (half - (z * r - x * y));
  }

  /** The sine. */
  public static double sin(double x) {
    int ix = high(x) & 0x7fffffff;
    if (ix <= 0x3fe921fb) {
      return kernelSin(x, 0, false);
    }
    if (ix >= 0x7ff00000) {
      return Double.NaN;
    }
    double[] y = new double[2];
    return switch (Reduction.byHalfPi(x, y) & 3) {
      case 0 -> kernelSin(y[0], y[1], true);
      case 1 -> kernelCos(y[0], y[1]);
      case 2 -> -kernelSin(y[0], y[1], true);
      default -> -kernelCos(y[0], y[1]);
    };
  }

  /** The cosine. */
  public static double cos(double x) {
    int ix = high(x) & 0x7fffffff;
    if (ix <= 0x3fe921fb) {
      return kernelCos(x, 0);
    }
    if (ix >= 0x7ff00000) {
      return Double.NaN;
    }
    double[] y = new double[2];
    return switch (Reduction.byHalfPi(x, y) & 3) {
      case 0 -> kernelCos(y[0], y[1]);
      case 1 -> -kernelSin(y[0], y[1], true);
      case 2 -> -kernelCos(y[0], y[1]);
      default -> kernelSin(y[0], y[1], true);
    };
  }

  private static final double[] ATAN_HIGH = {
    4.63647609000806093515e-01,
    7.85398163397448278999e-01,
    9.82793723247329054082e-01,
    1.57079632679489655800e+00
  };

  private static final double[] ATAN_LOW = {
    2.26987774529616870924e-17,
    3.06161699786838301793e-17,
    1.39033110312309984516e-17,
    6.12323399573676603587e-17
  };

  private static final double[] AT = {
    3.33333333333329318027e-01,
    -1.99999999998764832476e-01,
    1.42857142725034663711e-01,
    -1.11111104054623557880e-01,
    9.09088713343650656196e-02,
    -7.69187620504482999495e-02,
    6.66107313738753120669e-02,
    -5.83357013379057348645e-02,
    4.97687799461593236017e-02,
    -3.65315727442169155270e-02,
    1.62858201153657823623e-02
  };

  /** The arc tangent. */
  public static double atan(double value) {
    int hx = high(value);
    int ix = hx & 0x7fffffff;
    if (ix >= 0x44100000) {
      double end = ATAN_HIGH[3] + ATAN_LOW[3];
      return Double.isNaN(value) ? value : hx > 0 ? end : -end;
    }
    double x = Math.abs(value);
    int id;
    if (ix < 0x3fdc0000) {
      if (ix < 0x3e200000) {
        return value;
      }
      id = -1;
      x = value;
    } else if (ix < 0x3fe60000) {
      id = 0;
      x = (2.0 * x - 1.0) / (2.0 + x);
    } else if (ix < 0x3ff30000) {
      id = 1;
      x = (x - 1.0) / (x + 1.0);
    } else if (ix < 0x40038000) {
      id = 2;
      x = (x - 1.5) / (1.0 + 1.5 * x);
    } else {
      id = 3;
      x = -1.0 / x;
    }
    double z = x * x;
    double w = z * z;
    double s1 = z * (AT[0] + w * (AT[2] + w * (AT[4] + w * (AT[6] + w * (AT[8] + w * AT[10])))));
    double s2 = w * (AT[1] + w * (AT[3] + w * (AT[5] + w * (AT[7] + w * AT[9]))));
    if (id < 0) {
      return x - x * (s1 + s2);
    }
    double result = ATAN_HIGH[id] - ((x * (s1 + s2) - ATAN_LOW[id]) - x);
    return hx < 0 ? -result : result;
  }
}

package dev.gradus.engine.studies;

import dev.gradus.engine.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a network after some of its epochs, evenly spaced, and after the last one.
 *
 * <p>It records every epoch until it is full, then every second, every fourth, and so on, and drops
 * the others. So the number of epochs need not be known in advance.
 */
final class WeightPath {

  /** The maximum number of points, without the last. */
  static final int MOST = 32;

  private final Network network;
  private final List<Integer> epochs = new ArrayList<>();
  private final List<float[]> weights = new ArrayList<>();
  private final float[] last;
  private int lastEpoch;
  private int first;
  private int stride = 1;

  /** Creates an empty path. */
  WeightPath(Network network) {
    this.network = network;
    this.last = new float[Math.toIntExact(network.size())];
  }

  /** The approximate size in bytes. */
  static long bytes(long parameters) {
    return Float.BYTES * (MOST + 1L) * parameters;
  }

  /** Restarts with the current weights of the network. */
  void start(int epoch) {
    epochs.clear();
    weights.clear();
    first = epoch;
    stride = 1;
    add(epoch);
  }

  /** Records the weights of the network after an epoch. */
  void add(int epoch) {
    lastEpoch = epoch;
    Weights.copy(network, last);
    if ((epoch - first) % stride != 0) {
      return;
    }
    if (epochs.size() == MOST) {
      stride *= 2;
      for (int i = epochs.size() - 1; i >= 0; i--) {
        if ((epochs.get(i) - first) % stride != 0) {
          epochs.remove(i);
          weights.remove(i);
        }
      }
    }
    if ((epoch - first) % stride == 0) {
      epochs.add(epoch);
      weights.add(last.clone());
    }
  }

  /** The recorded epochs, ascending. */
  List<Integer> epochs() {
    List<Integer> all = new ArrayList<>(epochs);
    if (all.get(all.size() - 1) < lastEpoch) {
      all.add(lastEpoch);
    }
    return all;
  }

  /** The weights after these epochs. */
  List<float[]> weights() {
    List<float[]> all = new ArrayList<>(weights);
    if (epochs.get(epochs.size() - 1) < lastEpoch) {
      all.add(last);
    }
    return all;
  }

  /** Whether a weight was different after some of these epochs. */
  boolean moves() {
    return weights().stream().anyMatch(point -> !Arrays.equals(point, weights.get(0)));
  }

  /** Whether all weights were finite after all of these epochs. */
  boolean isFinite() {
    for (float[] point : weights()) {
      for (float weight : point) {
        if (!Float.isFinite(weight)) {
          return false;
        }
      }
    }
    return true;
  }
}

package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of a document, so that all are reported together. */
public final class Problems {

  /** The maximum number of reported problems; a hostile file could contain a million. */
  static final int MOST = 100;

  private final List<DetectedData> found = new ArrayList<>();

  /** A problem and its place. */
  public record DetectedData(Place place, String sentence) {}

  /** Adds a problem of the value at a path. The path is prepended unless the place contains it. */
  public void add(Place place, DocumentPath path, String sentence) {
    add(place, place.source().isValueAt(path) ? sentence : path.before(sentence));
  }

  /** Adds a problem. */
  public void add(Place place, String sentence) {
    if (!isFull()) {
      found.add(new DetectedData(place, sentence));
    }
  }

  /** The problems so far. */
  public List<DetectedData> all() {
    return List.copyOf(found);
  }

  /** Whether there are enough problems to stop. */
  public boolean isFull() {
    return found.size() == MOST;
  }

  /** Throws the problems, if there are any, in the order of their places. */
  public void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    List<Problem> problems = new ArrayList<>();
    found.stream()
        .sorted(Comparator.comparing(DetectedData::place))
        .forEach(one -> problems.add(new Problem(one.place.toString(), one.sentence)));
    if (isFull()) {
      problems.add(Problem.of("only the first " + MOST + " problems that were found are listed"));
    }
    throw new ConfigurationException(problems);
  }

  /** A problem after which reading cannot continue, reported alone. */
  static ConfigurationException fatal(Place place, String sentence) {
    return new ConfigurationException(new Problem(place.toString(), sentence));
  }
}

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

  /** A problem and where it is. */
  public record DetectedData(Place place, String sentence) {}

  /** Adds a problem of the value at a path, which is put in front unless the place says it. */
  public void add(Place place, DocumentPath path, String sentence) {
    add(place, place.source().isValueAt(path) ? sentence : path.before(sentence));
  }

  /** Adds a problem. */
  public void add(Place place, String sentence) {
    if (!isFull()) {
      found.add(new DetectedData(place, sentence));
    }
  }

  /** What was found until now. */
  public List<DetectedData> all() {
    return List.copyOf(found);
  }

  /** Whether there are so many that further ones are not needed. */
  public boolean isFull() {
    return found.size() == MOST;
  }

  /** Reports what was found, in the order of the places, if anything was. */
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

  /** A problem that leaves nothing to go on with, reported alone. */
  static ConfigurationException fatal(Place place, String sentence) {
    return new ConfigurationException(new Problem(place.toString(), sentence));
  }
}

package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the path of a setting into steps. */
public final class PathSteps {

  /** A key, quoted or not, or an index of a list; after the first step a key follows a dot. */
  private static final Pattern STEP =
      Pattern.compile(
          "(?<dot>\\.?)(?:\"(?<quoted>[^\"]+)\"|(?<key>[^.\\[\\]\"=]+)|\\[(?<index>\\d{1,6})\\])");

  /** One step down. */
  public sealed interface Step {}

  /** A step to the value of a key. */
  public record Key(String name) implements Step {}

  /** A step to an element of a list. */
  public record Index(int index) implements Step {}

  private PathSteps() {}

  /** The position of the first equals sign outside quotes; negative if there is none. */
  public static int endOfPath(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == '=' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The steps of a path, at least one, the first of which is a key.
   *
   * @throws ConfigurationException if it is malformed
   */
  public static List<Step> of(String path) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (steps.size() <= NodeReader.MAX_DEPTH && matcher.region(end, path.length()).lookingAt()) {
      boolean isIndex = matcher.group("index") != null;
      boolean wantsDot = !steps.isEmpty() && !isIndex;
      if (wantsDot != !matcher.group("dot").isEmpty() || (steps.isEmpty() && isIndex)) {
        break;
      }
      steps.add(isIndex ? new Index(Integer.parseInt(matcher.group("index"))) : key(matcher));
      end = matcher.end();
    }
    if (end < path.length() || steps.isEmpty() || steps.size() > NodeReader.MAX_DEPTH) {
      throw malformed(path, end);
    }
    return steps;
  }

  private static Key key(Matcher matcher) {
    String quoted = matcher.group("quoted");
    return new Key(quoted != null ? quoted : matcher.group("key"));
  }

  private static ConfigurationException malformed(String path, int end) {
    String found =
        path.isEmpty()
            ? "there is no path before the equals sign"
            : "the path cannot be understood from " + Quoting.quote(path.substring(end)) + " on";
    return new ConfigurationException(
        new Problem(
            Source.nameOf(path),
            found + "; a path consists of keys and list indexes, such as network[0].dense.units"));
  }
}

package dev.gradus.engine.binding;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.yaml.DocumentPath;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The differences between two configurations, each with its path in the document. */
public final class ConfigurationDifferences {

  private final String former;
  private final String latter;
  private final Set<String> ignored;
  private final List<String> found = new ArrayList<>();

  private ConfigurationDifferences(String former, String latter, Set<String> ignored) {
    this.former = former;
    this.latter = latter;
    this.ignored = ignored;
  }

  /**
   * Compares.
   *
   * @param one a configuration
   * @param formerly the word after a value of the first, such as {@code then}
   * @param other a configuration
   * @param now the word after a value of the second
   * @param ignored paths, such as {@code training.epochs}, that are not compared
   * @return a phrase for each, such as {@code training.seed (7 then, 8 now)}
   * @throws ConfigurationException if one of them cannot be written
   */
  public static List<String> between(
      Configuration one, String formerly, Configuration other, String now, Set<String> ignored) {
    ConfigurationDifferences differences = new ConfigurationDifferences(formerly, now, ignored);
    Unbinder unbinder = new Unbinder(UnaryOperator.identity(), false);
    differences.compare(unbinder.unbind(one), unbinder.unbind(other), DocumentPath.ROOT);
    return List.copyOf(differences.found);
  }

  private void compare(Node one, Node other, DocumentPath path) {
    if (ignored.contains(path.text())) {
      return;
    }
    if (one instanceof Node.Mapping mapping && other instanceof Node.Mapping otherMapping) {
      compare(mapping.entries(), otherMapping.entries(), path);
    } else if (one instanceof Node.Sequence list
        && other instanceof Node.Sequence otherList
        && list.elements().size() == otherList.elements().size()) {
      for (int i = 0; i < list.elements().size(); i++) {
        compare(list.elements().get(i), otherList.elements().get(i), path.index(i));
      }
    } else if (!NodeWriter.inOneLine(one).equals(NodeWriter.inOneLine(other))) {
      found.add(
          "%s (%s %s, %s %s)".formatted(path.text(), shown(one), former, shown(other), latter));
    }
  }

  private void compare(
      Map<String, Node.Entry> one, Map<String, Node.Entry> other, DocumentPath path) {
    Set<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    for (String key : keys) {
      DocumentPath below = path.key(key);
      Optional<Node.Entry> entry = Optional.ofNullable(one.get(key));
      Optional<Node.Entry> otherEntry = Optional.ofNullable(other.get(key));
      if (entry.isPresent() && otherEntry.isPresent()) {
        compare(entry.get().value(), otherEntry.get().value(), below);
      } else if (!ignored.contains(below.text())) {
        found.add("%s (only %s)".formatted(below.text(), entry.isPresent() ? former : latter));
      }
    }
  }

  private static String shown(Node node) {
    return node instanceof Node.Sequence list
        ? list.elements().size() + " of them"
        : Quoting.shorten(NodeWriter.inOneLine(node));
  }
}

package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;

/**
 * A value of any kind that YAML can write. As for a setting, its type is only determined by the
 * place that it is put into.
 *
 * <p>Two values are equal if they have the same content: {@code [1, 2]} in one line or in two.
 */
public final class YamlValue {

  private final Node node;
  private final String text;

  private YamlValue(Node node) {
    this.node = node;
    this.text = NodeWriter.value(node);
  }

  /**
   * Reads a value.
   *
   * @param yaml such as {@code 0.5} or {@code {huber: {delta: 2}}}
   * @throws ConfigurationException if it is not YAML, or uses a feature that is refused in files
   */
  public static YamlValue of(String yaml) {
    requireNonNull(yaml, "yaml must not be null");
    Problems problems = new Problems();
    Node node = new NodeReader(yaml, Source.file("the value", Path.of("")), problems).readValue();
    problems.throwIfAny();
    return new YamlValue(node);
  }

  /** The value before it has a type. */
  Node node() {
    return node;
  }

  /** As YAML, in one line. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof YamlValue value && value.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

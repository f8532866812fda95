package dev.gradus.importing;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of an ONNX graph.
 *
 * @param name its name, or that of its first output
 * @param operator with the domain in front, if it is not that of ONNX itself
 * @param inputs names of values; empty for one that is left out
 * @param outputs names of values
 * @param attributes by name
 */
record OnnxNode(
    String name,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, ProtoMessage> attributes) {

  private static final int REAL = 2;
  private static final int NUMBER = 3;
  private static final int TEXT = 4;
  private static final int TENSOR = 5;
  private static final int REALS = 7;
  private static final int NUMBERS = 8;
  private static final int TEXTS = 9;

  static OnnxNode of(ProtoMessage node) throws DamagedException {
    Map<String, ProtoMessage> attributes = new HashMap<>();
    for (ProtoMessage attribute : node.messages(5)) {
      attributes.put(attribute.text(1), attribute);
    }
    List<String> outputs = node.texts(2);
    if (outputs.isEmpty()) {
      throw ProtoMessage.damaged();
    }
    String domain = node.text(7);
    boolean isOwn = domain.isEmpty() || domain.equals("ai.onnx");
    return new OnnxNode(
        node.text(3).isEmpty() ? outputs.get(0) : node.text(3),
        isOwn ? node.text(4) : domain + "." + node.text(4),
        node.texts(1),
        outputs,
        attributes);
  }

  /** Its name in messages, such as {@code node 'relu_1' (Relu)}. */
  String called() {
    return "node '%s' (%s)".formatted(name, operator);
  }

  /** The only output that is imported. */
  String output() {
    return outputs.get(0);
  }

  private ProtoMessage attribute(String name) {
    return requireNonNull(attributes.get(name));
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  double real(String attribute, double otherwise) throws DamagedException {
    return has(attribute) ? attribute(attribute).real(REAL, 0) : otherwise;
  }

  long number(String attribute, long otherwise) throws DamagedException {
    return has(attribute) ? attribute(attribute).number(NUMBER, 0) : otherwise;
  }

  String text(String attribute, String otherwise) throws DamagedException {
    return has(attribute) ? attribute(attribute).text(TEXT) : otherwise;
  }

  List<Long> numbers(String attribute, List<Long> otherwise) throws DamagedException {
    return has(attribute) ? attribute(attribute).numbers(NUMBERS) : otherwise;
  }

  float[] reals(String attribute) throws DamagedException {
    return has(attribute) ? attribute(attribute).reals(REALS) : new float[0];
  }

  List<String> texts(String attribute) throws DamagedException {
    return has(attribute) ? attribute(attribute).texts(TEXTS) : List.of();
  }

  Optional<OnnxTensor> tensor(String attribute) throws DamagedException {
    if (!has(attribute)) {
      return Optional.empty();
    }
    Optional<ProtoMessage> tensor = attribute(attribute).message(TENSOR);
    return tensor.isEmpty() ? Optional.empty() : Optional.of(OnnxTensor.of(tensor.get(), name));
  }

  /** Refuses an attribute with another value than the one that has a counterpart. */
  void require(String attribute, long value) throws DamagedException {
    if (number(attribute, value) != value) {
      throw Refusal.of(
          "%s: %s is %s; only %s is imported", called(), attribute, number(attribute, 0), value);
    }
  }
}

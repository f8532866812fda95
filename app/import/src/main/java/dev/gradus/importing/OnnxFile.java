package dev.gradus.importing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ONNX model: its nodes, its constants, its inputs and outputs. */
final class OnnxFile {

  /** A size that the file does not say. */
  static final long UNKNOWN = -1;

  private final ProtoMessage model;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, ProtoMessage> initializers = new HashMap<>();
  private final Map<String, OnnxTensor> constants = new HashMap<>();
  private final Map<String, List<Long>> inputs = new LinkedHashMap<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, OnnxNode> producers = new HashMap<>();

  OnnxFile(byte[] bytes) throws DamagedException {
    model = new ProtoMessage(ByteBuffer.wrap(bytes));
    ProtoMessage graph = model.message(7).orElseThrow(ProtoMessage::damaged);
    for (ProtoMessage tensor : graph.messages(5)) {
      initializers.put(tensor.text(8), tensor);
    }
    for (ProtoMessage node : graph.messages(1)) {
      OnnxNode read = OnnxNode.of(node);
      nodes.add(read);
      for (String output : read.outputs()) {
        producers.put(output, read);
      }
    }
    for (ProtoMessage input : graph.messages(11)) {
      if (!initializers.containsKey(input.text(1))) {
        inputs.put(input.text(1), sizes(input));
      }
    }
    for (ProtoMessage output : graph.messages(12)) {
      outputs.add(output.text(1));
    }
    if (nodes.isEmpty() || outputs.isEmpty()) {
      throw ProtoMessage.damaged();
    }
  }

  private static List<Long> sizes(ProtoMessage value) throws DamagedException {
    Optional<ProtoMessage> type = value.message(2);
    Optional<ProtoMessage> tensor = type.isEmpty() ? type : type.get().message(1);
    Optional<ProtoMessage> shape = tensor.isEmpty() ? tensor : tensor.get().message(2);
    List<Long> sizes = new ArrayList<>();
    if (shape.isPresent()) {
      for (ProtoMessage size : shape.get().messages(1)) {
        long known = size.number(1, UNKNOWN);
        sizes.add(known > 0 ? known : UNKNOWN);
      }
    }
    return sizes;
  }

  List<OnnxNode> nodes() {
    return nodes;
  }

  /** The inputs that are no constants, with their sizes; empty sizes if the file says none. */
  Map<String, List<Long>> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return outputs;
  }

  /** The node that computes a value; empty for inputs and constants. */
  Optional<OnnxNode> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** A constant; empty if the value is computed from the inputs. */
  Optional<OnnxTensor> constant(String value) throws DamagedException {
    if (!constants.containsKey(value) && initializers.containsKey(value)) {
      constants.put(value, OnnxTensor.of(initializers.get(value), value));
    }
    return Optional.ofNullable(constants.get(value));
  }

  /** Remembers a constant that was computed from others. */
  void define(String value, OnnxTensor constant) {
    constants.put(value, constant);
  }

  /** An entry of the metadata. */
  Optional<String> metadata(String key) throws DamagedException {
    for (ProtoMessage entry : model.messages(14)) {
      if (entry.text(1).equals(key)) {
        return Optional.of(entry.text(2));
      }
    }
    return Optional.empty();
  }

  /** The version of the operators, and what wrote the file. */
  String origin() throws DamagedException {
    long opset = 1;
    for (ProtoMessage set : model.messages(8)) {
      if (set.text(1).isEmpty() || set.text(1).equals("ai.onnx")) {
        opset = set.number(2, 1);
      }
    }
    String producer = (model.text(2) + " " + model.text(3)).strip();
    return "ONNX, opset " + opset + (producer.isEmpty() ? "" : ", by " + producer);
  }
}

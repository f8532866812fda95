package dev.gradus.importing;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Model;
import java.util.List;

/**
 * An imported network.
 *
 * @param model predicts, can be saved, and can be trained further
 * @param configuration its layers, with a loss and an optimizer to train it further; it names no
 *     data
 * @param origin what was read, such as {@code ONNX, opset 17, by pytorch 1.13.0}
 * @param sources for each layer of the network its name in the file; empty for one that the file
 *     does not have
 * @param remarks what is not in the model as it is in the file, in sentences
 */
public record Imported(
    Model model,
    Configuration configuration,
    String origin,
    List<String> sources,
    List<String> remarks) {

  public Imported {
    sources = List.copyOf(sources);
    remarks = List.copyOf(remarks);
  }
}

package dev.gradus.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that cannot be imported are refused with a sentence. */
class RefusalsTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static String refusal(Import importing) {
    return assertThrows(GradusException.class, () -> importing.read(GRADUS)).getMessage();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] recorded(String name) throws IOException {
    return Files.readAllBytes(RecordedTest.fileOf(name));
  }

  /** A file with one piece of text replaced by another one of the same length. */
  private Path changed(String name, String text, String other) throws IOException {
    String content = new String(recorded(name), ISO_8859_1);
    assertTrue(content.contains(text), name + " has no " + text);
    assertEquals(text.length(), other.length());
    return write(
        RecordedTest.fileOf(name).getFileName().toString(),
        content.replace(text, other).getBytes(ISO_8859_1));
  }

  /** A Keras file with another config.json. */
  private Path keras(String name, UnaryOperator<String> change) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(RecordedTest.fileOf(name)));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(
            entry.getName().equals("config.json")
                ? change.apply(new String(content, UTF_8)).getBytes(UTF_8)
                : content);
      }
    }
    return write("model.keras", out.toByteArray());
  }

  private Path keras(String name, String text, String other) throws IOException {
    return keras(
        name,
        config -> {
          assertTrue(config.contains(text), config);
          return config.replace(text, other);
        });
  }

  private Import weights(String yaml, String... modules) throws IOException {
    Path network = Files.writeString(folder.resolve("net.yaml"), yaml);
    return Import.of(RecordedTest.fileOf("weights-named")).network(network).modules(modules);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.pt     | PK\3\4x/data.pkl",
        "model.pth    | anything",
        "model.onnx   | \u0080\2}q",
        "weights.pkl  | anything"
      })
  void pickle(String name, String content) throws IOException {
    assertEquals(
        name.strip()
            + ": this is a file of Python's pickle, which can run any code when it is read; save the weights as safetensors instead: from safetensors.torch import save_file; save_file(model.state_dict(), 'weights.safetensors')",
        refusal(Import.of(write(name.strip(), content.getBytes(ISO_8859_1)))));
  }

  @Test
  void formerKeras() throws IOException {
    assertEquals(
        "model.h5: this is an HDF5 file, not a .keras file; save the model again with Keras 3: model.save('model.keras')",
        refusal(Import.of(write("model.h5", "\u0089HDF\r\n\u001a\nrest".getBytes(ISO_8859_1)))));
  }

  @Test
  void otherFiles() throws IOException {
    assertEquals(
        "notes.txt: the file is neither ONNX, nor .keras, nor safetensors; export the network as one of them",
        refusal(Import.of(write("notes.txt", "notes".getBytes(UTF_8)))));
    assertEquals("no.onnx: the file is empty", refusal(Import.of(write("no.onnx", new byte[0]))));
    assertEquals(
        "bad.onnx: the file is not an ONNX model, or it is truncated or damaged; copy or export it again",
        refusal(Import.of(write("bad.onnx", "notes".getBytes(UTF_8)))));
    String none = refusal(Import.of(folder.resolve("none.onnx")));
    assertTrue(none.contains("none.onnx: the file cannot be read: there is no such file"), none);
  }

  @Test
  void anUnknownOperatorIsNamedWithItsNode() throws IOException {
    assertTrue(
        refusal(Import.of(changed("torch-relu", "Relu", "Gemo")))
            .startsWith(
                "torch-relu.onnx: node '/1/Gemo' (Gemo): the operator Gemo cannot be imported; these can: Add, AveragePool, "));
  }

  @Test
  void aBranchIsNamed() throws IOException {
    assertEquals(
        "torch-gelu.onnx: node '/1/Mul' (Mul): the graph branches at '/0/Gemm_output_0' and joins here, and the 4 nodes between compute no known layer; only chains are imported",
        refusal(Import.of(changed("torch-gelu", "Erf", "Abs"))));
  }

  @Test
  void paddingThatIsAsWideAsTheKernel() throws IOException {
    assertEquals(
        "torch-image.onnx: node '/0/Conv' (Conv): its padding of 3 above, 1 left, 1 below and 1 right is not imported; for windows of 3 x 3 pixels it may be from 0 to 2",
        refusal(Import.of(changed("torch-image", "pads@\1@\1@\1@\1", "pads@\3@\1@\1@\1"))));
  }

  @Test
  void zerosInFrontOfALayerWithoutWindows() throws IOException {
    assertEquals(
        "model.keras: layer 'flatten_13' (Flatten): its input is an image of 2 x 2 pixels with 5 channels, with zeros around it; zeros are imported in front of a convolution or pooling only",
        refusal(
            Import.of(
                keras(
                    "keras-image",
                    config ->
                        config
                            .replace("LeakyReLU", "ZeroPadding2D")
                            .replace(
                                "\"negative_slope\": 0.3", "\"padding\": [[1, 1], [1, 1]]")))));
  }

  @Test
  void zerosThatMayBeTheMaximum() throws IOException {
    assertEquals(
        "model.keras: layer 'max_pooling2d_11' (MaxPooling2D): its input is an image of 5 x 6 pixels with 4 channels, with zeros around it, which may be larger than the numbers in it; in front of a maximum, zeros are imported only behind an activation that is never below 0, such as relu",
        refusal(Import.of(keras("keras-padding", "\"relu\"", "\"linear\""))));
    Import positive = Import.of(keras("keras-padding", "\"relu\"", "\"sigmoid\""));
    assertFalse(positive.read(GRADUS).sources().isEmpty());
  }

  @Test
  void sidesThatAreNoWholeNumbers() throws IOException {
    assertEquals(
        "model.keras: layer 'zero_padding2d_8' (ZeroPadding2D): padding is [[3, 3], [3, 0.5]]; two whole numbers for above and below, and two for left and right, are imported",
        refusal(Import.of(keras("keras-padding", "[[3, 3], [3, 3]]", "[[3, 3], [3, 0.5]]"))));
  }

  @Test
  void meansThatLeavePaddingOut() throws IOException {
    assertEquals(
        "model.keras: layer 'max_pooling2d_13' (AveragePooling2D): it pads an image of 2 x 2 pixels with 4 channels, and its means leave the padding out; only means in which padding counts as zeros are imported",
        refusal(Import.of(keras("keras-padding", "MaxPooling2D", "AveragePooling2D"))));
  }

  @Test
  void paddingOfPyTorchWithAStride() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("net.yaml"),
            Files.readString(RecordedTest.FOLDER.resolve("weights-padding.yaml"))
                .replace("pads: 3", "padding: same"));
    assertEquals(
        "weights-padding.safetensors: network.1 (conv2d): padding is same, which puts zeros around an image of 16 x 16 pixels with 2 channels with a stride of 2: 2 above, 2 left, 3 below and 3 right; but PyTorch puts the same number on both sides, so write the padding of the module instead, such as pads: 3",
        refusal(Import.of(RecordedTest.fileOf("weights-padding")).network(yaml)));
  }

  private byte[] evenKernel(String padding) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("net.yaml"),
            Files.readString(RecordedTest.FOLDER.resolve("weights-even-kernel.yaml"))
                .replace("height: 6, width: 5", "height: 12, width: 10")
                .replace("kernel: 4, padding: same", "kernel: 4, stride: 2, " + padding));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GRADUS.save(
        Import.of(RecordedTest.fileOf("weights-even-kernel")).network(yaml).read(GRADUS).model(),
        out);
    return out.toByteArray();
  }

  @Test
  void paddingThatIsTheSameOnBothSides() throws IOException {
    assertArrayEquals(evenKernel("pads: 1"), evenKernel("padding: same"));
  }

  @Test
  void numbersWithNamesOfClasses() throws IOException {
    assertEquals(
        "torch-sigmoid.onnx: the outputs are to be numbers, but 2 classes are named; leave out one of them",
        refusal(Import.of(RecordedTest.fileOf("torch-sigmoid")).classes("a", "b").numbers()));
  }

  @Test
  void namesOfAnotherNumber() throws IOException {
    Import iris = Import.of(RecordedTest.fileOf("sklearn-classes"));
    assertEquals(
        "sklearn-classes.onnx: the network has 4 inputs, but 2 columns are named",
        refusal(iris.columns("a", "b")));
    assertEquals(
        "sklearn-classes.onnx: the network has 3 outputs, so it distinguishes 3 classes, but 2 are named",
        refusal(iris.classes("a", "b")));
    assertEquals(
        "sklearn-classes.onnx: two of the names of a class are 'a'",
        refusal(iris.classes("a", "a", "b")));
    assertEquals(
        "sklearn-classes.onnx: the network predicts a class, which has one name, but 2 targets are named",
        refusal(iris.targets("a", "b")));
    assertEquals(
        "sklearn-classes.onnx: two of the names of a column are 'kind'",
        refusal(iris.columns("a", "b", "c", "kind").targets("kind")));
    assertEquals(
        "torch-labels.onnx: the network ends with sigmoid, but classes need softmax or no activation; leave out the names of the classes to predict numbers",
        refusal(Import.of(RecordedTest.fileOf("torch-labels")).classes("a", "b", "c")));
  }

  @Test
  void kerasLayersAreNamed() throws IOException {
    assertTrue(
        refusal(
                Import.of(
                    keras("keras-dense", "\"class_name\": \"Dense\"", "\"class_name\": \"LSTM\"")))
            .startsWith(
                "model.keras: layer 'dense_8' (LSTM): the layer LSTM cannot be imported; these can: Activation, "));
    assertEquals(
        "model.keras: layer 'dense_8' (Dense): it is a class of the program that saved it (mine>Dense), which is not in the file",
        refusal(
            Import.of(
                keras(
                    "keras-dense",
                    config ->
                        config
                            .replace("\"module\": \"keras.layers\"", "\"module\": \"mine\"")
                            .replace("\"name\": \"input_layer_7\"", "\"name\": \"input_layer_7\"")
                            .replaceFirst(
                                "\"module\": \"mine\", \"class_name\": \"InputLayer\"",
                                "\"module\": \"keras.layers\", \"class_name\": \"InputLayer\"")
                            .replace(
                                "\"registered_name\": null",
                                "\"registered_name\": \"mine>Dense\"")))));
    assertEquals(
        "model.keras: layer 'dense_8' (Dense): its activation mine is not imported",
        refusal(Import.of(keras("keras-dense", "\"tanh\"", "\"mine\""))));
    assertEquals(
        "model.keras: layer 'conv2d_8' (Conv2D): dilation_rate is [2, 2]; only 1 is imported",
        refusal(
            Import.of(
                keras("keras-image", "\"dilation_rate\": [1, 1]", "\"dilation_rate\": [2, 2]"))));
    assertTrue(
        refusal(Import.of(keras("keras-image", "\"axis\": -1", "\"axis\": 1")))
            .startsWith(
                "model.keras: layer 'batch_normalization_11' (BatchNormalization): axis is 1, but its input has the shape [2, 2, 5]"));
  }

  @Test
  void kerasModelsThatAreNoChain() throws IOException {
    assertEquals(
        "model.keras: layer 'dense_8' (Dense): its output goes to 'batch_normalization_9' and to 'activation_10'; only chains of layers that are used once are imported",
        refusal(
            Import.of(
                keras("keras-functional", "[\"batch_normalization_9\", 0", "[\"dense_8\", 0"))));
    assertTrue(
        refusal(
                Import.of(
                    keras(
                        "keras-functional",
                        "\"class_name\": \"Functional\"",
                        "\"class_name\": \"Mine\"")))
            .contains("only Sequential and Functional models with layers are imported"));
  }

  @Test
  void shapesThatDoNotFit() throws IOException {
    assertEquals(
        "model.keras: layer 'dense_8' (Dense): its weights have the shape [4, 8], for 4 inputs, but its input has the shape [7]",
        refusal(
            Import.of(
                keras("keras-dense", "\"batch_shape\": [null, 4]", "\"batch_shape\": [null, 7]"))));
    assertEquals(
        "weights-named.safetensors: network.0 (dense) takes weight [11, inputs], bias [11], but module 'wide' has weight [12, 3], bias [12]",
        refusal(
            weights(
                "network: [dense: {units: 11}, layer-norm: {activation: relu}, dense: {units: 7, bias: false, activation: prelu}, dense]",
                "wide",
                "norm",
                "middle",
                "slope",
                "answer")));
    assertEquals(
        "weights-named.safetensors: the network has 2 layers with weights (network.0 (dense), network.1 (dense)), but there are 5 modules (answer, middle, norm, slope, wide)",
        refusal(weights("network: [dense: {units: 12}, dense]")));
    assertEquals(
        "weights-named.safetensors: there is no module 'wider'; there are answer, middle, norm, slope, wide",
        refusal(weights("network: [dense: {units: 12}, dense]", "wider", "norm")));
  }

  @Test
  void modulesWithoutAnOrder() throws IOException {
    String two =
        "{\"left.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},\"right.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,32]}}";
    byte[] file = new byte[8 + two.length() + 32];
    file[0] = (byte) two.length();
    System.arraycopy(two.getBytes(UTF_8), 0, file, 8, two.length());
    Path yaml =
        Files.writeString(
            folder.resolve("net.yaml"),
            "network: [dense: {units: 2, bias: false}, dense: {bias: false}]");
    Import importing = Import.of(write("two.safetensors", file)).network(yaml);
    assertEquals(
        "two.safetensors: it is not clear which module is which layer, because 'left' and 'right' fit the same layers; name the modules in the order of the layers (--modules)",
        refusal(importing));
    assertEquals(
        "two.safetensors: a safetensors file has weights, but no layers; name a YAML file with the layers of the network (--network)",
        refusal(Import.of(folder.resolve("two.safetensors"))));
    assertFalse(importing.modules("right", "left").read(GRADUS).sources().isEmpty());
  }

  static java.util.List<String> names() throws IOException {
    return RecordedTest.names();
  }

  /** A truncated or damaged file is refused with a sentence, or still a network. */
  @ParameterizedTest
  @MethodSource("names")
  void damagedFiles(String name) throws IOException {
    byte[] whole = recorded(name);
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = Arrays.copyOf(whole, i < 20 ? whole.length * i / 20 : whole.length);
      for (int j = 0; j < 3 && i >= 20; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Path file = write(RecordedTest.fileOf(name).getFileName().toString(), bytes);
      Import importing =
          name.startsWith("weights")
              ? Import.of(file).network(RecordedTest.FOLDER.resolve(name + ".yaml"))
              : Import.of(file);
      try {
        importing.read(GRADUS);
        assertTrue(
            i >= 20, "a file that is cut after %s bytes was accepted".formatted(bytes.length));
      } catch (GradusException e) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(file.getFileName().toString()), message);
        assertFalse(message.matches("(?s).*(Exception|null).*"), message);
      }
    }
  }
}

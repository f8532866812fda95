"""Records networks of PyTorch, scikit-learn and Keras, with their outputs, for RecordedTest.

    apt-get install python3-torch python3-sklearn python3-onnx python3-h5py
    python3 record.py

writes the folder "recorded" beside this file: for each network its file, and NAME.json with rows of
inputs and what the network returns for them, computed in double. Versions: PyTorch 1.13, scikit-learn
1.2, onnx 1.12, h5py 3.7. Keras itself is not used: a .keras file is written by its layout, and the
outputs are computed with numpy by the documented formulas.
"""

import io
import json
import os
import struct
import zipfile

import h5py
import numpy
import onnx
import onnx.helper
import onnx.numpy_helper
import torch
from sklearn.datasets import load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor
from torch import nn

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded")
ROWS = 4
random = numpy.random.default_rng(1)


def rows(*shape):
    return random.normal(size=(ROWS, *shape)).astype(numpy.float32)


def record(name, inputs, outputs):
    rounded = lambda each: [float("%.9g" % number) for number in each]
    with open(os.path.join(FOLDER, name + ".json"), "w") as file:
        json.dump(
            {
                "inputs": [rounded(row) for row in inputs.reshape(ROWS, -1)],
                "outputs": [rounded(row) for row in numpy.asarray(outputs).reshape(ROWS, -1)],
            },
            file,
        )


# PyTorch

class Lambda(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def settled(network, shape):
    """Gives batch normalisation other statistics than at first."""
    network.train()
    for _ in range(5):
        network(torch.from_numpy(random.normal(1, 2, size=(16, *shape)).astype(numpy.float32)))
    return network.eval()


def torch_outputs(network, inputs):
    with torch.no_grad():
        outputs = network.double()(torch.from_numpy(inputs).double()).numpy()
        network.float()
        return outputs


def torch_onnx(name, network, shape, opset=13, dynamic=True, predicts=lambda y: y):
    settled(network, shape)
    inputs = rows(*shape)
    record(name, inputs, predicts(torch_outputs(network, inputs)))
    torch.onnx.export(
        network,
        torch.from_numpy(inputs[:1]),
        os.path.join(FOLDER, name + ".onnx"),
        opset_version=opset,
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": {0: "rows"}, "output": {0: "rows"}} if dynamic else None,
    )


def write_safetensors(path, tensors):
    types = {torch.float32: "F32", torch.float16: "F16", torch.float64: "F64", torch.int64: "I64"}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        raw = tensor.numpy().tobytes()
        header[name] = {
            "dtype": types[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def torch_weights(name, network, shape, yaml, half=False):
    settled(network, shape)
    if half:
        network.half().float()
    inputs = rows(*shape)
    record(name, inputs, torch_outputs(network, inputs))
    state = network.half().state_dict() if half else network.state_dict()
    write_safetensors(os.path.join(FOLDER, name + ".safetensors"), state)
    with open(os.path.join(FOLDER, name + ".yaml"), "w") as file:
        file.write(yaml)


def pytorch():
    torch.manual_seed(1)
    flat = lambda: nn.Flatten()
    torch_onnx("torch-relu", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)), (4,))
    torch_onnx("torch-gelu", nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.Linear(8, 3)), (4,))
    torch_onnx(
        "torch-gelu-tanh",
        nn.Sequential(nn.Linear(4, 8), nn.GELU(approximate="tanh"), nn.Linear(8, 3)),
        (4,),
    )
    torch_onnx(
        "torch-layer-norm",
        nn.Sequential(nn.Linear(5, 8), nn.LayerNorm(8), nn.SiLU(), nn.Linear(8, 2)),
        (5,),
        opset=17,
    )
    torch_onnx(
        "torch-layer-norm-13",
        nn.Sequential(nn.Linear(5, 8), nn.LayerNorm(8, eps=1e-3), nn.SiLU(), nn.Linear(8, 2)),
        (5,),
    )
    torch_onnx(
        "torch-mish", nn.Sequential(nn.Linear(4, 6), nn.Mish(), nn.Linear(6, 3), nn.Softmax(dim=1)), (4,)
    )
    torch_onnx(
        "torch-batch-norm",
        nn.Sequential(
            nn.BatchNorm1d(6), nn.Linear(6, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Dropout(0.2), nn.Linear(8, 3)
        ),
        (6,),
    )
    torch_onnx(
        "torch-no-bias",
        nn.Sequential(
            nn.Linear(5, 8, bias=False), nn.Tanh(), nn.Linear(8, 4, bias=False), nn.Softsign(), nn.Linear(4, 1)
        ),
        (5,),
        dynamic=False,
    )
    torch_onnx(
        "torch-activations",
        nn.Sequential(
            nn.Linear(4, 6), nn.PReLU(6), nn.Linear(6, 6), nn.LeakyReLU(0.1), nn.Linear(6, 6), nn.ELU(0.7),
            nn.Linear(6, 6), nn.SELU(), nn.Linear(6, 6), nn.CELU(1.3), nn.Linear(6, 6), nn.Softplus(),
            nn.Linear(6, 6), nn.PReLU(), nn.Linear(6, 2), nn.LogSigmoid(),
        ),
        (4,),
    )
    torch_onnx(
        "torch-hard-activations",
        nn.Sequential(
            nn.Linear(4, 6), nn.Hardswish(), nn.Linear(6, 6), nn.Hardsigmoid(), nn.Linear(6, 6), nn.Hardtanh(-0.5, 0.4),
            nn.Linear(6, 6), nn.ReLU6(), nn.Linear(6, 6), nn.Tanhshrink(), nn.Linear(6, 2),
        ),
        (4,),
        opset=14,
    )
    torch_onnx(
        "torch-log-softmax", nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.ReLU(), nn.Linear(6, 3), nn.LogSoftmax(dim=1)), (4,), predicts=numpy.exp
    )
    torch_onnx("torch-sigmoid", nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 1), nn.Sigmoid()), (4,))
    torch_onnx("torch-labels", nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3), nn.Sigmoid()), (4,))
    torch_onnx(
        "torch-image",
        nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 5, 3), nn.Tanh(),
            flat(), nn.Linear(5 * 2 * 1, 3),
        ),
        (3, 8, 6),
    )
    torch_onnx(
        "torch-image-batch-norm",
        nn.Sequential(
            nn.Conv2d(2, 4, 3, padding=1, stride=2, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.AvgPool2d(2, 1),
            nn.BatchNorm2d(4), nn.PReLU(4), flat(), nn.BatchNorm1d(4 * 3 * 3), nn.Linear(4 * 3 * 3, 2),
        ),
        (2, 7, 7),
    )
    torch_onnx(
        "torch-image-mean",
        nn.Sequential(
            nn.Conv2d(1, 4, 5, padding=2), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(4, 3, 1), nn.AdaptiveAvgPool2d(1),
            flat(), nn.Softmax(dim=1),
        ),
        (1, 8, 8),
    )
    torch_onnx(
        "torch-view",
        nn.Sequential(
            nn.Conv2d(2, 3, 3), nn.ReLU(), Lambda(lambda x: x.view(x.size(0), -1)), nn.Linear(3 * 4 * 4, 3)
        ),
        (2, 6, 6),
    )
    torch_onnx(
        "torch-reduce-mean",
        nn.Sequential(nn.Conv2d(2, 4, 3), nn.SiLU(), Lambda(lambda x: x.mean(dim=(2, 3))), nn.Linear(4, 2)),
        (2, 6, 6),
    )
    torch_onnx(
        "torch-fully-convolutional",
        nn.Sequential(nn.Conv2d(2, 3, 3), nn.ReLU(), flat()),
        (2, 4, 4),
    )
    torch_weights(
        "weights-dense",
        nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 3)),
        (4,),
        "network:\n  - dense: {units: 16, activation: tanh}\n  - dense: {units: 16, activation: tanh}\n  - dense\n",
    )
    torch_weights(
        "weights-image",
        nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 2, 2), nn.PReLU(2),
            flat(), nn.BatchNorm1d(2 * 2 * 1), nn.Linear(4, 5), nn.GELU(), nn.Linear(5, 3), nn.Softmax(dim=1),
        ),
        (3, 6, 4),
        """network:
  - image: {height: 6, width: 4, channels: 3}
  - conv2d: {filters: 4, kernel: 3, padding: same}
  - batch-norm: {activation: relu}
  - max-pool: {size: 2}
  - conv2d: {filters: 2, kernel: 2, activation: prelu}
  - flatten
  - batch-norm
  - dense: {units: 5, activation: gelu}
  - dense: {activation: softmax}
""",
    )

    class Named(nn.Module):
        def __init__(self):
            super().__init__()
            self.wide = nn.Linear(3, 12)
            self.norm = nn.LayerNorm(12)
            self.middle = nn.Linear(12, 7, bias=False)
            self.slope = nn.PReLU()
            self.answer = nn.Linear(7, 2)

        def forward(self, x):
            return self.answer(self.slope(self.middle(torch.relu(self.norm(self.wide(x))))))

    torch_weights(
        "weights-named",
        Named(),
        (3,),
        """data: {target: [left, right], columns: {x1: numeric, x2: numeric, x3: numeric}}
network:
  - dense: {units: 12}
  - layer-norm: {activation: relu}
  - dense: {units: 7, bias: false, activation: prelu}
  - dense
""",
    )
    torch_weights(
        "weights-half",
        nn.Sequential(nn.Linear(5, 9), nn.SELU(), nn.AlphaDropout(0.1), nn.Linear(9, 1), nn.Sigmoid()),
        (5,),
        "network:\n  - dense: {units: 9, activation: selu}\n  - alpha-dropout: {rate: 0.1}\n  - dense: {activation: sigmoid}\n",
        half=True,
    )


# ONNX, node by node

def write_onnx(name, nodes, constants, inputs, outputs, opset=13):
    helper = onnx.helper
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(key, onnx.TensorProto.FLOAT, shape) for key, shape in inputs.items()],
        [helper.make_tensor_value_info(key, kind, shape) for key, (kind, shape) in outputs.items()],
        [onnx.numpy_helper.from_array(numpy.asarray(value), key) for key, value in constants.items()],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 2)], producer_name="record.py"
    )
    with open(os.path.join(FOLDER, name + ".onnx"), "wb") as file:
        file.write(model.SerializeToString())


def sklearn_nodes(network, scaler):
    """The graph that sklearn-onnx writes for a scaler and a multilayer perceptron."""
    node = onnx.helper.make_node
    nodes = [node("Scaler", ["X"], ["scaled"], domain="ai.onnx.ml", offset=list(scaler[0]), scale=list(1 / scaler[1]))]
    nodes.append(node("Cast", ["scaled"], ["cast"], to=1))
    value, constants = "cast", {}
    activation = {"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid"}[network.activation]
    for i, (weights, biases) in enumerate(zip(network.coefs_, network.intercepts_)):
        constants["coefficient%d" % i] = weights.astype(numpy.float32)
        constants["intercepts%d" % i] = biases.astype(numpy.float32).reshape(1, -1)
        nodes.append(node("MatMul", [value, "coefficient%d" % i], ["mul%d" % i]))
        nodes.append(node("Add", ["mul%d" % i, "intercepts%d" % i], ["add%d" % i]))
        value = "add%d" % i
        if i < len(network.coefs_) - 1:
            nodes.append(node(activation, [value], ["next%d" % i]))
            value = "next%d" % i
    return nodes, constants, value


def scikit_learn():
    node = onnx.helper.make_node
    x, y = load_iris(return_X_y=True)
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    scaled = (x - mean) / deviation
    inputs = x[[3, 60, 77, 130]].astype(numpy.float32)

    def outputs(network, values):
        # In double, from the weights as floats, as the file has them.
        function = {"relu": lambda z: numpy.maximum(z, 0), "tanh": numpy.tanh, "logistic": lambda z: 1 / (1 + numpy.exp(-z))}
        offset, scale = mean.astype(numpy.float32), (1 / deviation).astype(numpy.float32)
        values = (values.astype(float) - offset) * scale
        for i, (weights, biases) in enumerate(zip(network.coefs_, network.intercepts_)):
            values = values @ weights.astype(numpy.float32).astype(float) + biases.astype(numpy.float32)
            if i < len(network.coefs_) - 1:
                values = function[network.activation](values)
        return values

    network = MLPClassifier((10,), max_iter=300, random_state=1).fit(scaled, y)
    logits = outputs(network, inputs)
    odds = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = odds / odds.sum(axis=1, keepdims=True)
    numpy.testing.assert_allclose(probabilities, network.predict_proba((inputs - mean) / deviation), atol=1e-5)
    record("sklearn-classes", inputs, probabilities)
    nodes, constants, last = sklearn_nodes(network, (mean, deviation))
    constants["classes"] = numpy.array(["setosa", "versicolor", "virginica"], dtype=object)
    nodes += [
        node("Softmax", [last], ["probabilities"], axis=1),
        node("ArgMax", ["probabilities"], ["index"], axis=1, keepdims=0),
        node("ArrayFeatureExtractor", ["classes", "index"], ["found"], domain="ai.onnx.ml"),
        node("Reshape", ["found", "one"], ["label"]),
    ]
    constants["one"] = numpy.array([-1])
    write_onnx(
        "sklearn-classes", nodes, constants, {"X": [None, 4]},
        {"label": (onnx.TensorProto.STRING, [None]), "probabilities": (onnx.TensorProto.FLOAT, [None, 3])},
    )

    network = MLPClassifier((6, 5), activation="logistic", max_iter=300, random_state=2).fit(scaled, y == 2)
    record("sklearn-two-classes", inputs, 1 / (1 + numpy.exp(-outputs(network, inputs))))
    nodes, constants, last = sklearn_nodes(network, (mean, deviation))
    constants["unity"] = numpy.array([1], dtype=numpy.float32)
    constants["classes"] = numpy.array([0, 1])
    nodes += [
        node("Sigmoid", [last], ["second"]),
        node("Sub", ["unity", "second"], ["first"]),
        node("Concat", ["first", "second"], ["both"], axis=1),
        node("ArgMax", ["both"], ["index"], axis=1),
        node("ArrayFeatureExtractor", ["classes", "index"], ["label"], domain="ai.onnx.ml"),
        node("ZipMap", ["both"], ["probabilities"], domain="ai.onnx.ml", classlabels_int64s=[0, 1]),
    ]
    write_onnx(
        "sklearn-two-classes", nodes, constants, {"X": [None, 4]},
        {"label": (onnx.TensorProto.INT64, [None]), "probabilities": (onnx.TensorProto.FLOAT, [None, 2])},
    )

    network = MLPRegressor((7,), activation="tanh", max_iter=400, random_state=3).fit(scaled, x[:, :2])
    record("sklearn-numbers", inputs, outputs(network, inputs))
    nodes, constants, last = sklearn_nodes(network, (mean, deviation))
    nodes.append(node("Reshape", [last, "shape"], ["variable"]))
    constants["shape"] = numpy.array([-1, 2])
    write_onnx(
        "sklearn-numbers", nodes, constants, {"X": [None, 4]}, {"variable": (onnx.TensorProto.FLOAT, [None, 2])}
    )


def by_hand():
    node = onnx.helper.make_node
    # As converters from TensorFlow write it: images with the channels last, turned before a convolution and after.
    inputs = rows(5, 6, 2)
    kernel, bias = random.normal(size=(3, 2, 3, 3)).astype(numpy.float32) / 4, random.normal(size=3).astype(numpy.float32)
    dense = random.normal(size=(2 * 3 * 3, 2)).astype(numpy.float32) / 4
    outputs = keras_pool(numpy.maximum(keras_convolution(inputs.astype(float), kernel.transpose(2, 3, 1, 0), bias, 1, "same"), 0), 2, 2, numpy.max)
    outputs = outputs.reshape(ROWS, -1) @ dense.astype(float)
    record("hand-channels-last", inputs, outputs)
    write_onnx(
        "hand-channels-last",
        [
            node("Transpose", ["x"], ["turned"], perm=[0, 3, 1, 2]),
            node("Conv", ["turned", "kernel"], ["conv"], auto_pad="SAME_UPPER", strides=[1, 1]),
            node("Add", ["conv", "bias"], ["biased"]),
            node("Relu", ["biased"], ["relu"]),
            node("MaxPool", ["relu"], ["pool"], kernel_shape=[2, 2], strides=[2, 2]),
            node("Transpose", ["pool"], ["back"], perm=[0, 2, 3, 1]),
            node("Reshape", ["back", "shape"], ["flat"]),
            node("MatMul", ["flat", "dense"], ["y"]),
        ],
        {"kernel": kernel, "bias": bias.reshape(1, 3, 1, 1), "dense": dense, "shape": numpy.array([-1, 18])},
        {"x": ["rows", 5, 6, 2]},
        {"y": (onnx.TensorProto.FLOAT, ["rows", 2])},
    )
    # Constants in nodes, of other types, and arithmetic between layers.
    inputs = rows(4)
    first, second = random.normal(size=(6, 4)).astype(numpy.float16), random.normal(size=(6, 3))
    z = numpy.tanh((inputs.astype(float) / numpy.array([1.0, 2, 4, 8]) - 0.5) @ (2 * first.astype(float)).T + 0.25)
    outputs = 3 * (z * -1.5 + 0.5) @ second.astype(numpy.float32).astype(float) - 1
    record("hand-arithmetic", inputs, outputs)
    constant = lambda name, value: node("Constant", [], [name], value=onnx.numpy_helper.from_array(numpy.asarray(value)))
    write_onnx(
        "hand-arithmetic",
        [
            constant("divisors", numpy.array([[1, 2, 4, 8]], dtype=numpy.float32)),
            constant("half", numpy.array(0.5, dtype=numpy.float32)),
            constant("first", first),
            constant("quarter", numpy.array([0.25], dtype=numpy.float16)),
            constant("factor", numpy.array(-1.5, dtype=numpy.float32)),
            constant("second", second),
            constant("three", numpy.array(3.0)),
            constant("one", numpy.array(1.0)),
            node("Div", ["x", "divisors"], ["divided"]),
            node("Sub", ["divided", "half"], ["moved"]),
            node("Gemm", ["moved", "first", "quarter"], ["gemm"], transB=1, alpha=2.0),
            node("Tanh", ["gemm"], ["tanh"]),
            node("Mul", ["factor", "tanh"], ["times"]),
            node("Add", ["half", "times"], ["plus"]),
            node("Cast", ["plus"], ["wide"], to=11),
            node("MatMul", ["wide", "second"], ["product"]),
            node("Mul", ["product", "three"], ["larger"]),
            node("Sub", ["larger", "one"], ["less"]),
            node("Cast", ["less"], ["y"], to=1),
        ],
        {},
        {"x": ["rows", 4]},
        {"y": (onnx.TensorProto.FLOAT, ["rows", 3])},
    )
    # Root mean square normalisation as large language models export it, and the input without a size.
    inputs = rows(5)
    first, second, scale = (random.normal(size=size).astype(numpy.float32) for size in [(5, 8), (8, 2), (8,)])
    z = inputs.astype(float) @ first.astype(float)
    z = z / numpy.sqrt((z**2).mean(axis=1, keepdims=True) + 1e-5) * scale
    record("hand-rms-norm", inputs, numpy.where(z > 0.1, z, 0) @ second.astype(float))
    write_onnx(
        "hand-rms-norm",
        [
            node("MatMul", ["x", "first"], ["z"]),
            node("Pow", ["z", "two"], ["square"]),
            node("ReduceMean", ["square"], ["mean"], axes=[-1]),
            node("Add", ["mean", "epsilon"], ["moved"]),
            node("Sqrt", ["moved"], ["root"]),
            node("Reciprocal", ["root"], ["inverse"]),
            node("Mul", ["z", "inverse"], ["normal"]),
            node("Mul", ["scale", "normal"], ["scaled"]),
            node("ThresholdedRelu", ["scaled"], ["above"], alpha=0.1),
            node("MatMul", ["above", "second"], ["y"]),
        ],
        {"first": first, "second": second, "scale": scale, "two": numpy.float32(2), "epsilon": numpy.float32(1e-5)},
        {"x": ["rows", "columns"]},
        {"y": (onnx.TensorProto.FLOAT, ["rows", 2])},
    )


# Keras 3

def keras_convolution(x, kernel, bias, stride, padding):
    kernel = kernel.astype(float)
    size, (n, height, width, channels) = kernel.shape[0], x.shape
    if padding == "same":
        pads = [max(0, (-(-edge // stride) - 1) * stride + size - edge) for edge in (height, width)]
        x = numpy.pad(x, [(0, 0)] + [(pad // 2, pad - pad // 2) for pad in pads] + [(0, 0)])
    tall, wide = ((edge - size) // stride + 1 for edge in x.shape[1:3])
    y = numpy.zeros((n, tall, wide, kernel.shape[3]))
    for i in range(tall):
        for j in range(wide):
            window = x[:, i * stride : i * stride + size, j * stride : j * stride + size]
            y[:, i, j] = numpy.tensordot(window, kernel, axes=3)
    return y + bias


def keras_pool(x, size, stride, function):
    tall, wide = ((edge - size) // stride + 1 for edge in x.shape[1:3])
    return numpy.stack(
        [
            numpy.stack(
                [function(x[:, i * stride : i * stride + size, j * stride : j * stride + size], axis=(1, 2)) for j in range(wide)],
                axis=1,
            )
            for i in range(tall)
        ],
        axis=1,
    )


def softmax(z):
    odds = numpy.exp(z - z.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


KERAS_ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": lambda z: numpy.maximum(z, 0),
    "leaky_relu": lambda z: numpy.where(z > 0, z, 0.2 * z),
    "tanh": numpy.tanh,
    "sigmoid": lambda z: 1 / (1 + numpy.exp(-z)),
    "silu": lambda z: z / (1 + numpy.exp(-z)),
    "elu": lambda z: numpy.where(z > 0, z, numpy.expm1(z)),
    "hard_sigmoid": lambda z: numpy.clip(z / 6 + 0.5, 0, 1),
    "softmax": softmax,
}


class Keras:
    """The layers of a model, with their weights and their outputs."""

    def __init__(self, *shape):
        self.inputs = rows(*shape)
        self.x = self.inputs.astype(float)
        self.layers = [("InputLayer", {"batch_shape": [None, *shape], "dtype": "float32"}, [])]

    def add(self, kind, config, weights, outputs):
        self.layers.append((kind, config, [weight.astype(numpy.float32) for weight in weights]))
        self.x = outputs
        return self

    def normal(self, *shape):
        return (random.normal(size=shape) / numpy.sqrt(numpy.prod(shape[:-1]))).astype(numpy.float32)

    def dense(self, units, activation, bias=True):
        kernel, biases = self.normal(self.x.shape[1], units), self.normal(1, units)[0]
        z = self.x @ kernel.astype(float) + (biases.astype(float) if bias else 0)
        config = {"units": units, "activation": activation, "use_bias": bias}
        return self.add("Dense", config, [kernel, biases] if bias else [kernel], KERAS_ACTIVATIONS[activation](z))

    def convolution(self, filters, size, activation, padding="valid", stride=1):
        kernel, biases = self.normal(size, size, self.x.shape[3], filters), self.normal(1, filters)[0]
        z = keras_convolution(self.x, kernel, biases.astype(float), stride, padding)
        config = {
            "filters": filters, "kernel_size": [size, size], "strides": [stride, stride], "padding": padding,
            "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": activation, "use_bias": True,
        }
        return self.add("Conv2D", config, [kernel, biases], KERAS_ACTIVATIONS[activation](z))

    def pool(self, kind, size, stride=None, padding="valid"):
        stride = stride or size
        config = {"pool_size": [size, size], "padding": padding, "strides": [stride, stride], "data_format": "channels_last"}
        x = self.x
        if padding == "same":
            pads = [max(0, (-(-edge // stride) - 1) * stride + size - edge) for edge in x.shape[1:3]]
            x = numpy.pad(x, [(0, 0)] + [(pad // 2, pad - pad // 2) for pad in pads] + [(0, 0)], constant_values=-numpy.inf)
        return self.add(kind, config, [], keras_pool(x, size, stride, numpy.max if kind == "MaxPooling2D" else numpy.mean))

    def zeros(self, above, below, left, right):
        config = {"padding": [[above, below], [left, right]], "data_format": "channels_last"}
        return self.add("ZeroPadding2D", config, [], numpy.pad(self.x, [(0, 0), (above, below), (left, right), (0, 0)]))

    def batch_norm(self, scale=True, center=True):
        n = self.x.shape[-1]
        gamma, beta, mean = (random.normal(size=n).astype(numpy.float32) for _ in range(3))
        variance = random.uniform(0.5, 2, size=n).astype(numpy.float32)
        y = (self.x - mean) / numpy.sqrt(variance.astype(float) + 1e-3)
        y = y * (gamma if scale else 1) + (beta if center else 0)
        config = {"axis": -1, "momentum": 0.99, "epsilon": 0.001, "center": center, "scale": scale}
        return self.add("BatchNormalization", config, [gamma] * scale + [beta] * center + [mean, variance], y)

    def layer_norm(self):
        n = self.x.shape[-1]
        gamma, beta = (random.normal(size=n).astype(numpy.float32) for _ in range(2))
        centred = self.x - self.x.mean(axis=-1, keepdims=True)
        y = centred / numpy.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-3) * gamma + beta
        config = {"axis": [-1], "epsilon": 0.001, "center": True, "scale": True, "rms_scaling": False}
        return self.add("LayerNormalization", config, [gamma, beta], y)

    def rms_norm(self):
        scale = random.normal(size=self.x.shape[-1]).astype(numpy.float32)
        y = self.x / numpy.sqrt((self.x**2).mean(axis=-1, keepdims=True) + 1e-6) * scale
        return self.add("RMSNormalization", {"axis": -1, "epsilon": 1e-6}, [scale], y)

    def normalization(self):
        n = self.x.shape[-1]
        mean, variance = random.normal(size=n).astype(numpy.float32), random.uniform(0.5, 2, size=n).astype(numpy.float32)
        y = (self.x - mean) / numpy.sqrt(variance.astype(float))
        return self.add("Normalization", {"axis": [-1], "invert": False, "mean": None, "variance": None}, [mean, variance, numpy.zeros(())], y)

    def without_weights(self, kind, config, outputs):
        return self.add(kind, config, [], outputs(self.x))

    def write(self, name, functional=False, nested=False):
        record(name, self.inputs, self.x)
        listed, counts, store = [], {}, io.BytesIO()
        with h5py.File(store, "w") as file:
            names = self.names()
            for i, ((kind, config, weights), own) in enumerate(zip(self.layers, names)):
                snake = keras_snake_case(kind)
                counts[snake] = counts.get(snake, -1) + 1
                path = snake + ("_%d" % counts[snake] if counts[snake] else "")
                prefix = "layers/" + ("sequential/layers/" if nested and i > 0 else "")
                group = file.create_group(prefix + path).create_group("vars")
                group.attrs["name"] = own
                for j, weight in enumerate(weights):
                    group[str(j)] = weight
                entry = {"module": "keras.layers", "class_name": kind, "config": {"name": own, "trainable": True, **config}, "registered_name": None}
                if functional:
                    tensor = {"class_name": "__keras_tensor__", "config": {"shape": [None], "dtype": "float32", "keras_history": [names[i - 1], 0, 0]}}
                    entry["name"] = own
                    entry["inbound_nodes"] = [{"args": [tensor], "kwargs": {}}] if i > 0 else []
                listed.append(entry)
            file.create_group("optimizer").create_group("vars")["0"] = numpy.int64(17)
        if nested:
            inner = {"module": "keras", "class_name": "Sequential", "config": {"name": "inner", "layers": listed[1:]}, "registered_name": "Sequential"}
            listed = [listed[0], inner]
        config = {"name": name, "trainable": True, "layers": listed}
        if functional:
            config["input_layers"] = [[names[0], 0, 0]]
            config["output_layers"] = [names[-1], 0, 0]
        model = {
            "module": "keras" if not functional else "keras.src.models.functional",
            "class_name": "Functional" if functional else "Sequential",
            "config": config,
            "registered_name": "Functional" if functional else "Sequential",
            "compile_config": {"optimizer": "rmsprop", "loss": None},
        }
        with zipfile.ZipFile(os.path.join(FOLDER, name + ".keras"), "w", zipfile.ZIP_DEFLATED if nested else zipfile.ZIP_STORED) as archive:
            archive.writestr("metadata.json", json.dumps({"keras_version": "3.5.0", "date_saved": "2024-10-01@00:00:00"}))
            archive.writestr("config.json", json.dumps(model))
            archive.writestr("model.weights.h5", store.getvalue())

    def names(self):
        # Numbers that are not those of the paths, as in a model that is not the first of a program.
        return ["%s_%d" % (keras_snake_case(kind), 7 + i) for i, (kind, _, _) in enumerate(self.layers)]


def keras_snake_case(name):
    import re

    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def keras():
    identity = lambda x: x
    flatten = lambda x: x.reshape(ROWS, -1)
    Keras(4).dense(8, "tanh").dense(5, "elu", bias=False).dense(3, "softmax").write("keras-dense")
    (
        Keras(6).dense(8, "linear").batch_norm().without_weights("Activation", {"activation": "silu"}, KERAS_ACTIVATIONS["silu"])
        .without_weights("Dropout", {"rate": 0.2, "seed": None, "noise_shape": None}, identity).batch_norm(scale=False).dense(7, "leaky_relu").batch_norm(center=False)
        .dense(1, "sigmoid").write("keras-functional", functional=True)
    )
    (
        Keras(7, 6, 3).convolution(4, 3, "relu", "same").pool("MaxPooling2D", 2).convolution(5, 2, "tanh", "same", 2).batch_norm()
        .without_weights("LeakyReLU", {"negative_slope": 0.3}, lambda x: numpy.where(x > 0, x, 0.3 * x)).without_weights("Flatten", {"data_format": "channels_last"}, flatten).dense(3, "softmax").write("keras-image")
    )
    (
        Keras(64).without_weights("Rescaling", {"scale": 0.25, "offset": -0.5}, lambda x: x * 0.25 - 0.5)
        .without_weights("Reshape", {"target_shape": [8, 8, 1]}, lambda x: x.reshape(ROWS, 8, 8, 1)).convolution(3, 3, "hard_sigmoid").pool("AveragePooling2D", 2)
        .convolution(4, 1, "relu").without_weights("GlobalAveragePooling2D", {"keepdims": False, "data_format": "channels_last"}, lambda x: x.mean(axis=(1, 2)))
        .dense(2, "linear").write("keras-reshape", functional=True)
    )
    Keras(5).normalization().dense(8, "relu").layer_norm().dense(8, "tanh").rms_norm().dense(2, "linear").write("keras-norms")
    (
        Keras(5).dense(6, "relu").without_weights("ReLU", {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}, KERAS_ACTIVATIONS["relu"]).dense(4, "tanh")
        .without_weights("GaussianNoise", {"stddev": 0.1, "seed": None}, identity).dense(3, "linear").without_weights("Softmax", {"axis": -1}, softmax).write("keras-nested", nested=True)
    )


def padding():
    """Networks with padding that is neither "valid" nor "same", on images of even sides."""
    global random
    random = numpy.random.default_rng(2)
    torch.manual_seed(2)
    # The first layers of a ResNet.
    torch_onnx(
        "torch-stem",
        nn.Sequential(
            nn.Conv2d(2, 4, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
            nn.Flatten(), nn.Linear(4 * 3 * 3, 3),
        ),
        (2, 12, 12),
    )
    torch_onnx(
        "torch-padding",
        nn.Sequential(
            nn.Conv2d(1, 3, 3, padding=(2, 0)), nn.ReLU(), nn.MaxPool2d(3, 2, 1, ceil_mode=True), nn.AvgPool2d(2, 1, padding=1),
            nn.ZeroPad2d((1, 1, 0, 1)), nn.Conv2d(3, 2, 3, stride=2, padding=1), nn.Tanh(), nn.Flatten(), nn.Linear(2 * 4 * 4, 3),
        ),
        (1, 7, 8),
    )
    torch_weights(
        "weights-padding",
        nn.Sequential(
            nn.Conv2d(2, 4, 7, stride=2, padding=3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
            nn.Conv2d(4, 3, 3, padding=(1, 2)), nn.Tanh(), nn.AvgPool2d(3, 2, padding=1), nn.Flatten(), nn.Linear(3 * 2 * 3, 2),
        ),
        (2, 16, 16),
        """network:
  - image: {height: 16, width: 16, channels: 2}
  - conv2d: {filters: 4, kernel: 7, stride: 2, pads: 3, bias: false}
  - batch-norm: {activation: relu}
  - max-pool: {size: 3, stride: 2, pads: 1}
  - conv2d: {filters: 3, kernel: 3, pads: [1, 2], activation: tanh}
  - average-pool: {size: 3, stride: 2, pads: 1}
  - flatten
  - dense
""",
    )
    torch_weights(
        "weights-even-kernel",
        nn.Sequential(
            nn.Conv2d(1, 3, 4, padding="same"), nn.ReLU(), nn.Conv2d(3, 2, 2, padding="same"), nn.Tanh(), nn.Flatten(), nn.Linear(2 * 6 * 5, 2)
        ),
        (1, 6, 5),
        """network:
  - image: {height: 6, width: 5}
  - conv2d: {filters: 3, kernel: 4, padding: same, activation: relu}
  - conv2d: {filters: 2, kernel: 2, padding: same, activation: tanh}
  - flatten
  - dense
""",
    )
    (
        Keras(10, 12, 2).zeros(3, 3, 3, 3).convolution(4, 7, "relu", stride=2).zeros(1, 1, 1, 1).pool("MaxPooling2D", 3, 2)
        .convolution(4, 3, "tanh", "same", 2).pool("MaxPooling2D", 2, 1, "same")
        .without_weights("Flatten", {"data_format": "channels_last"}, lambda x: x.reshape(ROWS, -1)).dense(3, "softmax").write("keras-padding")
    )


def ceiled():
    """Pooling with ceil_mode, whose last windows would begin beyond the image and are left out."""
    global random
    random = numpy.random.default_rng(3)
    torch.manual_seed(3)
    torch_onnx(
        "torch-ceil",
        nn.Sequential(
            nn.Conv2d(1, 2, 3, padding=1), nn.Tanh(), nn.MaxPool2d(2, 2, 1, ceil_mode=True), nn.Conv2d(2, 3, 2), nn.Tanh(),
            nn.AvgPool2d(2, 3, ceil_mode=True), nn.Flatten(), nn.Linear(3 * 2 * 2, 3),
        ),
        (1, 13, 11),
    )


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    pytorch()
    scikit_learn()
    by_hand()
    keras()
    padding()
    ceiled()

#!/usr/bin/env python3
"""Trains a network with PyTorch, with the settings and on the rows that app/benchmarks/papers gives to Gradus.

  papers.py TRAIN TEST TASK NETWORK LAYERS UNITS DROPOUT RATE DECAY BATCH SEED [OPTIONS]

TASK is classes or regression. NETWORK is mlp, plr, ple, tabm-mini or tabm, with the OPTIONS of its first layer as there. The
target is the last column. It prints the accuracy on the test rows, or the root of the mean squared error.

As there, numbers are scaled by their quantiles, words are one-hot, a fifth of the training rows is for validation, and training
stops 16 epochs after the best. Differences: the seed draws other rows for validation; the scale has up to 1,000 quantiles, as in
the papers, and not 256; where quantiles are equal, a column has fewer bins, as in the papers.
"""
import copy
import sys

import numpy
import pandas
import torch
from pandas.api.types import is_numeric_dtype
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer

PATIENCE = 16
MEMBERS = 32

train, test = (pandas.read_csv(file, na_values="?", skipinitialspace=True) for file in sys.argv[1:3])
task, kind = sys.argv[3:5]
layers, units, batch, seed = (int(sys.argv[i]) for i in (5, 6, 10, 11))
dropout, rate, decay = (float(argument) for argument in sys.argv[7:10])
options = {name: float(value) for name, value in (pair.split(": ") for pair in " ".join(sys.argv[12:]).split(", ") if pair)}
torch.manual_seed(seed)
random = numpy.random.default_rng(seed)

target = train.columns[-1]
numbers = [name for name in train.columns[:-1] if is_numeric_dtype(train[name])]
words = [name for name in train.columns[:-1] if name not in numbers]
order = random.permutation(len(train))
learned, validation = train.iloc[order[len(train) // 5:]], train.iloc[order[:len(train) // 5]]
columns = make_column_transformer(
    (make_pipeline(SimpleImputer(strategy="median"), QuantileTransformer(
        output_distribution="normal", n_quantiles=max(min(len(learned) // 30, 1000), 10), subsample=len(learned))), numbers),
    (make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore")), words),
    sparse_threshold=0).fit(learned)
classes = sorted(train[target].unique())
mean, deviation = (0.0, 1.0) if task == "classes" else (learned[target].mean(), learned[target].std(ddof=0))


def tensors(rows):
    inputs = torch.tensor(columns.transform(rows).astype("float32"))
    if task == "classes":
        return inputs, torch.tensor([classes.index(each) for each in rows[target]])
    return inputs, torch.tensor(((rows[target] - mean) / deviation).to_numpy("float32")).unsqueeze(1)


def score(part):
    network.eval()
    with torch.no_grad():
        outputs = network(part[0])
    if ensemble:
        outputs = (outputs.softmax(2) if task == "classes" else outputs).mean(1)
    if task == "classes":
        return (outputs.argmax(1) == part[1]).float().mean().item()
    return ((outputs - part[1]) ** 2).mean().sqrt().item() * deviation


def uniform(*shape, inputs):
    bound = inputs ** -0.5
    return torch.nn.Parameter(torch.empty(shape).uniform_(-bound, bound))


class Periodic(torch.nn.Module):
    """PLR of Gorishniy and others, 2022: cosines and sines with learned frequencies, a linear map for each number, and ReLU."""

    def __init__(self, values):
        super().__init__()
        count, frequencies, self.size = values.shape[1], int(options["frequencies"]), int(options["dimensions"])
        self.frequencies = torch.nn.Parameter(torch.randn(count, frequencies) * options["stddev"])
        self.weights = uniform(count, 2 * frequencies, self.size, inputs=2 * frequencies)
        self.biases = uniform(count, self.size, inputs=2 * frequencies)

    def forward(self, values):
        angles = 2 * torch.pi * self.frequencies * values.unsqueeze(2)
        waves = torch.cat([angles.cos(), angles.sin()], 2)
        return torch.relu(torch.einsum("nfw,fwd->nfd", waves, self.weights) + self.biases).flatten(1)


class PiecewiseLinear(torch.nn.Module):
    """PLE, version B: a linear map of each number, and one of its piecewise linear encoding, which is zero in the beginning."""

    def __init__(self, values):
        super().__init__()
        count, bins, self.size = values.shape[1], int(options["bins"]), int(options["dimensions"])
        quantiles = torch.linspace(0, 1, bins + 1)
        self.edges = [torch.quantile(column, quantiles).unique() for column in values.T]
        self.slopes, self.biases = (uniform(count, self.size, inputs=self.size) for _ in range(2))
        self.weights = torch.nn.ParameterList(torch.nn.Parameter(torch.zeros(len(each) - 1, self.size)) for each in self.edges)

    def forward(self, values):
        vectors = []
        for i, edges in enumerate(self.edges):
            parts = (values[:, i:i + 1] - edges[:-1]) / edges.diff()
            # The first bin has no lower end, and the last no upper one.
            low, high = torch.zeros(len(edges) - 1), torch.ones(len(edges) - 1)
            low[0], high[-1] = -torch.inf, torch.inf
            encoded = parts.clamp(low, high)
            vectors.append(values[:, i:i + 1] * self.slopes[i] + self.biases[i] + encoded @ self.weights[i])
        return torch.cat(vectors, 1)


class Split(torch.nn.Module):
    """The inputs for each member of an ensemble, multiplied by factors that begin as random signs: rows, members, inputs."""

    def __init__(self, inputs):
        super().__init__()
        self.factors = torch.nn.Parameter(torch.randint(2, (MEMBERS, inputs)) * 2.0 - 1)

    def forward(self, inputs):
        # In training, each member has rows of its own.
        return (inputs if self.training else inputs.unsqueeze(1)) * self.factors


class Shared(torch.nn.Module):
    """A linear layer with the same weights for all members, whose inputs and outputs are multiplied by factors (TabM)."""

    def __init__(self, inputs, outputs, first):
        super().__init__()
        self.linear = torch.nn.Linear(inputs, outputs, bias=False)
        self.inputs = torch.nn.Identity() if first else Factors(inputs)
        self.outputs = Factors(outputs)
        self.biases = uniform(MEMBERS, outputs, inputs=inputs)

    def forward(self, inputs):
        return self.outputs(self.linear(self.inputs(inputs))) + self.biases


class Factors(torch.nn.Module):
    """One for each member and number, in the beginning 1."""

    def __init__(self, size):
        super().__init__()
        self.factors = torch.nn.Parameter(torch.ones(MEMBERS, size))

    def forward(self, inputs):
        return inputs * self.factors


class Heads(torch.nn.Module):
    """A linear layer for each member."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weights, self.biases = uniform(MEMBERS, inputs, outputs, inputs=inputs), uniform(MEMBERS, outputs, inputs=inputs)

    def forward(self, inputs):
        return torch.einsum("nmi,mio->nmo", inputs, self.weights) + self.biases


class Embedded(torch.nn.Module):
    """An embedding of the numbers, which are the first columns, and the others as they are."""

    def __init__(self, embedding):
        super().__init__()
        self.embedding = embedding

    def forward(self, inputs):
        return torch.cat([self.embedding(inputs[:, :len(numbers)]), inputs[:, len(numbers):]], 1)


parts = [tensors(rows) for rows in (learned, validation, test)]
steps, width, outputs = [], parts[0][0].shape[1], len(classes) if task == "classes" else 1
ensemble = kind.startswith("tabm")
if ensemble:
    steps.append(Split(width))
elif kind != "mlp":
    embedding = (Periodic if kind == "plr" else PiecewiseLinear)(parts[0][0][:, :len(numbers)])
    steps.append(Embedded(embedding))
    width += len(numbers) * (embedding.size - 1)
for layer in range(layers):
    steps.append(Shared(width, units, layer == 0) if kind == "tabm" else torch.nn.Linear(width, units))
    steps += [torch.nn.ReLU()] + ([torch.nn.Dropout(dropout)] if dropout else [])
    width = units
network = torch.nn.Sequential(*steps, (Heads if ensemble else torch.nn.Linear)(width, outputs))
loss = torch.nn.CrossEntropyLoss() if task == "classes" else torch.nn.MSELoss()
biases = [each for name, each in network.named_parameters() if name.endswith(("bias", "biases"))]
others = [each for name, each in network.named_parameters() if not name.endswith(("bias", "biases"))]
optimizer = torch.optim.AdamW([{"params": others}, {"params": biases, "weight_decay": 0}], lr=rate, weight_decay=decay)
best, kept, since = -numpy.inf, None, 0
while since < PATIENCE:
    network.train()
    orders = [torch.randperm(len(learned)) for _ in range(MEMBERS if ensemble else 1)]
    for rows in (torch.stack(orders, 1) if ensemble else orders[0]).split(batch):
        optimizer.zero_grad()
        predicted, truth = network(parts[0][0][rows]), parts[0][1][rows]
        if ensemble:
            # The mean of the members' losses, each on its own rows.
            predicted, truth = predicted.flatten(0, 1), truth.flatten(0, 1)
        loss(predicted, truth).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
    reached = score(parts[1]) * (1 if task == "classes" else -1)
    since += 1
    if reached > best:
        best, kept, since = reached, copy.deepcopy(network.state_dict()), 0
network.load_state_dict(kept)
print(score(parts[2]))

"""Runs the same benchmarks with PyTorch, scikit-learn, numpy or pandas.

peers.py torch NAME and peers.py sklearn NAME train a workload of Workload.java. Each prints a line for one thread and a line
for as many as there are processors: the library, the workload, the threads, and the training samples per second after the
warm-up; for "simple", nanoseconds per row and thread. row-A and so on print the predictions per second, one row at a time.
peers.py sklearn start CSV MODEL trains on a CSV file with the target in its last column, as `gradus train` does with the
configuration next to it, and writes a model. peers.py sklearn predict CSV MODEL predicts the rows of such a file.
peers.py numpy load CSV reads a file of numbers, standardises them, and prints the rows per second. peers.py numpy read CSV and
peers.py pandas read CSV only read such a file.
"""

import csv
import os
import pickle
import sys
import time
import warnings

import numpy

ROWS = 20_000
SECONDS_TO_WARM_UP = 0.5
SECONDS_TO_MEASURE = 2
PREDICTIONS = 100
# yardstick.c counts in the same way; neither asks for quotas.
THREADS = sorted({1, min(64, len(os.sched_getaffinity(0)))})
WORKLOADS = {
    "A": (16, [4, 16, 3]),
    "B": (32, [30, 64, 32, 2]),
    "C": (32, [784, 100, 10]),
    "D": (128, [784, 256, 128, 10]),
    "E": (512, [784, 1024, 512, 10]),
}


def samples_per_second(steps):
    """Counts samples after the warm-up. The steps never end, and each gives the number of its samples."""
    begin = time.perf_counter()
    warm = False
    samples = 0
    for count in steps:
        now = time.perf_counter()
        if not warm:
            if now - begin >= SECONDS_TO_WARM_UP:
                warm, begin = True, now
            continue
        samples += count
        if now - begin >= SECONDS_TO_MEASURE:
            return samples / (now - begin)


def examples(widths):
    random = numpy.random.default_rng(1)
    x = random.uniform(-1, 1, (ROWS, widths[0])).astype(numpy.float32)
    return x, random.integers(0, widths[-1], ROWS)


def torch_layers(torch, widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return layers[:-1]


def torch_steps(torch, name):
    """The steps of a workload, with its rows, network, loss and optimizer."""
    nn = torch.nn
    loss = nn.CrossEntropyLoss()
    optimizer = lambda parameters: torch.optim.SGD(parameters, lr=0.001, momentum=0.9)
    if name == "simple":
        batch_size = 10_000
        x, y = torch.rand(batch_size, 4) * 2 - 1, torch.rand(batch_size, 4) * 2 - 1
        network = nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Linear(32, 16), nn.Tanh(), nn.Linear(16, 4))
        loss, optimizer = nn.MSELoss(), torch.optim.Adam
    elif name == "conv-digits":
        batch_size = 32
        table = torch.from_numpy(numpy.loadtxt("app/examples/digits.csv", delimiter=",", skiprows=1, dtype=numpy.float32))
        x, y = table[:, :64].reshape(-1, 1, 8, 8).contiguous(), table[:, 64].long()
        network = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            residual(torch, nn.Sequential(nn.Conv2d(16, 16, 3, padding=1), nn.BatchNorm2d(16))),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(256, 10),
        )
        optimizer = lambda parameters: torch.optim.Adam(parameters, lr=0.003)
    elif name == "conv-mnist":
        batch_size, rows = 64, 5_000
        x, y = torch.rand(rows, 1, 28, 28) * 2 - 1, torch.randint(0, 10, (rows,))
        network = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(784, 10),
        )
    else:
        batch_size, widths = WORKLOADS[name]
        x, y = (torch.from_numpy(part) for part in examples(widths))
        network = nn.Sequential(*torch_layers(torch, widths))
    return steps(torch, x, y, network, loss, optimizer(network.parameters()), batch_size)


def residual(torch, block):
    class Residual(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.block = block

        def forward(self, x):
            return torch.relu(x + self.block(x))

    return Residual()


def steps(torch, x, y, network, loss, optimizer, batch_size):
    while True:
        # One batch of all rows needs no order, in Gradus too.
        order = torch.randperm(len(x)) if batch_size < len(x) else None
        for start in range(0, len(x), batch_size):
            rows = slice(None) if order is None else order[start : start + batch_size]
            optimizer.zero_grad()
            loss(network(x[rows]), y[rows]).backward()
            optimizer.step()
            yield min(batch_size, len(x) - start)


def torch_predict(torch, batch_size, widths):
    network = torch.nn.Sequential(*torch_layers(torch, widths), torch.nn.Softmax(dim=1)).eval()
    row = torch.rand(1, widths[0])

    def predict():
        with torch.no_grad():
            for _ in range(PREDICTIONS):
                network(row)

    return predict


def sklearn_predict(network_type, batch_size, widths):
    x, y = examples(widths)
    network = network_type(hidden_layer_sizes=widths[1:-1], batch_size=batch_size, max_iter=1).fit(x, y)

    def predict():
        for _ in range(PREDICTIONS):
            network.predict_proba(x[:1])

    return predict


def predictions(predict):
    while True:
        predict()
        yield PREDICTIONS


def train_a_file(data, model):
    from sklearn.model_selection import train_test_split
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    with open(data) as lines:
        rows = list(csv.reader(lines))[1:]
    x = numpy.array([[float(cell) for cell in row[:-1]] for row in rows])
    y = [row[-1] for row in rows]
    x, held_back, y, expected = train_test_split(x, y, test_size=0.2, stratify=y, random_state=7)
    scaler = StandardScaler().fit(x)
    network = MLPClassifier(
        hidden_layer_sizes=(16,),
        activation="tanh",
        alpha=0,
        batch_size=16,
        learning_rate_init=0.01,
        max_iter=100,
        n_iter_no_change=100,
        random_state=7,
    ).fit(scaler.transform(x), y)
    print(network.score(scaler.transform(x), y), network.score(scaler.transform(held_back), expected))
    with open(model, "wb") as file:
        pickle.dump((scaler, network), file)


def predict_a_file(data, model):
    with open(model, "rb") as file:
        scaler, network = pickle.load(file)
    with open(data) as lines:
        rows = list(csv.reader(lines))[1:]
    x = scaler.transform(numpy.array([[float(cell) for cell in row[:-1]] for row in rows]))
    out = csv.writer(sys.stdout)
    for label, probabilities in zip(network.predict(x), network.predict_proba(x)):
        out.writerow([label, *probabilities])


def sklearn_steps(network_type, name):
    """A step is an epoch, because scikit-learn prepares the rows again at every other call."""
    batch_size, widths = WORKLOADS[name]
    x, y = examples(widths)
    network = network_type(
        hidden_layer_sizes=widths[1:-1],
        solver="sgd",
        learning_rate_init=0.001,
        momentum=0.9,
        nesterovs_momentum=False,
        alpha=0,
        batch_size=batch_size,
        max_iter=1,
        warm_start=True,
    )
    while True:
        network.fit(x, y)
        yield ROWS


def load(path):
    from sklearn.preprocessing import StandardScaler

    start = time.perf_counter()
    table = numpy.loadtxt(path, delimiter=",", skiprows=1)
    StandardScaler().fit_transform(table).astype(numpy.float32)
    report("numpy", "load", len(table), start)


def read_with_numpy(path):
    start = time.perf_counter()
    report("numpy", "read", len(numpy.loadtxt(path, delimiter=",", skiprows=1)), start)


def read_with_pandas(path):
    import pandas

    start = time.perf_counter()
    report("pandas", "read", len(pandas.read_csv(path)), start)


def report(library, name, rows, start):
    print(library, name, "-", rows / (time.perf_counter() - start))


def measure_torch(name):
    import torch

    for threads in THREADS:
        torch.set_num_threads(threads)
        if name.startswith("row-"):
            value = samples_per_second(predictions(torch_predict(torch, *WORKLOADS[name[len("row-") :]])))
        else:
            value = samples_per_second(torch_steps(torch, name))
        if name == "simple":
            value = 1e9 * threads / value
        print("torch", name, threads, value, flush=True)


def measure_sklearn(name):
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    for threads in THREADS:
        with threadpool_limits(threads):
            if name.startswith("row-"):
                value = samples_per_second(predictions(sklearn_predict(MLPClassifier, *WORKLOADS[name[len("row-") :]])))
            else:
                value = samples_per_second(sklearn_steps(MLPClassifier, name))
        print("sklearn", name, threads, value, flush=True)


def main():
    warnings.filterwarnings("ignore")
    library, name, *files = sys.argv[1:]
    other = {
        ("sklearn", "start"): train_a_file,
        ("sklearn", "predict"): predict_a_file,
        ("numpy", "load"): load,
        ("numpy", "read"): read_with_numpy,
        ("pandas", "read"): read_with_pandas,
    }
    if (library, name) in other:
        other[library, name](*files)
    elif library == "torch":
        measure_torch(name)
    else:
        measure_sklearn(name)


if __name__ == "__main__":
    main()

"""Runs the same benchmarks with PyTorch and scikit-learn, if they are installed.

peers.py A ... trains workloads. For each it prints the library, the workload, and the training samples per second: the
median over the epochs after the warm-up. peers.py row-A ... prints the predictions per second, one row at a time. PyTorch is
measured with one thread and with two, and the better result counts. peers.py start CSV MODEL trains on a CSV file with the
target in its last column, as `gradus train` does with the configuration next to it, and writes a model. peers.py load CSV
reads a file of numbers, standardises them, and prints the rows per second. peers.py read
CSV only reads such a file, with numpy and with pandas.
"""

import csv
import pickle

import sys
import time
import warnings

import numpy

ROWS = 20_000
SECONDS_TO_WARM_UP = 2
SECONDS_TO_MEASURE = 4
EPOCHS_AT_LEAST = 3
WORKLOADS = {
    "A": (16, [4, 16, 3]),
    "B": (32, [30, 64, 32, 2]),
    "C": (32, [784, 100, 10]),
    "D": (128, [784, 256, 128, 10]),
    "E": (512, [784, 1024, 512, 10]),
}


def samples_per_second(epoch):
    """The median of ROWS / seconds over the epochs after the warm-up."""
    begin = time.perf_counter()
    seconds = []
    while True:
        start = time.perf_counter()
        epoch()
        end = time.perf_counter()
        if start - begin > SECONDS_TO_WARM_UP:
            seconds.append(end - start)
        enough = end - begin > SECONDS_TO_WARM_UP + SECONDS_TO_MEASURE
        if enough and len(seconds) >= EPOCHS_AT_LEAST:
            return ROWS / sorted(seconds)[len(seconds) // 2]


def examples(widths):
    random = numpy.random.default_rng(1)
    x = random.uniform(-1, 1, (ROWS, widths[0])).astype(numpy.float32)
    return x, random.integers(0, widths[-1], ROWS)


def torch_epoch(torch, batch_size, widths):
    x, y = (torch.from_numpy(part) for part in examples(widths))
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1])
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.001, momentum=0.9)

    def epoch():
        order = torch.randperm(ROWS)
        for start in range(0, ROWS, batch_size):
            rows = order[start : start + batch_size]
            optimizer.zero_grad()
            loss(network(x[rows]), y[rows]).backward()
            optimizer.step()

    return epoch


def torch_predict(torch, batch_size, widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1], torch.nn.Softmax(dim=1)).eval()
    row = torch.rand(1, widths[0])

    def predict():
        with torch.no_grad():
            for _ in range(1000):
                network(row)

    return predict


def sklearn_predict(network_type, batch_size, widths):
    x, y = examples(widths)
    network = network_type(hidden_layer_sizes=widths[1:-1], batch_size=batch_size, max_iter=1).fit(x, y)

    def predict():
        for _ in range(1000):
            network.predict_proba(x[:1])

    return predict


def rows_per_second(predict):
    """The median of 1000 / seconds over the calls after the first."""
    predict()
    seconds = []
    for _ in range(15):
        start = time.perf_counter()
        predict()
        seconds.append(time.perf_counter() - start)
    return 1000 / sorted(seconds)[len(seconds) // 2]


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


def sklearn_epoch(network_type, batch_size, widths):
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
    return lambda: network.fit(x, y)


def load(path):
    from sklearn.preprocessing import StandardScaler

    start = time.perf_counter()
    table = numpy.loadtxt(path, delimiter=",", skiprows=1)
    StandardScaler().fit_transform(table).astype(numpy.float32)
    print("sklearn load", round(len(table) / (time.perf_counter() - start)))


def read(path):
    start = time.perf_counter()
    table = numpy.loadtxt(path, delimiter=",", skiprows=1)
    print("numpy read", round(len(table) / (time.perf_counter() - start)), flush=True)
    import pandas

    start = time.perf_counter()
    table = pandas.read_csv(path)
    print("pandas read", round(len(table) / (time.perf_counter() - start)))


def main():
    warnings.filterwarnings("ignore")
    names = sys.argv[1:] or list(WORKLOADS)
    if names[0] == "start":
        train_a_file(*names[1:])
        return
    if names[0] == "load":
        load(*names[1:])
        return
    if names[0] == "read":
        read(*names[1:])
        return
    try:
        import torch
    except ImportError:
        print("# PyTorch is not installed", file=sys.stderr)
    else:
        for name in names:
            best = 0
            for threads in (1, 2):
                torch.set_num_threads(threads)
                best = max(best, measure(name, torch, torch_epoch, torch_predict))
            print("torch", name, round(best), flush=True)
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        print("# scikit-learn is not installed", file=sys.stderr)
    else:
        for name in names:
            print("sklearn", name, round(measure(name, MLPClassifier, sklearn_epoch, sklearn_predict)), flush=True)


def measure(name, library, epoch, predict):
    if name.startswith("row-"):
        return rows_per_second(predict(library, *WORKLOADS[name[len("row-") :]]))
    return samples_per_second(epoch(library, *WORKLOADS[name]))


if __name__ == "__main__":
    main()

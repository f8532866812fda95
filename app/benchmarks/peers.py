"""Trains the workloads of the benchmark with PyTorch and scikit-learn, if they are installed.

Prints a line each: the peer, the workload, and the samples learned per second, the median over the epochs that follow the
warm-up. Arguments: names of workloads; all unless given. PyTorch is measured with one thread and with two, and the better
counts.
"""

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
    """The median of ROWS / seconds over the epochs that follow the warm-up."""
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


def main():
    warnings.filterwarnings("ignore")
    names = sys.argv[1:] or list(WORKLOADS)
    try:
        import torch
    except ImportError:
        print("# PyTorch is not installed", file=sys.stderr)
    else:
        for name in names:
            best = 0
            for threads in (1, 2):
                torch.set_num_threads(threads)
                best = max(best, samples_per_second(torch_epoch(torch, *WORKLOADS[name])))
            print("torch", name, round(best), flush=True)
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        print("# scikit-learn is not installed", file=sys.stderr)
    else:
        for name in names:
            print("sklearn", name, round(samples_per_second(sklearn_epoch(MLPClassifier, *WORKLOADS[name]))), flush=True)


if __name__ == "__main__":
    main()

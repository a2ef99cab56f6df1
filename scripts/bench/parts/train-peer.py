"""Steps per second of PyTorch's plain CPU loop or of scikit-learn's MLPClassifier, one thread, in processor time.

python train-peer.py torch|sklearn MILLISECONDS prints { case: { steps } } as its last line.
"""

import json
import math
import pathlib
import sys
import time
import warnings

import numpy as np

PEER, MILLISECONDS = sys.argv[1], float(sys.argv[2])
CASES = json.loads((pathlib.Path(__file__).parent / "train-cases.json").read_text())


def data(case):
    random = np.random.default_rng(1)
    x = random.normal(size=(case["rows"], case["inputs"])).astype(np.float32)
    return x, np.arange(case["rows"]) % case["classes"]


def torch_epoch(case):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    widths = [case["inputs"], *case["hidden"]]
    parts = []
    for k, n in zip(widths, widths[1:]):
        parts += [torch.nn.Linear(k, n), torch.nn.ReLU()]
    net = torch.nn.Sequential(*parts, torch.nn.Linear(widths[-1], case["classes"]))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    loss = torch.nn.CrossEntropyLoss()
    x, y = (torch.from_numpy(part) for part in data(case))

    def epoch():
        order = torch.randperm(len(x))
        for rows in order.split(case["batch"]):
            optimizer.zero_grad()
            loss(net(x[rows]), y[rows]).backward()
            optimizer.step()

    return epoch


def sklearn_epoch(case):
    from sklearn.neural_network import MLPClassifier

    x, y = data(case)
    net = MLPClassifier(
        tuple(case["hidden"]), batch_size=case["batch"], max_iter=5, n_iter_no_change=10**6, random_state=1, tol=0
    )

    # max_iter epochs a call, since a call checks its arguments and draws weights first.
    return lambda: net.fit(x, y)


warnings.filterwarnings("ignore")
results = {}
for name, case in CASES.items():
    epoch, times = (torch_epoch(case), 1) if PEER == "torch" else (sklearn_epoch(case), 5)
    epoch()
    start, count = time.process_time(), 0
    while time.process_time() - start < MILLISECONDS / 1000:
        epoch()
        count += times
    steps = count * math.ceil(case["rows"] / case["batch"])
    results[name] = {"steps": steps / (time.process_time() - start)}
print(json.dumps(results))

"""One round of scikit-learn: the steps of prepare-ours.ts on the same table, one thread. Prints the same JSON."""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    LabelEncoder,
    MinMaxScaler,
    OneHotEncoder,
    PowerTransformer,
    QuantileTransformer,
    StandardScaler,
)

folder = sys.argv[1]
with open(os.path.join(folder, "table.json")) as file:
    described = json.load(file)
columns = {}
for column in described["columns"]:
    name, dtype = column["name"], column["dtype"]
    path = os.path.join(folder, name)
    if dtype == "string":
        words = np.array([*column["dictionary"], np.nan], dtype=object)
        columns[name] = words[np.fromfile(path, dtype=np.int32)]
    else:
        values = np.fromfile(path, dtype=np.float64)
        columns[name] = values if dtype == "float64" else values.astype(bool if dtype == "bool" else np.int64)
table = pd.DataFrame(columns)
del columns


def names(letter, first, last):
    return [f"{letter}{n}" for n in range(first, last + 1)]


def one_hot():
    try:
        return OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    except TypeError:
        return OneHotEncoder(handle_unknown="ignore", sparse=False)


def gaps():
    return SimpleImputer(strategy="median")


start = time.perf_counter()
x, y = table.drop(columns="target"), table["target"]
rest, x_test, y_rest, y_test = train_test_split(x, y, test_size=0.15, stratify=y, random_state=7)
x_train, x_validation, y_train, y_validation = train_test_split(
    rest, y_rest, test_size=0.15 / 0.85, stratify=y_rest, random_state=7
)
prepare = ColumnTransformer(
    [
        ("standard", make_pipeline(gaps(), StandardScaler()), names("f", 1, 4)),
        ("standard-whole", StandardScaler(), names("i", 3, 4)),
        ("range", make_pipeline(gaps(), MinMaxScaler()), names("f", 5, 7)),
        ("range-whole", MinMaxScaler(), names("i", 1, 2)),
        ("power", make_pipeline(gaps(), PowerTransformer()), names("f", 8, 9)),
        ("quantile", make_pipeline(gaps(), QuantileTransformer()), names("f", 10, 10)),
        ("kinds", make_pipeline(SimpleImputer(strategy="most_frequent"), one_hot()), names("t", 1, 5)),
    ],
    sparse_threshold=0,
)
prepare.fit(x_train)
tensors = [prepare.transform(part).astype(np.float32) for part in (x_train, x_validation, x_test)]
labels = LabelEncoder().fit(y_train)
targets = [labels.transform(part).astype(np.float32) for part in (y_train, y_validation, y_test)]
seconds = time.perf_counter() - start

megabytes = None
if os.path.exists("/proc/self/status"):
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith("VmHWM"):
                megabytes = int(line.split()[1]) / 1024
print(
    json.dumps(
        {
            "seconds": seconds,
            "megabytes": megabytes,
            "rows": [len(part) for part in tensors],
            "width": tensors[0].shape[1],
            "version": sklearn.__version__,
        }
    )
)

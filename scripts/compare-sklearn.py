"""The other side of compare-sklearn.ts: the same steps by scikit-learn, fitted on the same training rows. Reads what was
written there, prints a table of the largest differences, and fails when one is above 1e-6."""

import glob
import json
import os
import sys
import warnings

import numpy
import scipy
import sklearn
from sklearn import feature_extraction, impute, preprocessing

MOST = 1e-6
warnings.filterwarnings("ignore")

# Options of ours under scikit-learn's names; what is not here is handled where the step is made.
NAMES = {
    "withMean": "with_mean", "withStd": "with_std", "withCentering": "with_centering", "withScaling": "with_scaling",
    "percentiles": "quantile_range", "unitVariance": "unit_variance", "range": "feature_range", "clip": "clip",
    "quantiles": "n_quantiles", "output": "output_distribution", "method": "method", "standardize": "standardize",
    "bins": "n_bins", "strategy": "strategy", "encode": "encode", "norm": "norm", "threshold": "threshold",
    "degree": "degree", "interactionOnly": "interaction_only", "bias": "include_bias", "knots": "n_knots",
    "placed": "knots", "outside": "extrapolation", "minFrequency": "min_frequency", "maxCategories": "max_categories",
    "neighbors": "n_neighbors", "weights": "weights", "analyzer": "analyzer", "lowercase": "lowercase",
    "stripAccents": "strip_accents", "ngramRange": "ngram_range", "tokenPattern": "token_pattern",
    "stopWords": "stop_words", "minDf": "min_df", "maxDf": "max_df", "maxFeatures": "max_features",
    "terms": "vocabulary", "binary": "binary", "useIdf": "use_idf", "smoothIdf": "smooth_idf",
    "sublinearTf": "sublinear_tf", "value": "fill_value",
}  # fmt: skip
FILTERS = {"include", "dtypes", "columns", "indicator", "imputer", "encoder"}
STRATEGIES = {"mean": "mean", "median": "median", "mostFrequent": "most_frequent", "constant": "constant"}
TEXTS = {"CountVectorizer", "TfidfVectorizer"}


def options(step, *handled):
    """The step's options by scikit-learn's names; one that has none is an error, never passed over."""
    given = {key: value for key, value in step.items() if key not in FILTERS and key not in handled}
    unknown = set(given) - set(NAMES)
    if unknown:
        raise ValueError(f"no name for {unknown}")
    return {NAMES[key]: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def imputer(step):
    if step["imputer"] == "knn":
        return impute.KNNImputer(**options(step))
    return impute.SimpleImputer(strategy=STRATEGIES[step["imputer"]], **options(step))


def encoder(step, block):
    """@param block: all rows, for a vocabulary of all of them."""
    name = step["encoder"]
    if name in TEXTS:
        given = options(step)
        if given.get("norm") == "none":
            given["norm"] = None
        return getattr(feature_extraction.text, name)(dtype=numpy.float64, **given)
    kind = getattr(preprocessing, name)
    if name in ("OneHotEncoder", "OrdinalEncoder"):
        given = options(step, "handleUnknown", "vocabulary", "drop", "unknownValue", "order")
        if step.get("vocabulary", "all") == "all":
            given["categories"] = [numpy.unique(column) for column in block.T]
        if name == "OrdinalEncoder":
            return kind(**given)
        unknown = {"infrequent": "infrequent_if_exist"}.get(step["handleUnknown"], step["handleUnknown"])
        drop = {"binary": "if_binary"}.get(step.get("drop"), step.get("drop"))
        return kind(handle_unknown=unknown, drop=drop, sparse_output=False, **given)
    given = options(step)
    if name == "KBinsDiscretizer":
        given = {"encode": "onehot-dense", "strategy": "quantile", "subsample": None, **given}
    elif name == "PolynomialFeatures":
        given = {"include_bias": False, **given}
    elif name == "QuantileTransformer":
        given = {"subsample": 10**9, **given}
    return kind(**given)


def prepared(described):
    """Per split the matrix: encoders in order, columns no step took, marks of what was missing."""
    rows = {split: numpy.array(numbers) for split, numbers in described["rows"].items()}
    train = rows["train"]
    columns = {
        name: numpy.array(values, dtype=object if any(isinstance(value, str) for value in values) else float)
        for name, values in described["columns"].items()
    }
    block = lambda names: numpy.column_stack([columns[name] for name in names])
    marks = []
    raw = dict(columns)
    for each in described["impute"]:
        source = numpy.column_stack([raw[name] for name in each["columns"]])
        filled = imputer(each["step"]).fit(source[train]).transform(source)
        if each["step"].get("indicator"):
            marks.append(impute.MissingIndicator(error_on_new=False).fit(source[train]).transform(source))
        columns.update(zip(each["columns"], filled.T))
    parts = []
    for each in described["encode"]:
        if each["step"]["encoder"] in TEXTS:
            for name in each["columns"]:
                texts = columns[name]
                parts.append(encoder(each["step"], None).fit(texts[train]).transform(texts).toarray())
            continue
        source = block(each["columns"])
        parts.append(encoder(each["step"], source).fit(source[train]).transform(source))
    if described["leftover"]:
        parts.append(block(described["leftover"]))
    whole = numpy.hstack([*parts, *marks]).astype(float)
    return {split: whole[numbers] for split, numbers in rows.items()}


def difference(ours, theirs):
    """The largest, relative to 1 + |value|."""
    if ours.shape != theirs.shape:
        return float("inf")
    return float(numpy.max(numpy.abs(ours - theirs) / (1 + numpy.abs(theirs)), initial=0))


def main(folder):
    print(f"scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}, SciPy {scipy.__version__}\n")
    print("| data | pipeline | training rows × columns | largest difference, training | other rows | pass |")
    print("| --- | --- | --- | --- | --- | --- |")
    failed = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(path, encoding="utf-8") as file:
            described = json.load(file)
        theirs = prepared(described)
        found = {}
        for split, matrix in theirs.items():
            ours = numpy.fromfile(f"{path[:-5]}-{split}.f32", dtype="<f4").astype(float)
            found[split] = difference(ours.reshape(-1, described["width"]), matrix)
        others = max(found["validation"], found["test"])
        passed = max(found["train"], others) <= MOST
        failed += not passed
        rows, width = len(described["rows"]["train"]), described["width"]
        print(
            f"| {described['file']} | {described['name']} | {rows} × {width} | {found['train']:.1e} | {others:.1e} | "
            f"{'yes' if passed else 'NO'} |"
        )
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))

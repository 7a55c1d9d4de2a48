"""scikit-learn's side of clustering, and its report. Called by that script."""

import sys
import time
from statistics import median

import numpy
import scipy.sparse
from sklearn.cluster import DBSCAN
from sklearn.neighbors import sort_graph_by_row_values

kind, folder = sys.argv[1], sys.argv[2]
chains, radius, minimum = int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])


def numbers(name):
    with open(f"{folder}/{name}") as lines:
        return [[float(word) for word in line.split()] for line in lines]


def fit(distances):
    weights = numpy.fromfile(f"{folder}/weights.f64")
    start = time.perf_counter()
    model = DBSCAN(eps=radius, min_samples=minimum, metric="precomputed")
    labels = model.fit(distances, sample_weight=weights).labels_
    seconds = time.perf_counter() - start
    with open(f"{folder}/sklearn-{kind}.alone", "a") as file:
        print(seconds, file=file)
    ours = numpy.fromfile(f"{folder}/labels.i32", dtype="<i4")
    if not numpy.array_equal(labels, ours):
        sys.exit(f"labels differ: {(labels != ours).sum()} of {chains}")


def read_sparse():
    """The neighbours within the radius, cut from the matrix in a process before; a gift to it."""
    return scipy.sparse.load_npz(f"{folder}/neighbours.npz")


def write_sparse():
    matrix = numpy.memmap(f"{folder}/distances.f64", "<f8", "r", shape=(chains, chains))
    rows = []
    for start in range(0, chains, 500):
        block = numpy.array(matrix[start : start + 500])
        near = block <= radius
        indices = numpy.nonzero(near)
        rows.append(
            scipy.sparse.csr_matrix((block[near], indices), shape=(len(block), chains))
        )
    graph = sort_graph_by_row_values(scipy.sparse.vstack(rows, "csr"), warn_when_not_sorted=False)
    scipy.sparse.save_npz(f"{folder}/neighbours.npz", graph, compressed=False)


def report():
    labels = numpy.fromfile(f"{folder}/labels.i32", dtype="<i4")
    neighbours = read_sparse().nnz
    print(
        f"labels equal in every run: {labels.max() + 1} clusters, {(labels < 0).sum()} chains noise, "
        f"{neighbours / chains:.0f} neighbours a chain"
    )
    print(f"{'':42}{'alone':>9}{'process':>9}{'peak':>9}")
    times = {}
    for name, words in [
        ("cluster", "DistAppGuard, distances included"),
        ("sklearn-dense", "scikit-learn, full matrix given"),
        ("sklearn-sparse", "scikit-learn, neighbours given"),
    ]:
        alone = median(line[0] for line in numbers(f"{name}.alone"))
        process = median(line[0] for line in numbers(f"{name}.process"))
        peak = max(line[1] for line in numbers(f"{name}.process")) / 1e6
        times[name] = alone
        print(f"{words:42}{alone:8.2f}s{process:8.2f}s{peak:7.2f}GB")
    matrix = numbers("distances.seconds")[0][0]
    print(f"{'the matrix, by our distance, one thread':42}{matrix:8.2f}s")
    for name in ("sklearn-dense", "sklearn-sparse"):
        print(f"{name} / DistAppGuard, alone: {times[name] / times['cluster']:.2f}")


if kind == "dense":
    fit(numpy.fromfile(f"{folder}/distances.f64").reshape(chains, chains))
elif kind == "sparse":
    fit(read_sparse())
elif kind == "cut":
    write_sparse()
else:
    report()

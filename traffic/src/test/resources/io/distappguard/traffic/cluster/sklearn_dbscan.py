"""Makes sklearn-dbscan.json: chains, their distances computed here, and scikit-learn's labels.

    python3 sklearn_dbscan.py > sklearn-dbscan.json      (Debian: apt-get install python3-sklearn)
"""

import json
import random
from collections import Counter

import numpy
import sklearn
from sklearn.cluster import DBSCAN


def grow(random_, operations, length):
    elements = [2 * random_.randrange(operations) + (random_.random() < 0.1)]
    parents = [-1]
    path = [0]
    while len(elements) < length:
        path = path[: random_.randint(1, len(path))]
        parents.append(path[-1])
        path.append(len(elements))
        elements.append(2 * random_.randrange(operations) + (random_.random() < 0.1))
    return elements, parents


def vary(random_, operations, chain):
    elements, parents = list(chain[0]), list(chain[1])
    for _ in range(random_.randint(1, 3)):
        if random_.random() < 0.5 and len(elements) > 1:
            elements.pop()  # the last call has no calls of its own
            parents.pop()
        elif random_.random() < 0.5:
            parents.append(parents[-1] if len(parents) > 1 else 0)
            elements.append(2 * random_.randrange(operations))
        else:
            elements[random_.randrange(len(elements))] ^= 1
    return elements, parents


def edges(chain):
    elements, parents = chain
    return Counter((elements[parents[i]] // 2, elements[i] // 2) for i in range(1, len(elements)))


def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def distance(a, b):
    one, other = edges(a), edges(b)
    common = sum((one & other).values())
    union = sum((one | other).values())
    jaccard = common / union if union else 1
    return 0.5 * (1 - jaccard) + 0.5 * (levenshtein(a[0], b[0]) / max(len(a[0]), len(b[0])))


def case(seed, families, operations, longest, size):
    random_ = random.Random(seed)
    bases = [grow(random_, operations, random_.randint(1, longest)) for _ in range(families)]
    chains = {}
    while len(chains) < size:
        chain = random_.choice(bases)
        if random_.random() < 0.8:
            chain = vary(random_, operations, chain)
        chains[(tuple(chain[0]), tuple(sorted(edges(chain).items())))] = chain
    chains = list(chains.values())
    weights = [random_.choice([1, 1, 1, 2, 3, 5, 20]) for _ in chains]
    distances = numpy.array([[distance(a, b) for b in chains] for a in chains])
    occurring = sorted(set(distances[distances > 0]))
    fits = []
    # radii between distances and some that are exactly a distance
    radii = [0.0, 0.1, 0.2, 0.33, 0.45, 0.5, 0.6] + [
        occurring[int(share * len(occurring))] for share in (0.01, 0.02, 0.05, 0.1)
    ]
    for radius in radii:
        for minimum in (1, 4, 10, 25):
            model = DBSCAN(eps=radius or 1e-12, min_samples=minimum, metric="precomputed")
            labels = model.fit(distances, sample_weight=weights).labels_
            fits.append({"radius": radius or 1e-12, "minimum": minimum, "labels": labels.tolist()})
    return {
        "chains": [{"elements": c[0], "parents": c[1]} for c in chains],
        "weights": weights,
        "distancesFromFirst": distances[0].tolist(),
        "fits": fits,
    }


print(
    json.dumps(
        {
            "scikitLearn": sklearn.__version__,
            "operations": 40,
            "cases": [
                case(1, 6, 40, 12, 80),
                case(2, 10, 40, 30, 120),
                case(3, 4, 6, 8, 100),
                case(4, 20, 40, 3, 60),
            ],
        },
        separators=(",", ":"),
    )
)

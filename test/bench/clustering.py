"""Clusters in scikit-learn, the same for pandas and polars: k chosen by three indices, against chance, and by stability."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    pairwise_distances,
    silhouette_score,
)
from sklearn.tree import DecisionTreeClassifier
from threadpoolctl import threadpool_limits

SEED, KS = 1, range(2, 11)
SAMPLE, COMPARED, RESAMPLED, DRAWN = 20_000, 2000, 1000, 500
STARTS, REPEATED_STARTS, RESAMPLES, DRAWS = 10, 2, 10, 4
MIN_SHARE, MIN_SILHOUETTE, MIN_GAIN, MIN_STABILITY = 0.02, 0.2, 0.03, 0.7


def by_chance(points, random):
    """For each k the silhouette of points without clusters: a box or a cloud with the same covariance, the better one."""
    variances, axes = np.linalg.eigh(np.cov(points.T, bias=True))
    shape = DRAWN, points.shape[1]
    boxes = random.uniform(-np.sqrt(3), np.sqrt(3), (DRAWS, *shape))
    clouds = random.standard_normal((DRAWS, *shape))
    means = []
    for draws in (boxes, clouds):
        found = []
        for draw in draws:
            drawn = points.mean(axis=0) + draw * np.sqrt(variances) @ axes.T
            distances = pairwise_distances(drawn)
            labels = [KMeans(k, n_init=REPEATED_STARTS, random_state=SEED).fit_predict(drawn) for k in KS]
            found.append([silhouette_score(distances, each, metric="precomputed") for each in labels])
        means.append(np.mean(found, axis=0))
    return np.max(means, axis=0)


def stability(points, labels_of, random):
    """For each k the mean adjusted Rand index against the clusters of bootstrap resamples."""
    sums = np.zeros(len(KS))
    for _ in range(RESAMPLES):
        drawn = points[random.integers(len(points), size=RESAMPLED)]
        again = [KMeans(k, n_init=REPEATED_STARTS, random_state=SEED).fit(drawn).predict(points) for k in KS]
        sums += [adjusted_rand_score(labels, other) for labels, other in zip(labels_of, again)]
    return sums / RESAMPLES


def ranks(values):
    return np.array([1 + (np.array(values) > value).sum() for value in values])


# On points as few as these, threads only wait for each other.
@threadpool_limits.wrap(limits=1)
def clusters(recency_days, orders, monetary_total):
    """Everyone's cluster, the number of clusters, and what is to be told of them; one cluster where none are clear."""
    raw = np.column_stack([recency_days, orders, monetary_total]).astype(float)
    features = np.log1p(np.maximum(raw, 0))
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    random = np.random.default_rng(SEED)
    places = random.choice(len(features), min(SAMPLE, len(features)), replace=False)
    sample, compared = features[places], features[places[:COMPARED]]
    distances = pairwise_distances(compared)

    first = [KMeans(k, n_init=STARTS, random_state=SEED).fit(compared) for k in KS]
    models = [KMeans(model.n_clusters, init=model.cluster_centers_, n_init=1).fit(sample) for model in first]
    of_compared = [model.labels_[:COMPARED] for model in models]
    chance = by_chance(compared, random)
    stable = stability(compared, of_compared, random)
    silhouettes = np.array([silhouette_score(distances, labels, metric="precomputed") for labels in of_compared])
    calinski = np.array([calinski_harabasz_score(sample, model.labels_) for model in models])
    davies = np.array([davies_bouldin_score(sample, model.labels_) for model in models])
    smallest = np.array([np.bincount(model.labels_).min() / len(sample) for model in models])

    good = np.flatnonzero(
        (smallest >= MIN_SHARE)
        & (silhouettes >= MIN_SILHOUETTE)
        & (silhouettes - chance >= MIN_GAIN)
        & (stable >= MIN_STABILITY)
    )
    plane = PCA(2).fit(sample)
    told = {"plane": plane.components_.tolist(), "silhouettes": silhouettes.tolist(), "by_chance": chance.tolist()}
    if len(good) == 0:
        return np.zeros(len(features), dtype=np.int8), 1, told
    mean_rank = (ranks(silhouettes[good]) + ranks(calinski[good]) + ranks(-davies[good])) / 3
    best = models[good[np.lexsort([-silhouettes[good], mean_rank])[0]]]
    tree = DecisionTreeClassifier(max_depth=4, min_samples_leaf=0.01, random_state=SEED)
    tree.fit(raw[places[:5000]], best.labels_[:5000])
    told |= {"rules_accuracy": tree.score(raw[places], best.labels_)}
    return best.predict(features).astype(np.int8), best.n_clusters, told

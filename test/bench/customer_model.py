"""The part of the comparison that is NumPy and scikit-learn, the same for pandas and polars: scores, segments, clusters."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

SEED = 1

SEGMENT_CODES = {
    "Champions": "555 554 544 545 454 455 445",
    "Loyal": "543 444 435 355 354 345 344 335",
    "Potential Loyalist": "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323",
    "New": "512 511 422 421 412 411 311",
    "Promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    "Need Attention": "535 534 443 434 343 334 325 324",
    "About To Sleep": "331 321 312 221 213 231 241 251",
    "At Risk": "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124",
    "Can't Lose": "155 154 144 214 215 115 114 113",
    "Hibernating": "332 322 233 232 223 222 132 123 122 212 211",
    "Lost": "111 112 121 131 141 151",
}

SEGMENT_OF_CODE = np.full(556, None, dtype=object)
for name, codes in SEGMENT_CODES.items():
    SEGMENT_OF_CODE[[int(code) for code in codes.split()]] = name


def quintiles(values):
    """Scores 1 to 5, 5 for the largest; equal values get equal scores."""
    return 1 + np.searchsorted(np.quantile(values, [0.2, 0.4, 0.6, 0.8]), values, side="left")


def scores_and_segments(recency_days, orders, monetary_total):
    """The r, f and m scores of every customer and the named segment of their code."""
    r, f, m = quintiles(-recency_days), quintiles(orders), quintiles(monetary_total)
    return r, f, m, SEGMENT_OF_CODE[100 * r + 10 * f + m]


def clusters(recency_days, orders, monetary_total):
    """Everyone's k-means cluster and k, chosen from 2 to 8 by silhouette on a sample of 20,000."""
    features = np.log1p(np.column_stack([recency_days, orders, np.maximum(monetary_total, 0)]).astype(float))
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    size = min(20_000, len(features))
    sample = features[np.random.default_rng(SEED).choice(len(features), size, replace=False)]
    models = [KMeans(k, random_state=SEED).fit(sample) for k in range(2, 9)]
    best = max(models, key=lambda model: silhouette_score(sample[:2000], model.labels_[:2000]))
    return best.predict(features), best.n_clusters

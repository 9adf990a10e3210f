"""Fits BG/NBD with scipy.optimize: python3 clv_scipy.py COUNTS, prints one JSON object.

COUNTS holds x, t_x, t and customers as four columns of doubles, one after the other. The likelihood is vectorised and
has its analytic gradient, so that L-BFGS-B does as well as it can.
"""

import json
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

x, t_x, t, customers = np.fromfile(sys.argv[1]).reshape(4, -1)
repeat = x > 0


def negative(logs):
    r, alpha, a, b = np.exp(logs)
    growth = np.log1p(t / alpha)
    silence = np.log((alpha + t) / (alpha + t_x))
    u = np.where(repeat, np.log(a) - np.log(np.where(repeat, b + x - 1, 1)) + (r + x) * silence, -np.inf)
    value = (
        gammaln(r + x) - gammaln(r) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x) + gammaln(a + b)
        - (r + x) * growth - x * np.log(alpha) + np.logaddexp(0, u)
    )
    dead = 1 / (1 + np.exp(-u))
    both = digamma(a + b) - digamma(a + b + x)
    by_r = digamma(r + x) - digamma(r) - growth + dead * silence
    by_alpha = r / alpha - (r + x) / (alpha + t) + dead * (r + x) * (1 / (alpha + t) - 1 / (alpha + t_x))
    by_a = both + dead / a
    by_b = both + digamma(b + x) - digamma(b) - np.where(repeat, dead / np.where(repeat, b + x - 1, 1), 0)
    gradient = np.array([customers @ by for by in (by_r, by_alpha, by_a, by_b)])
    return -(customers @ value) / total, -gradient * np.exp(logs) / total


total = customers.sum()
start = np.log([1, customers @ t / total, 1, 1])
began = time.perf_counter()
with np.errstate(over="ignore"):
    fit = minimize(negative, start, jac=True, method="L-BFGS-B", options={"ftol": 1e-14, "gtol": 1e-9})
print(json.dumps({
    "seconds": time.perf_counter() - began,
    "logLikelihood": -fit.fun * total,
    "parameters": np.exp(fit.x).tolist(),
    "evaluations": fit.nfev,
}))

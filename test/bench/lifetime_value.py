"""Lifetime value in NumPy and SciPy, the same for pandas and polars: BG/NBD and Gamma-Gamma, forecasts, backtest."""

import numpy as np
from scipy.optimize import minimize
from scipy.optimize._numdiff import approx_derivative
from scipy.special import betaincinv, digamma, gammaln, roots_jacobi, roots_legendre

DAYS_IN_UNIT = 7
HORIZON = 365.25 / DAYS_IN_UNIT
DISCOUNT_RATE = np.log(1.1) / HORIZON
HOLDOUT_DAYS = 365
DEVIATIONS = 1.959963984540054
BETA_NODES, TIME_NODES = 40, 5
RANGE = np.log(1e4)


def bg_nbd(x, t_x, t, customers):
    """The negative log-likelihood per customer of (r, alpha, a, b) in logs, with its gradient (Fader, Hardie & Lee 2005)."""
    repeat, total = x > 0, customers.sum()

    def negative(logs):
        r, alpha, a, b = np.exp(logs)
        growth = np.log1p(t / alpha)
        silence = np.log((alpha + t) / (alpha + t_x))
        per_b = 1 / np.where(repeat, b + x - 1, 1)
        u = np.where(repeat, np.log(a * per_b) + (r + x) * silence, -np.inf)
        value = (
            gammaln(r + x) - gammaln(r) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x) + gammaln(a + b)
            - (r + x) * growth - x * np.log(alpha) + np.logaddexp(0, u)
        )
        with np.errstate(over="ignore"):
            dead = 1 / (1 + np.exp(-u))
        both = digamma(a + b) - digamma(a + b + x)
        by_r = digamma(r + x) - digamma(r) - growth + dead * silence
        by_alpha = r / alpha - (r + x) / (alpha + t) + dead * (r + x) * (1 / (alpha + t) - 1 / (alpha + t_x))
        by_a = both + dead / a
        by_b = both + digamma(b + x) - digamma(b) - np.where(repeat, dead * per_b, 0)
        gradient = np.array([customers @ by for by in (by_r, by_alpha, by_a, by_b)])
        return -(customers @ value) / total, -gradient * np.exp(logs) / total

    return negative, np.log([1, customers @ t / total, 1, 1]), total


def gamma_gamma(purchases, mean_spend):
    """The same of (p, q - 1, gamma) (Fader & Hardie 2013)."""
    n, spend, total = purchases, purchases * mean_spend, len(purchases)
    logs_of_spend = np.log(spend)

    def negative(logs):
        p, above_1, gamma = np.exp(logs)
        q = 1 + above_1
        whole = np.log(gamma + spend)
        share = logs_of_spend - whole
        value = gammaln(p * n + q) - gammaln(p * n) - gammaln(q) + p * n * share + q * (np.log(gamma) - whole)
        by_p = n * (digamma(p * n + q) - digamma(p * n) + share)
        by_q = digamma(p * n + q) - digamma(q) + np.log(gamma) - whole
        by_gamma = q / gamma - (p * n + q) / (gamma + spend)
        gradient = np.array([by_p.sum() * p, by_q.sum() * above_1, by_gamma.sum() * gamma])
        return -value.sum() / total, -gradient / total

    return negative, np.log([2, 2, spend.sum() / n.sum()]), total


def fit(negative, start, total):
    """Parameters in logs, and their covariance from the Hessian."""
    bounds = np.column_stack([start - RANGE, start + RANGE])
    options = {"ftol": 1e-13, "gtol": 1e-7}
    found = minimize(negative, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    hessian = approx_derivative(lambda logs: negative(logs)[1], found.x, method="3-point")
    return found.x, np.linalg.inv((hessian + hessian.T) / 2) / total


def discounting(rate, horizon):
    """Times and weights: the present value of a flow E(t) over the horizon is the weighted sum of E(times)."""
    nodes, weights = roots_legendre(TIME_NODES)
    v = (nodes + 1) / 2
    times = horizon * v * v
    inside = rate * np.exp(-rate * times) * horizon * v * weights
    return np.append(times, horizon), np.append(inside, np.exp(-rate * horizon))


def beta_rule(a, b):
    """Points and weights for means over a Beta distribution: of Gauss and Jacobi, or its quantiles where these overflow."""
    if a + b < 1000:
        nodes, weights = roots_jacobi(BETA_NODES, b - 1, a - 1)
        return (1 + nodes) / 2, weights / weights.sum()
    nodes, weights = roots_legendre(BETA_NODES)
    return betaincinv(a, b, (1 + nodes) / 2), weights / 2


def flows(logs, x, t, rate=DISCOUNT_RATE, horizon=HORIZON):
    """Orders within the horizon of customers who are alive, and their present value, by a rule for each x."""
    r, alpha, a, b = np.exp(logs)
    times, weights = discounting(rate, horizon)
    orders, discounted = np.empty(len(x)), np.empty(len(x))
    order = np.argsort(x, kind="stable")
    repeats, starts = np.unique(x[order], return_index=True)
    for repeat, rows in zip(repeats, np.split(order, starts[1:])):
        dropout, shares = beta_rule(a, b + repeat)
        z = times / (alpha + t[rows])[:, None]
        bought = -np.expm1(-(r + repeat) * np.log1p(z[:, :, None] * dropout)) / dropout
        flow = bought @ shares
        orders[rows], discounted[rows] = flow[:, -1], flow @ weights
    return orders, discounted


def distinct(x, t):
    """The distinct pairs of x and t, and which of them each customer has."""
    keys, inverse = np.unique(x * 1_000_000.0 + np.round(t * DAYS_IN_UNIT), return_inverse=True)
    return np.floor(keys / 1_000_000), keys % 1_000_000 / DAYS_IN_UNIT, inverse


def probability_alive(logs, x, t_x, t):
    r, alpha, a, b = np.exp(logs)
    with np.errstate(over="ignore", divide="ignore"):
        odds = np.where(x > 0, a / np.maximum(b + x - 1, 1e-300) * ((alpha + t) / (alpha + t_x)) ** (r + x), 0)
    return 1 / (1 + odds)


def forecasts(logs, covariance, x, t_x, t):
    """P(alive), P(an order), orders, discounted orders, and the deviation of the log of the last by the delta method.

    Orders depend on x and t alone; they are computed once for all customers who share these."""
    some_x, some_t, inverse = distinct(x, t)

    def of(at):
        orders, discounted = flows(at, some_x, some_t)
        return probability_alive(at, x, t_x, t), orders[inverse], discounted[inverse]

    alive, orders, discounted = of(logs)
    slopes = []
    for index in range(4):
        step = np.zeros(4)
        step[index] = 1e-4
        (alive_up, _, up), (alive_down, _, down) = of(logs + step), of(logs - step)
        slopes.append((np.log(alive_up * up) - np.log(alive_down * down)) / 2e-4)
    slopes = np.array(slopes)
    deviation = np.sqrt(np.einsum("in,ij,jn->n", slopes, covariance, slopes))
    r, alpha = np.exp(logs[:2])
    any_order = alive * -np.expm1(-(r + x) * np.log1p(HORIZON / (alpha + t)))
    return alive, any_order, alive * orders, alive * discounted, deviation


def expected_spend(logs, covariance, purchases, mean_spend):
    """Spend per purchase, and the variance of its log."""
    p, above_1, gamma = np.exp(logs)
    prior, spend = above_1 / p, gamma + purchases * mean_spend
    weight, share = prior / (prior + purchases), gamma / spend
    variance = (
        weight**2 * (covariance[0, 0] - 2 * covariance[0, 1] + covariance[1, 1])
        + 2 * weight * share * (covariance[0, 2] - covariance[1, 2])
        + share**2 * covariance[2, 2]
    )
    return spend / (prior + purchases), np.maximum(variance, 0)


def fit_both(x, t_x, t, mean_spend, grouped):
    """Both models. `grouped` is (x, t_x, t, customers) by distinct history."""
    orders = fit(*bg_nbd(*grouped))
    paying = mean_spend > 0
    return orders, fit(*gamma_gamma(x[paying] + 1.0, mean_spend[paying]))


def lifetime_values(x, t_x, t, mean_spend, grouped):
    """What is expected of every buyer, by name, and the fitted parameters with their standard errors."""
    (orders, orders_cov), (spend, spend_cov) = fit_both(x, t_x, t, mean_spend, grouped)
    alive, any_order, expected, discounted, deviation = forecasts(orders, orders_cov, x, t_x, t)
    per_order, variance = expected_spend(spend, spend_cov, x + 1.0, np.maximum(mean_spend, 0))
    clv, factor = discounted * per_order, np.exp(DEVIATIONS * np.sqrt(deviation**2 + variance))
    values = {
        "p_alive": alive.round(6), "probability_of_order": any_order.round(6), "expected_orders": expected.round(4),
        "clv": clv.round(4), "clv_low": (clv / factor).round(4), "clv_high": (clv * factor).round(4),
    }
    model = {
        "orders": np.exp(orders).tolist(), "orders_errors": (np.exp(orders) * np.sqrt(np.diag(orders_cov))).tolist(),
        "spend": (np.exp(spend) + [0, 1, 0]).tolist(), "spend_errors": (np.exp(spend) * np.sqrt(np.diag(spend_cov))).tolist(),
    }
    return values, model


def backtest(x, t_x, t, mean_spend, grouped, orders_after, spend_after):
    """A fit on the past against what came after, in all and by tenths of what was forecast, beside going on as before."""
    (orders, orders_cov), (spend, spend_cov) = fit_both(x, t_x, t, mean_spend, grouped)
    horizon = HOLDOUT_DAYS / DAYS_IN_UNIT
    some_x, some_t, inverse = distinct(x, t)
    alive_orders, _ = flows(orders, some_x, some_t, 0, horizon)
    predicted = probability_alive(orders, x, t_x, t) * alive_orders[inverse]
    per_order, _ = expected_spend(spend, spend_cov, x + 1.0, np.maximum(mean_spend, 0))
    naive = np.divide(x, t, out=np.zeros(len(x)), where=t > 0) * horizon
    figures = np.column_stack(
        [predicted, orders_after, naive, predicted * per_order, spend_after, naive * mean_spend]
    )
    tenths = np.array_split(np.argsort(-predicted, kind="stable"), 10)
    return {
        "total": figures.sum(axis=0).tolist(),
        "tenths": [figures[tenth].sum(axis=0).tolist() for tenth in tenths],
        "errors": [float(np.abs(guess - orders_after).mean()) for guess in (predicted, naive)],
    }

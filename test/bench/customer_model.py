"""What NumPy does for pandas and polars alike: scores, classes, value score, tiers and distributions, as codes and names."""

import numpy as np

from clustering import clusters
from lifetime_value import backtest, lifetime_values

SEGMENT_CODES = {
    ("Champions", "冠军客户"): "555 554 544 545 454 455 445",
    ("Loyal", "忠诚客户"): "543 444 435 355 354 345 344 335",
    ("Potential Loyalist", "潜在忠诚客户"): "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323",
    ("New", "新客户"): "512 511 422 421 412 411 311",
    ("Promising", "有前景客户"): "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    ("Need Attention", "需要关注客户"): "535 534 443 434 343 334 325 324",
    ("About To Sleep", "即将沉睡客户"): "331 321 312 221 213 231 241 251",
    ("At Risk", "流失风险客户"): "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124",
    ("Can't Lose", "不可流失客户"): "155 154 144 214 215 115 114 113",
    ("Hibernating", "沉睡客户"): "332 322 233 232 223 222 132 123 122 212 211",
    ("Lost", "已流失客户"): "111 112 121 131 141 151",
}
NO_PURCHASE = ("No Purchase", "未购买客户")
SEGMENTS = [*SEGMENT_CODES, NO_PURCHASE]
CODE_OF_SCORES = np.full(556, -1, dtype=np.int8)
for position, codes in enumerate(SEGMENT_CODES.values()):
    CODE_OF_SCORES[[int(code) for code in codes.split()]] = position

EIGHT = ["一般挽留", "重要挽留", "一般保持", "重要保持", "一般发展", "重要发展", "一般价值", "重要价值"]
NINE = [
    ("Starter", "萌芽客户"), ("Growing", "成长客户"), ("Core", "核心客户"),
    ("Marginal", "边缘客户"), ("Steady", "一般维系客户"), ("Key To Keep", "重点维系客户"),
    ("Let Go", "放弃客户"), ("To Wake Up", "待唤醒客户"), ("Key To Win Back", "重点挽回客户"),
]
CLASSES = {
    "lifecycle": [("potential", "潜在客户"), ("new", "新客户"), ("active", "活跃客户"), ("loyal", "忠诚客户"), ("at risk", "流失风险客户"), ("dormant", "沉睡客户"), ("lost", "已流失客户")],
    "behaviour": [("high-frequency", "高频客户"), ("active", "活跃客户"), ("regular", "常规客户"), ("occasional", "偶尔客户")],
    "loyalty": [("high", "高忠诚"), ("medium", "中忠诚"), ("low", "低忠诚")],
    "abc_class": [("A", "A"), ("B", "B"), ("C", "C")],
    "quadrant": [("true friend", "挚友型（高价值高忠诚）"), ("butterfly", "蝴蝶型（高价值低忠诚）"), ("barnacle", "藤壶型（低价值高忠诚）"), ("stranger", "过客型（低价值低忠诚）")],
    "purchase_mode": [("concentrated", "集中购买"), ("dispersed", "分散购买"), ("single", "单次购买"), ("unknown", "未知")],
}
TIERS = [("VIP", "贵宾"), ("Gold", "金卡"), ("Silver", "银卡"), ("Standard", "普通")]
SHORTEST_DAYS = 14
# How far below its line a tier would be kept, in points of the value score.
MARGIN = 2


def bins(values, cuts):
    """1 + how many of the ascending cut points a value exceeds."""
    return 1 + np.searchsorted(cuts, values, side="left")


def scores(recency_days, orders, monetary_total):
    """Of buyers: r, f and m, and the codes of segment, Chinese class and cell of the nine-grid."""
    fifths = [0.2, 0.4, 0.6, 0.8]
    r = 6 - bins(recency_days, np.quantile(recency_days, fifths))
    f = bins(orders, np.quantile(orders, fifths))
    m = bins(monetary_total, np.quantile(monetary_total, fifths))
    recent, often, much = recency_days < recency_days.mean(), orders > orders.mean(), monetary_total > monetary_total.mean()
    thirds = [1 / 3, 2 / 3]
    row = bins(recency_days, np.quantile(recency_days, thirds)) - 1
    column = bins(monetary_total, np.quantile(monetary_total, thirds)) - 1
    return {
        "r_score": r, "f_score": f, "m_score": m, "rfm": 100 * r + 10 * f + m, "segment": CODE_OF_SCORES[100 * r + 10 * f + m],
        "segment_cn8": 4 * recent + 2 * often + much, "nine_grid": 3 * row + column,
    }


def abc_lines(monetary_total):
    """The lowest spend of the A and of the B customers."""
    spends = np.sort(monetary_total[monetary_total > 0])[::-1]
    before = np.cumsum(spends) - spends
    return [spends[before < share * spends.sum()].min() for share in (0.7, 0.9)]


def classes(c, p_alive):
    """The codes of every class; `c` holds columns as arrays, NaN where something is not known."""
    typical = np.nanmedian(c["days_between_mean"])
    with np.errstate(invalid="ignore"):
        x, spend, tenure = c["x"], c["monetary_total"], c["tenure_days"]
        rhythm = np.maximum((tenure - c["recency_days"] + typical) / (x + 1), SHORTEST_DAYS)
        lateness = c["recency_days"] / rhythm
        gone = [(lateness >= late) | (p_alive <= alive) for late, alive in ((8, 0.05), (4, 0.2), (2, 0.5))]
        lifecycle = np.select(
            [np.isnan(tenure), *gone, x >= 4, tenure / max(typical, SHORTEST_DAYS) <= 1], [0, 6, 5, 4, 3, 1], 2
        )
        loyalty = np.select([(x >= 4) & (lateness < 2), (x >= 1) & (lateness < 4)], [0, 1], 2)
        share = c["top_month_share"]
        mode = np.select([x <= 0, share > 0.6, ~np.isnan(share)], [2, 0, 1], 3)
    abc = 2 - np.searchsorted(abc_lines(spend)[::-1], spend, side="right")
    return {
        "rhythm_days": rhythm, "lifecycle": lifecycle, "behaviour": np.select([c["recent_orders"] >= n for n in (12, 6, 2)], [0, 1, 2], 3),
        "loyalty": loyalty, "abc_class": abc, "quadrant": 2 * (abc > 0) * (loyalty == 0) + (abc == 0) * (loyalty > 0) + 3 * (abc > 0) * (loyalty > 0),
        "purchase_mode": mode,
    }


def percentile_rank(values):
    """By a grid of 101 percentiles; a value that several of them share stands at their middle."""
    grid, first, count = np.unique(np.quantile(values, np.linspace(0, 1, 101), method="higher"), return_index=True, return_counts=True)
    return np.interp(values, grid, first + (count - 1) / 2)


def value_scores(recency_days, orders, monetary_total, clv):
    return (
        0.4 * percentile_rank(clv) + 0.3 * percentile_rank(monetary_total)
        + 0.15 * percentile_rank(orders) + 0.15 * (100 - percentile_rank(recency_days))
    ).round(4)


def distributions(columns):
    """The deciles of each feature on 20,000 customers, and how many lie between them."""
    some = np.random.default_rng(1).permutation(len(next(iter(columns.values()))))[:20_000]
    shares = {}
    for name, values in columns.items():
        edges = np.unique(np.quantile(values[some], np.arange(1, 10) / 10, method="inverted_cdf"))
        shares[name] = np.bincount(np.searchsorted(edges, values[some]), minlength=len(edges) + 1).tolist()
    return shares


def assign(columns, grouped, past):
    """Everything that is learnt of all customers, by column, for every customer; who never bought in the window is -1 or NaN.

    @param columns arrays by name, NaN where something is not known
    @param grouped (x, t_x, t, customers) of buyers, by distinct history
    @param past what `backtest` takes: buyers as they were a year before, and what came after
    """
    buys = columns["orders"] > 0
    c = {name: values[buys] for name, values in columns.items()}
    rfm = c["recency_days"], c["orders"], c["monetary_total"]
    values, model = lifetime_values(c["x"], c["t_x"], c["t"], c["purchase_day_mean"], grouped)
    found = scores(*rfm) | values
    found["cluster"], k, told = clusters(*rfm)
    found["value_score"] = value_scores(*rfm, values["clv"])
    lines = np.quantile(found["value_score"], [0.95, 0.8, 0.5], method="higher")
    found["tier"] = 3 - (found["value_score"][:, None] >= lines).sum(axis=1)
    found["kept_tier"] = 3 - (found["value_score"][:, None] >= lines - MARGIN).sum(axis=1)
    shares = distributions({name: c[name] for name in ("recency_days", "orders", "monetary_total", "purchase_day_mean")} | {"clv": values["clv"]})

    def for_everyone(array):
        whole = np.full(len(buys), np.nan if array.dtype.kind == "f" else -1, dtype=array.dtype)
        whole[buys] = array
        return whole

    everyone = {name: for_everyone(np.asarray(array)) for name, array in found.items()}
    everyone["tier"][~buys] = everyone["kept_tier"][~buys] = 3
    everyone |= classes(columns, everyone["p_alive"])
    return everyone, {"k": k, "lines": lines, "distributions": shares, "backtest": backtest(*past), **told, **model}

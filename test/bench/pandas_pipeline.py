"""Strata's clean → assign-tiers in pandas and scikit-learn: python3 pandas_pipeline.py <export> <directory>."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from customer_model import CLASSES, EIGHT, NINE, NO_PURCHASE, SEGMENTS, TIERS, assign
from export_file import MASKS, NOTHING, date_format, digest
from pandas_features import build_features, grouped


def text(column):
    """A column's text, trimmed; missing where it says nothing."""
    trimmed = column.str.strip()
    return trimmed.mask(trimmed.str.lower().isin(NOTHING))


def word(column):
    """Text in which nobody's e-mail shows, as a category; every different one is looked at once."""
    values = column.astype("category")
    shown = text(values.cat.categories.to_series().astype("str")).str.replace(next(iter(MASKS)), "[e-mail]", regex=True)
    return pd.Categorical(shown.to_numpy()[values.cat.codes]) if shown.isna().any() else values.cat.rename_categories(shown.to_numpy())


def number(column):
    """A plain number, or one with thousands' commas or a currency's sign."""
    plain = pd.to_numeric(column, errors="coerce")
    odd = plain.isna()
    plain[odd] = pd.to_numeric(column[odd].str.replace(r"[,¥$€\s]", "", regex=True), errors="coerce")
    return plain


def clean(path, out):
    """Reads the export as text, sets unusable rows aside, drops exact duplicates, writes Parquet by customer bucket."""
    print("sha256", digest(path), file=sys.stderr)
    raw = pd.read_csv(path, dtype="str", engine="pyarrow", keep_default_na=False, na_values=[""])
    pattern = date_format(raw["order_date"].head(1000).dropna())
    lines = pd.DataFrame(
        {
            "order_id": text(raw["order_id"]),
            "customer_id": text(raw["customer_id"]),
            "ordered_at": pd.to_datetime(raw["order_date"], format=pattern, errors="coerce"),
            "product": word(raw["product"]),
            "category": word(raw["category"]),
            "channel": word(raw["channel"]),
            "quantity": number(raw["quantity"]),
            "unit_price": number(raw["unit_price"]),
        }
    )
    lines["amount"] = (lines["quantity"] * lines["unit_price"]).round(4)
    unknown = {
        "no customer id": lines["customer_id"].isna(), "unreadable date": lines["ordered_at"].isna(),
        "unreadable quantity": lines["quantity"].isna(), "unreadable amount": lines["amount"].isna(),
    }
    reasons = np.select(list(unknown.values()), list(unknown), "")
    unusable = reasons != ""
    quarantine = raw[unusable].drop_duplicates()
    quarantine.insert(0, "reason", reasons[quarantine.index])
    for column in raw.columns:
        for found, shown in MASKS.items():
            quarantine[column] = quarantine[column].str.replace(found, shown, regex=True)
    quarantine.index = quarantine.index.rename("row") + 1
    quarantine.to_csv(out / "quarantine.csv")
    del raw

    usable = lines[~unusable]
    kept = usable[~usable.duplicated()].copy()
    is_return = (kept["amount"] < 0) | (kept["quantity"] < 0) | kept["order_id"].str.fullmatch(r"C\d+")
    kinds = np.select([kept["quantity"] == 0, is_return], [2, 1], 0)
    kept["kind"] = pd.Categorical.from_codes(kinds, ["purchase", "return", "void"])
    customer_id = kept["customer_id"].astype("category")
    buckets = pd.util.hash_array(customer_id.cat.categories.to_numpy(dtype=object)) % 8
    kept["bucket"] = buckets[customer_id.cat.codes].astype("int8")
    kept.to_parquet(out / "clean", partition_cols=["bucket"], index=False)
    kept["customer_id"] = customer_id
    counts = {"rows": len(lines), "kept": len(kept), "duplicates": len(lines) - len(kept) - len(quarantine), "quarantined": len(quarantine)}
    figures = quality(lines, kept)
    return kept[kept["kind"] != "void"], counts, figures


def quality(lines, kept):
    """What is missing and how many values differ; what amounts and quantities are like, with those beyond Tukey's outer fences."""
    figures = {column: (int(lines[column].isna().sum()), kept[column].nunique()) for column in ("customer_id", "order_id", "product", "category", "channel")}
    bought = kept["kind"] == "purchase"
    for column in ("amount", "quantity"):
        values = kept.loc[bought, column]
        low, high = np.quantile(np.log1p(values.to_numpy()[::20]), [0.25, 0.75])
        fences = np.expm1(low - 3 * (high - low)), np.expm1(high + 3 * (high - low))
        figures[f"{column}_outliers"] = int((~values.between(*fences)).sum())
    return figures | {"first": kept["ordered_at"].min(), "last": kept["ordered_at"].max(), "amount_total": kept["amount"].sum()}


def named(codes, names):
    """Names by their place; of none, the last."""
    return pd.Categorical.from_codes(np.where(codes < 0, len(names) - 1, codes), pd.Index(names))


def assign_tiers(customers, past):
    """Scores, classes, lifetime value, cluster, value score, tier and its reasons for every customer."""
    columns = {
        name: customers[name].to_numpy(float)
        for name in (
            "recency_days", "orders", "monetary_total", "purchase_day_mean", "x", "t_x", "t", "tenure_days",
            "days_between_mean", "recent_orders", "top_month_share",
        )
    }
    buys = columns["orders"] > 0
    found, model = assign(columns, grouped(*(columns[name][buys] for name in ("x", "t_x", "t"))), past)
    spoken = {"segment": SEGMENTS, "nine_grid": [*NINE, NO_PURCHASE], "tier": TIERS, "kept_tier": TIERS, **CLASSES}
    new = {name: values for name, values in found.items() if name not in spoken}
    new["segment_cn8"] = named(found["segment_cn8"], [*EIGHT, NO_PURCHASE[1]])
    for name, pairs in spoken.items():
        for at, suffix in ((0, ""), (1, "_zh")):
            new[name + suffix] = named(found[name], [pair[at] for pair in pairs])
    tiers = customers.assign(**new)
    lines = [f"at or above the line of {line:.1f}" for line in model["lines"]] + [f"below the {TIERS[2][0]} line of {model['lines'][2]:.1f}"]
    facts = list(zip(found["tier"], np.nan_to_num(found["value_score"]), columns["orders"].astype(int), columns["monetary_total"], np.nan_to_num(columns["recency_days"]).astype(int)))
    tiers["tier_reason"] = [
        f"{TIERS[tier][0]}: value score {score:.1f} of 100 is {lines[tier]}; spent {total:.2f} in {orders} order(s), last purchase {days} day(s) ago"
        for tier, score, orders, total, days in facts
    ]
    above = [None, *model["lines"]]
    tiers["to_next"] = [
        f'[{{"column":"value_score","has":{score},"needs":{above[tier]},"missing":{above[tier] - score}}}]' if tier else None
        for tier, score, *_ in facts
    ]
    tiers["tier_reason_zh"] = [
        f"{TIERS[tier][1]}：价值分 {score:.1f}（满分 100）；消费 {total:.2f}，共 {orders} 笔订单，最近一次购买在 {days} 天前"
        for tier, score, orders, total, days in facts
    ]
    return tiers, model


def main(path, out):
    started, cpu_started = time.perf_counter(), time.process_time()
    lines, counts, figures = clean(path, out)
    cleaned = time.perf_counter()
    customers, past = build_features(lines, figures["last"].normalize())
    tiers, model = assign_tiers(customers, past)
    tiers.sort_values("customer_id").to_parquet(out / "customers.parquet", index=False)
    ended, cpu_ended = time.perf_counter(), time.process_time()
    print(
        json.dumps(
            {
                "seconds": ended - started,
                "cpu_seconds": cpu_ended - cpu_started,
                "clean_seconds": cleaned - started,
                **counts,
                "customers": len(customers),
                "monetary_total": round(customers["monetary_total"].sum(), 2),
                "k": model["k"],
                "orders_model": model["orders"],
                "spend_model": model["spend"],
                "clv_total": float(np.nansum(tiers["clv"])),
            }
        )
    )


main(Path(sys.argv[1]), Path(sys.argv[2]))

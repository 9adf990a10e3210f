"""Strata's clean → assign-tiers in pandas and scikit-learn: python3 pandas_pipeline.py <orders.csv> <output directory>."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from customer_model import clusters, scores_and_segments

NOTHING = ["", "-", "null", "NULL", "Null", "None", "nan", "NaN", "N/A", "n/a", "#N/A"]
TIERS = np.array(["VIP", "gold", "silver", "standard"])


def text(column):
    """A column's text, trimmed; missing where it says nothing."""
    trimmed = column.str.strip()
    return trimmed.mask(trimmed.isin(NOTHING))


def clean(path, out):
    """Reads the export as text, sets unusable rows aside, drops exact duplicates, writes Parquet by customer bucket."""
    raw = pd.read_csv(path, dtype="str", engine="pyarrow", keep_default_na=False, na_values=[""])
    lines = pd.DataFrame(
        {
            "order_id": text(raw["order_id"]),
            "customer_id": text(raw["customer_id"]),
            "ordered_at": pd.to_datetime(raw["order_date"], format="%Y-%m-%d %H:%M:%S", errors="coerce"),
            "product": text(raw["product"]),
            "category": text(raw["category"]).astype("category"),
            "channel": text(raw["channel"]).astype("category"),
            "quantity": pd.to_numeric(raw["quantity"], errors="coerce"),
            "unit_price": pd.to_numeric(raw["unit_price"], errors="coerce"),
        }
    )
    lines["amount"] = (lines["quantity"] * lines["unit_price"]).round(2)

    no_id = lines["customer_id"].isna()
    no_date, no_amount = lines["ordered_at"].isna(), lines["amount"].isna()
    unusable = no_id | no_date | no_amount
    reasons = np.select([no_id, no_date, no_amount], ["no customer id", "unreadable date", "unreadable amount"], "")
    quarantine = raw[unusable].assign(reason=reasons[unusable])
    quarantine.index = quarantine.index.rename("row") + 2
    quarantine.to_csv(out / "quarantine.csv")
    del raw

    usable = lines[~unusable]
    kept = usable[~usable.duplicated()].copy()
    customer_id = kept["customer_id"].astype("category")
    buckets = pd.util.hash_array(customer_id.cat.categories.to_numpy(dtype=object)) % 8
    kept["bucket"] = buckets[customer_id.cat.codes].astype("int8")
    kept.to_parquet(out / "clean", partition_cols=["bucket"], index=False)
    kept["customer_id"] = customer_id
    counts = {"rows": len(lines), "kept": len(kept), "duplicates": len(usable) - len(kept), "quarantined": len(quarantine)}
    return kept, counts


def favourite(lines, column):
    """The value of a column each customer spent most on."""
    spent = lines.groupby(["customer_id", column], observed=True, sort=False)["amount"].sum().reset_index()
    return spent.sort_values("amount").drop_duplicates("customer_id", keep="last").set_index("customer_id")[column]


def build_features(lines):
    """One row per customer with a purchase: RFM and BTYD facts, days as the unit of time."""
    lines = lines.assign(day=lines["ordered_at"].dt.normalize())
    as_of = lines["day"].max()
    is_purchase = (lines["quantity"] > 0) & (lines["amount"] >= 0)
    purchases, returns = lines[is_purchase], lines[~is_purchase]

    by_customer = purchases.groupby("customer_id", observed=True, sort=False)
    features = by_customer.agg(
        first_order_at=("ordered_at", "min"), last_order_at=("ordered_at", "max"), purchased=("amount", "sum")
    )
    orders = purchases[["customer_id", "order_id"]].drop_duplicates()
    days = purchases[["customer_id", "day"]].drop_duplicates()
    features["orders"] = orders["customer_id"].value_counts()
    features["purchase_days"] = days["customer_id"].value_counts()
    returned = -returns.groupby("customer_id", observed=True, sort=False)["amount"].sum()
    features["returns_total"] = returned.reindex(features.index, fill_value=0.0)
    features["monetary_total"] = features["purchased"] - features["returns_total"]
    features["monetary_mean"] = features["purchased"] / features["orders"]
    first_day, last_day = features["first_order_at"].dt.normalize(), features["last_order_at"].dt.normalize()
    features["recency_days"] = (as_of - last_day).dt.days
    features["x"] = features["purchase_days"] - 1
    features["t_x"] = (last_day - first_day).dt.days
    features["t"] = (as_of - first_day).dt.days
    features["top_category"] = favourite(purchases, "category")
    features["top_channel"] = favourite(purchases, "channel")
    return features.reset_index()


def assign_tiers(customers):
    """Scores, segment, cluster, value score, tier and the tier's reason for every customer."""
    rfm = [customers[name].to_numpy() for name in ("recency_days", "orders", "monetary_total")]
    customers["r_score"], customers["f_score"], customers["m_score"], customers["segment"] = scores_and_segments(*rfm)
    customers["cluster"], k = clusters(*rfm)
    customers["value_score"] = 100 * (
        0.5 * customers["monetary_total"].rank(pct=True)
        + 0.25 * customers["orders"].rank(pct=True)
        + 0.25 * customers["recency_days"].rank(pct=True, ascending=False)
    )
    cuts = customers["value_score"].quantile([0.95, 0.80, 0.50]).to_numpy()
    customers["tier"] = TIERS[3 - (customers["value_score"].to_numpy()[:, None] >= cuts).sum(axis=1)]
    customers["tier_reason"] = [
        f"{tier}: value score {score:.1f}, {orders} orders worth {total:.2f}, last purchase {days} days ago"
        for tier, score, orders, total, days in zip(
            customers["tier"],
            customers["value_score"],
            customers["orders"],
            customers["monetary_total"],
            customers["recency_days"],
        )
    ]
    return customers, k


def main(path, out):
    started = time.perf_counter()
    lines, counts = clean(path, out)
    cleaned = time.perf_counter()
    customers, k = assign_tiers(build_features(lines))
    customers.to_parquet(out / "customers.parquet", index=False)
    ended = time.perf_counter()
    print(
        json.dumps(
            {
                "seconds": ended - started,
                "clean_seconds": cleaned - started,
                **counts,
                "customers": len(customers),
                "monetary_total": round(customers["monetary_total"].sum(), 2),
                "k": k,
            }
        )
    )


main(sys.argv[1], Path(sys.argv[2]))

"""Strata's clean → assign-tiers in polars (streaming) and scikit-learn: python3 polars_pipeline.py <orders.csv> <output directory>."""

import json
import sys
import time
from pathlib import Path

import polars as pl

from customer_model import clusters, scores_and_segments

RAW = ["order_id", "customer_id", "order_date", "product", "category", "channel", "quantity", "unit_price"]
NOTHING = ["", "-", "null", "NULL", "Null", "None", "nan", "NaN", "N/A", "n/a", "#N/A"]
CLEAN = {
    "order_id": "order",
    "customer_id": "id",
    "ordered_at": "ordered_at",
    "product": "product_text",
    "category": "category_text",
    "channel": "channel_text",
    "quantity": "quantity_number",
    "unit_price": "price_number",
    "amount": "amount",
}


def text(column):
    """A column's text, trimmed; null where it says nothing."""
    trimmed = pl.col(column).str.strip_chars()
    return pl.when(~trimmed.is_in(NOTHING)).then(trimmed)


def clean(path, out):
    """Reads the export as text, sets unusable rows aside, drops exact duplicates, writes Parquet by customer bucket."""
    raw = pl.scan_csv(path, infer_schema=False, row_index_name="row", row_index_offset=2)
    amount = (pl.col("quantity_number") * pl.col("price_number")).round(2)
    lines = (
        raw.with_columns(
            text("customer_id").alias("id"),
            text("order_id").alias("order"),
            *(text(column).alias(f"{column}_text") for column in ("product", "category", "channel")),
            pl.col("order_date").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).alias("ordered_at"),
            pl.col("quantity").cast(pl.Int32, strict=False).alias("quantity_number"),
            pl.col("unit_price").cast(pl.Float64, strict=False).alias("price_number"),
        )
        .with_columns(amount.alias("amount"))
        .with_columns(
            pl.when(pl.col("id").is_null())
            .then(pl.lit("no customer id"))
            .when(pl.col("ordered_at").is_null())
            .then(pl.lit("unreadable date"))
            .when(pl.col("amount").is_null())
            .then(pl.lit("unreadable amount"))
            .alias("reason")
        )
    )
    quarantine = lines.filter(pl.col("reason").is_not_null()).select("row", *RAW, "reason")
    kept = lines.filter(pl.col("reason").is_null()).select(**CLEAN).unique()
    bucketed = kept.with_columns((pl.col("customer_id").hash(1) % 8).cast(pl.Int8).alias("bucket"))
    counts = lines.select(pl.len().alias("rows"), pl.col("reason").count().alias("quarantined"))
    by_bucket = pl.PartitionBy(out / "clean", key="bucket")
    counted, _, _ = pl.collect_all(
        [
            counts,
            quarantine.sink_csv(out / "quarantine.csv", lazy=True),
            bucketed.sink_parquet(by_bucket, compression="lz4", maintain_order=False, mkdir=True, lazy=True),
        ],
        engine="streaming",
    )
    return counted.row(0, named=True)


def favourite(purchases, column):
    """The value of a column each customer spent most on."""
    return (
        purchases.group_by("customer_id", column)
        .agg(pl.col("amount").sum())
        .group_by("customer_id")
        .agg(pl.col(column).max_by("amount").alias(f"top_{column}"))
    )


def build_features(lines):
    """One row per customer with a purchase: RFM and BTYD facts, days as the unit of time."""
    is_purchase = (pl.col("quantity") > 0) & (pl.col("amount") >= 0)
    purchases, returns = lines.filter(is_purchase), lines.filter(~is_purchase)
    as_of = lines.select(pl.col("ordered_at").max().dt.date()).collect(engine="streaming").item()
    orders = purchases.group_by("customer_id", "order_id").agg(
        pl.col("ordered_at").min().alias("first_at"), pl.col("ordered_at").max().alias("last_at"), pl.col("amount").sum()
    )
    facts = orders.group_by("customer_id").agg(
        pl.len().alias("orders"),
        pl.col("first_at").min().alias("first_order_at"),
        pl.col("last_at").max().alias("last_order_at"),
        pl.col("amount").sum().alias("purchased"),
        pl.col("first_at").dt.date().n_unique().alias("purchase_days"),
    )
    returned = returns.group_by("customer_id").agg((-pl.col("amount").sum()).alias("returns_total"))
    first_day, last_day = pl.col("first_order_at").dt.date(), pl.col("last_order_at").dt.date()
    return (
        facts.join(returned, on="customer_id", how="left")
        .join(favourite(purchases, "category"), on="customer_id")
        .join(favourite(purchases, "channel"), on="customer_id")
        .with_columns(pl.col("returns_total").fill_null(0.0))
        .with_columns(
            (pl.col("purchased") - pl.col("returns_total")).alias("monetary_total"),
            (pl.col("purchased") / pl.col("orders")).alias("monetary_mean"),
            (pl.lit(as_of) - last_day).dt.total_days().alias("recency_days"),
            (pl.col("purchase_days") - 1).alias("x"),
            (last_day - first_day).dt.total_days().alias("t_x"),
            (pl.lit(as_of) - first_day).dt.total_days().alias("t"),
        )
        .collect(engine="streaming")
    )


def assign_tiers(customers):
    """Scores, segment, cluster, value score, tier and the tier's reason for every customer."""
    rfm = [customers[name].to_numpy() for name in ("recency_days", "orders", "monetary_total")]
    r_score, f_score, m_score, segment = scores_and_segments(*rfm)
    cluster, k = clusters(*rfm)
    score, total = pl.col("value_score"), pl.col("monetary_total")
    tiers = (
        customers.lazy()
        .with_columns(
            pl.Series("r_score", r_score),
            pl.Series("f_score", f_score),
            pl.Series("m_score", m_score),
            pl.Series("segment", segment, dtype=pl.String),
            pl.Series("cluster", cluster),
            (
                100
                * (0.5 * total.rank() + 0.25 * pl.col("orders").rank() + 0.25 * pl.col("recency_days").rank(descending=True))
                / pl.len()
            ).alias("value_score"),
        )
        .with_columns(
            pl.when(score >= score.quantile(0.95))
            .then(pl.lit("VIP"))
            .when(score >= score.quantile(0.80))
            .then(pl.lit("gold"))
            .when(score >= score.quantile(0.50))
            .then(pl.lit("silver"))
            .otherwise(pl.lit("standard"))
            .alias("tier")
        )
        .with_columns(
            pl.format(
                "{}: value score {}, {} orders worth {}, last purchase {} days ago",
                "tier",
                score.round(1),
                "orders",
                total.round(2),
                "recency_days",
            ).alias("tier_reason")
        )
        .collect()
    )
    return tiers, k


def main(path, out):
    started = time.perf_counter()
    counts = clean(path, out)
    cleaned = time.perf_counter()
    lines = pl.scan_parquet(out / "clean" / "**" / "*.parquet", hive_partitioning=False)
    customers, k = assign_tiers(build_features(lines))
    customers.write_parquet(out / "customers.parquet")
    ended = time.perf_counter()
    kept = lines.select(pl.len()).collect().item()
    print(
        json.dumps(
            {
                "seconds": ended - started,
                "clean_seconds": cleaned - started,
                **counts,
                "kept": kept,
                "duplicates": counts["rows"] - counts["quarantined"] - kept,
                "customers": len(customers),
                "monetary_total": round(customers["monetary_total"].sum(), 2),
                "k": k,
            }
        )
    )


main(sys.argv[1], Path(sys.argv[2]))

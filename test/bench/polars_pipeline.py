"""Strata's clean → assign-tiers in polars (streaming) and scikit-learn: python3 polars_pipeline.py <export> <directory>."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from customer_model import CLASSES, EIGHT, NINE, NO_PURCHASE, SEGMENTS, TIERS, assign
from export_file import MASKS, NOTHING, date_format, digest
from polars_features import build_features, held_back

RAW = ["order_id", "customer_id", "order_date", "product", "category", "channel", "quantity", "unit_price"]
CLEAN = ["order_id", "customer_id", "ordered_at", "product", "category", "channel", "quantity", "unit_price", "amount", "kind"]


def text(column):
    """A column's text, trimmed; null where it says nothing."""
    trimmed = pl.col(column).str.strip_chars()
    return pl.when(~trimmed.str.to_lowercase().is_in(NOTHING)).then(trimmed)


def word(column):
    """Text in which nobody's e-mail shows."""
    return text(column).str.replace_all(next(iter(MASKS)), "[e-mail]")


def reason():
    says = {"no customer id": "id", "unreadable date": "ordered_at", "unreadable quantity": "quantity_number", "unreadable amount": "amount"}
    cases = pl
    for name, column in says.items():
        cases = cases.when(pl.col(column).is_null()).then(pl.lit(name))
    return cases.alias("reason")


def clean(path, out):
    """Reads the export as text, sets unusable rows aside, drops exact duplicates, writes Parquet by customer bucket."""
    print("sha256", digest(path), file=sys.stderr)
    pattern = date_format(pl.scan_csv(path, infer_schema=False).head(1000).collect()["order_date"].drop_nulls())
    raw = pl.scan_csv(path, infer_schema=False, row_index_name="row", row_index_offset=1)
    number, price = pl.col("quantity_number"), pl.col("price_number")
    is_return = (pl.col("amount") < 0) | (number < 0) | pl.col("order").str.contains(r"^C\d+$")
    lines = (
        raw.with_columns(
            text("customer_id").alias("id"),
            text("order_id").alias("order"),
            *(word(column).alias(f"{column}_text") for column in ("product", "category", "channel")),
            pl.col("order_date").str.to_datetime(pattern, strict=False).alias("ordered_at"),
            number_of("quantity").alias("quantity_number"),
            number_of("unit_price").alias("price_number"),
        )
        .with_columns((number * price).round(4).alias("amount"))
        .with_columns(
            reason(),
            pl.when(number == 0).then(pl.lit("void")).when(is_return).then(pl.lit("return")).otherwise(pl.lit("purchase")).alias("kind"),
        )
    )
    quarantine = lines.filter(pl.col("reason").is_not_null()).select("row", *RAW, "reason")
    kept = (
        lines.filter(pl.col("reason").is_null())
        .select(
            pl.col("order").alias("order_id"), pl.col("id").alias("customer_id"), "ordered_at",
            *(pl.col(f"{column}_text").alias(column) for column in ("product", "category", "channel")),
            number.alias("quantity"), price.alias("unit_price"), "amount", "kind",
        )
        .unique()
    )
    bucketed = kept.with_columns((pl.col("customer_id").hash(1) % 8).cast(pl.Int8).alias("bucket"))
    counts = lines.select(
        pl.len().alias("rows"),
        *(pl.col(column).is_null().sum().alias(f"{column}_missing") for column in ("id", "order", "product_text", "category_text", "channel_text")),
        *(pl.col(column).approx_n_unique().alias(f"{column}_distinct") for column in ("id", "order", "product_text")),
    )
    counted, refused, _ = pl.collect_all(
        [
            counts,
            quarantine,
            bucketed.sink_parquet(pl.PartitionBy(out / "clean", key="bucket"), compression="lz4", maintain_order=False, mkdir=True, lazy=True),
        ],
        engine="streaming",
    )
    once = refused.unique(RAW, keep="first", maintain_order=True)
    masked = [pl.col(RAW)]
    for found, shown in MASKS.items():
        masked = [each.str.replace_all(found, shown) for each in masked]
    once.with_columns(masked).write_csv(out / "quarantine.csv")
    return {"rows": counted["rows"].item(), "quarantined": len(once)}


def number_of(column):
    """A plain number, or one with thousands' commas or a currency's sign."""
    plain = pl.col(column).cast(pl.Float64, strict=False)
    return plain.fill_null(pl.col(column).str.replace_all(r"[,¥$€\s]", "").cast(pl.Float64, strict=False))


def quality(lines):
    """What amounts and quantities are like, with those beyond Tukey's outer fences of their logs, as a sample has them."""
    bought = pl.col("kind") == "purchase"
    sample = lines.filter(bought & (pl.col("order_id").hash() % 20 == 0)).select(pl.col("amount", "quantity").log1p())
    quarters = sample.select(
        *(pl.col(column).quantile(share).alias(f"{column}{share}") for column in ("amount", "quantity") for share in (0.25, 0.75))
    ).collect(engine="streaming").row(0)
    fences = {
        column: (np.expm1(low - 3 * (high - low)), np.expm1(high + 3 * (high - low)))
        for column, low, high in (("amount", *quarters[:2]), ("quantity", *quarters[2:]))
    }
    return lines.select(
        pl.len().alias("kept"),
        pl.col("amount").sum().alias("amount_total"),
        pl.col("ordered_at").min().alias("first"),
        pl.col("ordered_at").max().alias("last"),
        *((bought & ~pl.col(column).is_between(*fences[column])).sum().alias(f"{column}_outliers") for column in fences),
    ).collect(engine="streaming").row(0, named=True)


def named(codes, names):
    return pl.Series(names, dtype=pl.String).gather(np.where(codes < 0, len(names) - 1, codes))


def assign_tiers(customers, past):
    """Scores, classes, lifetime value, cluster, value score, tier and its reasons for every customer."""
    columns = {
        name: customers[name].cast(pl.Float64).to_numpy()
        for name in (
            "recency_days", "orders", "monetary_total", "purchase_day_mean", "x", "t_x", "t", "tenure_days",
            "days_between_mean", "recent_orders", "top_month_share",
        )
    }
    buyers = customers.lazy().filter(pl.col("orders") > 0)
    grouped = buyers.group_by("x", "t_x", "t").len().collect()
    found, model = assign(columns, histories(grouped), past)
    spoken = {
        "segment": SEGMENTS, "nine_grid": [*NINE, NO_PURCHASE], "tier": TIERS, "kept_tier": TIERS, **CLASSES,
    }
    new = [pl.Series(name, values) for name, values in found.items() if name not in spoken and name != "segment_cn8"]
    new.append(named(found["segment_cn8"], [*EIGHT, NO_PURCHASE[1]]).alias("segment_cn8"))
    for name, pairs in spoken.items():
        new += [named(found[name], [pair[at] for pair in pairs]).alias(name + suffix) for at, suffix in ((0, ""), (1, "_zh"))]
    line, above = ([*model["lines"], None], [None, *model["lines"]])
    at = found["tier"]
    new += [pl.Series("line", line).gather(at), pl.Series("above", above).gather(at), named(np.maximum(at - 1, 0), [name for name, _ in TIERS]).alias("next")]
    score = pl.col("value_score").fill_nan(0).round(1)
    facts = [pl.col("monetary_total").round(2), "orders", "recency_days"]
    tiers = customers.lazy().with_columns(new).with_columns(
        pl.when(pl.col("line").is_null())
        .then(pl.format("{}: value score {} of 100 is below the {} line of {}; spent {} in {} order(s), last purchase {} day(s) ago", "tier", score, "next", pl.col("above").round(1), *facts))
        .otherwise(pl.format("{}: value score {} of 100 is at or above the line of {}; spent {} in {} order(s), last purchase {} day(s) ago", "tier", score, pl.col("line").round(1), *facts))
        .alias("tier_reason"),
        pl.when(pl.col("above").is_not_null())
        .then(pl.concat_str(
            pl.lit('[{"column":"value_score","has":'), "value_score", pl.lit(',"needs":'), "above",
            pl.lit(',"missing":'), pl.col("above") - pl.col("value_score"), pl.lit("}]"),
        ))
        .alias("to_next"),
        pl.format("{}：价值分 {}（满分 100）；消费 {}，共 {} 笔订单，最近一次购买在 {} 天前", "tier_zh", score, *facts).alias("tier_reason_zh"),
    )
    return tiers.drop("line", "above", "next").collect(), model


def histories(grouped):
    return tuple(grouped[name].cast(pl.Float64).to_numpy() for name in ("x", "t_x", "t", "len"))


def main(path, out):
    started, cpu_started = time.perf_counter(), time.process_time()
    counts = clean(path, out)
    lines = pl.scan_parquet(out / "clean" / "**" / "*.parquet", hive_partitioning=False)
    figures = quality(lines)
    cleaned = time.perf_counter()
    as_of = figures["last"].date()
    customers, holdout = build_features(lines, as_of)
    past = held_back(holdout)
    tiers, model = assign_tiers(customers, past)
    tiers.sort("customer_id").write_parquet(out / "customers.parquet")
    ended, cpu_ended = time.perf_counter(), time.process_time()
    print(
        json.dumps(
            {
                "seconds": ended - started,
                "cpu_seconds": cpu_ended - cpu_started,
                "clean_seconds": cleaned - started,
                **counts,
                "kept": figures["kept"],
                "duplicates": counts["rows"] - counts["quarantined"] - figures["kept"],
                "customers": len(customers),
                "monetary_total": round(customers["monetary_total"].sum(), 2),
                "k": model["k"],
                "orders_model": model["orders"],
                "spend_model": model["spend"],
                "clv_total": tiers["clv"].fill_nan(0).sum(),
            }
        )
    )


main(Path(sys.argv[1]), Path(sys.argv[2]))

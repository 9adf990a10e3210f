"""One row of facts per customer, in polars, streaming; days and weeks as docs/features.md has them."""

import polars as pl

ONLINE = ["web", "app", "online"]
RECENT_DAYS, TREND_DAYS, YEAR_DAYS, HOLDOUT_DAYS = 365, 90, 365, 365


def documents(lines, year_from):
    """One row per customer and order, or return."""
    bought = pl.col("kind") == "purchase"
    money, at = pl.col("amount"), pl.col("ordered_at")
    return (
        lines.filter(pl.col("kind") != "void")
        .select(
            "customer_id", "order_id",
            pl.when(bought).then(money).otherwise(0.0).alias("bought"),
            pl.when(bought).then(0.0).otherwise(-money).alias("returned"),
            pl.when(bought).then(at).alias("at"),
            pl.when(at >= year_from).then(money).otherwise(0.0).alias("of_year"),
            bought.alias("is_order"),
        )
        .group_by("customer_id", "order_id")
        .agg(
            pl.col("bought", "returned", "of_year").sum(), pl.col("at").min().alias("first_at"),
            pl.col("at").max().alias("last_at"), pl.col("is_order").any(), (~pl.col("is_order")).any().alias("is_return"),
        )
    )


def favourites(lines, column):
    """The value of a column each customer spent most on, how many they know, and shares of what they spent."""
    spent = lines.filter(pl.col("kind") == "purchase").group_by("customer_id", column).agg(pl.col("amount").sum())
    online = pl.when(pl.col(column).is_in(ONLINE)).then(pl.col("amount")).otherwise(0.0).sum()
    return spent.group_by("customer_id").agg(
        pl.col(column).max_by("amount").alias(f"top_{column}"),
        pl.len().alias(f"{column}_count"),
        (pl.col("amount").max() / pl.col("amount").sum()).alias(f"top_{column}_share"),
        (online / pl.col("amount").sum()).alias(f"online_{column}_share"),
    )


def build_features(lines, as_of):
    """Every customer's facts, and what was known of buyers a year before beside what came after."""
    orders = documents(lines, pl.lit(as_of) - pl.duration(days=RECENT_DAYS - 1)).collect(engine="streaming").lazy()
    day = pl.col("first_at").dt.date()
    age = (pl.lit(as_of) - day).dt.total_days()
    recent = age < TREND_DAYS
    before = (age >= TREND_DAYS) & (age < 2 * TREND_DAYS)
    year_ago = (age >= YEAR_DAYS) & (age < YEAR_DAYS + TREND_DAYS)
    days = orders.filter(pl.col("is_order")).group_by("customer_id", day.alias("day")).agg(pl.col("bought").sum())
    rhythm = (
        days.sort("customer_id", "day")
        .with_columns(pl.col("day").diff().over("customer_id").dt.total_days().alias("gap"))
        .group_by("customer_id")
        .agg(
            pl.len().alias("purchase_days"),
            pl.col("gap").mean().alias("days_between_mean"),
            pl.col("gap").std().alias("days_between_deviation"),
        )
    )
    months = (
        days.group_by("customer_id", pl.col("day").dt.truncate("1mo").alias("month"))
        .agg(pl.col("bought").sum())
        .group_by("customer_id")
        .agg(pl.len().alias("active_months"), (pl.col("bought").max() / pl.col("bought").sum()).alias("top_month_share"))
    )
    facts = orders.group_by("customer_id").agg(
        pl.col("is_order").sum().alias("orders"),
        pl.col("is_return").sum().alias("returned_orders"),
        pl.col("bought").sum().alias("purchases_total"),
        pl.col("returned").sum().alias("returns_total"),
        pl.col("first_at").min().alias("first_order_at"),
        pl.col("last_at").max().alias("last_order_at"),
        (age < RECENT_DAYS).sum().alias("recent_orders"),
        pl.when(recent).then(pl.col("bought")).otherwise(0.0).sum().alias("spend_recent"),
        pl.when(before).then(pl.col("bought")).otherwise(0.0).sum().alias("spend_before"),
        pl.when(year_ago).then(pl.col("bought")).otherwise(0.0).sum().alias("spend_year_ago"),
        pl.col("of_year").sum().alias("yearly_spend"),
    )
    total, back = pl.col("purchases_total"), pl.col("returns_total")
    first_day, last_day = pl.col("first_order_at").dt.date(), pl.col("last_order_at").dt.date()
    late, early = pl.col("spend_recent"), pl.col("spend_before")
    customers = (
        facts.join(rhythm, on="customer_id", how="left")
        .join(months, on="customer_id", how="left")
        .join(favourites(lines, "category"), on="customer_id", how="left")
        .join(favourites(lines, "channel"), on="customer_id", how="left")
        .with_columns(
            (total - back).alias("monetary_total"),
            (total / pl.col("orders")).alias("monetary_mean"),
            (total / pl.col("purchase_days")).alias("purchase_day_mean"),
            (back / total).alias("return_rate"),
            (pl.lit(as_of) - last_day).dt.total_days().alias("recency_days"),
            (pl.lit(as_of) - first_day).dt.total_days().alias("tenure_days"),
            (pl.col("purchase_days") - 1).alias("x"),
            ((last_day - first_day).dt.total_days() / 7).alias("t_x"),
            ((pl.lit(as_of) - first_day).dt.total_days() / 7).alias("t"),
            ((late - early) / (late + early)).alias("spend_trend"),
            (last_day + pl.duration(days=pl.col("days_between_mean").round())).alias("next_order_due_on"),
            pl.lit(as_of).alias("as_of"),
        )
        .with_columns((pl.col("as_of") - pl.col("next_order_due_on")).dt.total_days().alias("overdue_days"))
        .collect(engine="streaming")
    )
    return customers, holdout(days, as_of)


def holdout(days, as_of):
    cut = pl.lit(as_of) - pl.duration(days=HOLDOUT_DAYS)
    known = pl.col("day") <= cut
    spent = pl.col("bought")
    seen = pl.when(known).then(pl.col("day"))
    return (
        days.group_by("customer_id")
        .agg(
            (known.sum().cast(pl.Int64) - 1).alias("x"),
            ((seen.max() - seen.min()).dt.total_days() / 7).alias("t_x"),
            ((cut - seen.min()).dt.total_days() / 7).alias("t"),
            pl.when(known).then(spent).otherwise(0.0).sum().alias("spend"),
            (~known).sum().alias("orders_after"),
            pl.when(known).then(0.0).otherwise(spent).sum().alias("spend_after"),
        )
        .filter(pl.col("x") >= 0)
        .collect(engine="streaming")
    )


def held_back(table):
    """What the backtest takes, as arrays."""
    grouped = table.group_by("x", "t_x", "t").len()
    of = lambda frame, *names: [frame[name].cast(pl.Float64).to_numpy() for name in names]
    x, t_x, t, spend, orders_after, spend_after = of(table, "x", "t_x", "t", "spend", "orders_after", "spend_after")
    return x, t_x, t, spend / (x + 1), tuple(of(grouped, "x", "t_x", "t", "len")), orders_after, spend_after

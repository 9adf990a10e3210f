"""One row of facts per customer, in pandas; days and weeks as docs/features.md has them."""

import numpy as np
import pandas as pd

ONLINE = ["web", "app", "online"]
RECENT_DAYS, TREND_DAYS, YEAR_DAYS, HOLDOUT_DAYS = 365, 90, 365, 365


def documents(lines, year_from):
    """One row per customer and order, or return."""
    bought = lines["kind"] == "purchase"
    parts = pd.DataFrame(
        {
            "customer_id": lines["customer_id"],
            "order_id": lines["order_id"],
            "bought": lines["amount"].where(bought, 0.0),
            "returned": (-lines["amount"]).where(~bought, 0.0),
            "at": lines["ordered_at"].where(bought),
            "of_year": lines["amount"].where(lines["ordered_at"] >= year_from, 0.0),
            "is_order": bought,
        }
    )
    return (
        parts.groupby(["customer_id", "order_id"], observed=True, sort=False)
        .agg(
            bought=("bought", "sum"), returned=("returned", "sum"), of_year=("of_year", "sum"), first_at=("at", "min"), last_at=("at", "max"),
            is_order=("is_order", "max"), all_order=("is_order", "min"),
        )
        .reset_index()
    )


def favourites(lines, column):
    """The value of a column each customer spent most on, how many they know, and shares of what they spent."""
    spent = lines.groupby(["customer_id", column], observed=True, sort=False)["amount"].sum().reset_index()
    spent["online"] = spent["amount"].where(spent[column].isin(ONLINE), 0.0)
    spent = spent.sort_values("amount")
    found = spent.groupby("customer_id", observed=True, sort=False).agg(
        **{f"top_{column}": (column, "last"), f"{column}_count": (column, "size"), "most": ("amount", "last"), "total": ("amount", "sum"), "online": ("online", "sum")}
    )
    found[f"top_{column}_share"] = found.pop("most") / found["total"]
    found[f"online_{column}_share"] = found.pop("online") / found.pop("total")
    return found


def purchase_days(orders):
    bought = orders[orders["is_order"]]
    days = bought.assign(day=bought["first_at"].dt.normalize())
    days = days.groupby(["customer_id", "day"], observed=True, sort=False)["bought"].sum().reset_index()
    return days.sort_values(["customer_id", "day"], ignore_index=True)


def build_features(lines, as_of):
    """Every customer's facts, and what was known of buyers a year before beside what came after."""
    orders = documents(lines, as_of - pd.Timedelta(days=RECENT_DAYS - 1))
    days = purchase_days(orders)
    purchases = lines[lines["kind"] == "purchase"]
    age = (as_of - orders["first_at"].dt.normalize()).dt.days
    orders["is_return"] = ~orders["all_order"]
    orders["recent"] = age < RECENT_DAYS
    orders["late"] = orders["bought"].where(age < TREND_DAYS, 0.0)
    orders["year_ago"] = orders["bought"].where((age >= YEAR_DAYS) & (age < YEAR_DAYS + TREND_DAYS), 0.0)
    orders["early"] = orders["bought"].where((age >= TREND_DAYS) & (age < 2 * TREND_DAYS), 0.0)
    c = orders.groupby("customer_id", observed=True, sort=False).agg(
        orders=("is_order", "sum"), returned_orders=("is_return", "sum"), purchases_total=("bought", "sum"),
        returns_total=("returned", "sum"), first_order_at=("first_at", "min"), last_order_at=("last_at", "max"),
        recent_orders=("recent", "sum"), spend_recent=("late", "sum"), spend_before=("early", "sum"),
        spend_year_ago=("year_ago", "sum"), yearly_spend=("of_year", "sum"),
    )
    days["gap"] = days["day"].diff().dt.days.where(days["customer_id"] == days["customer_id"].shift())
    rhythm = days.groupby("customer_id", observed=True, sort=False)["gap"].agg(["mean", "std"])
    c["days_between_mean"], c["days_between_deviation"] = rhythm["mean"], rhythm["std"]
    c["purchase_days"] = days["customer_id"].value_counts()
    months = days.groupby(["customer_id", days["day"].dt.year * 12 + days["day"].dt.month], observed=True, sort=False)["bought"].sum()
    months = months.groupby(level=0, observed=True, sort=False).agg(["size", "max", "sum"])
    c["active_months"], c["top_month_share"] = months["size"], months["max"] / months["sum"]
    c = c.join(favourites(purchases, "category")).join(favourites(purchases, "channel"))
    first_day, last_day = c["first_order_at"].dt.normalize(), c["last_order_at"].dt.normalize()
    c["monetary_total"] = c["purchases_total"] - c["returns_total"]
    c["monetary_mean"] = c["purchases_total"] / c["orders"]
    c["purchase_day_mean"] = c["purchases_total"] / c["purchase_days"]
    c["return_rate"] = c["returns_total"] / c["purchases_total"]
    c["recency_days"], c["tenure_days"] = (as_of - last_day).dt.days, (as_of - first_day).dt.days
    c["x"] = c["purchase_days"] - 1
    c["t_x"], c["t"] = (last_day - first_day).dt.days / 7, (as_of - first_day).dt.days / 7
    c["spend_trend"] = (c["spend_recent"] - c["spend_before"]) / (c["spend_recent"] + c["spend_before"])
    c["next_order_due_on"] = last_day + pd.to_timedelta(c["days_between_mean"].round(), unit="D")
    c["overdue_days"] = (as_of - c["next_order_due_on"]).dt.days
    c["as_of"] = as_of
    return c.reset_index(), held_back(days, as_of)


def held_back(days, as_of):
    """What the backtest takes, as arrays."""
    cut = as_of - pd.Timedelta(days=HOLDOUT_DAYS)
    known = days["day"] <= cut
    past = days[known].groupby("customer_id", observed=True, sort=False).agg(
        first=("day", "min"), last=("day", "max"), days=("day", "size"), spend=("bought", "sum")
    )
    after = days[~known].groupby("customer_id", observed=True, sort=False)["bought"].agg(["size", "sum"]).reindex(past.index, fill_value=0)
    x = past["days"].to_numpy(float) - 1
    t_x, t = ((past["last"] - past["first"]).dt.days / 7).to_numpy(), ((cut - past["first"]).dt.days / 7).to_numpy()
    spend = past["spend"].to_numpy()
    return x, t_x, t, spend / (x + 1), grouped(x, t_x, t), after["size"].to_numpy(float), after["sum"].to_numpy()


def grouped(x, t_x, t):
    """(x, t_x, t, customers) by distinct history."""
    counts = pd.DataFrame({"x": x, "t_x": t_x, "t": t}).groupby(["x", "t_x", "t"], sort=False).size()
    return (*(counts.index.get_level_values(name).to_numpy(float) for name in ("x", "t_x", "t")), counts.to_numpy(float))

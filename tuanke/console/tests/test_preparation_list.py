from typing import Any

from tuanke.console.selectors.analytics.demand import demand_table


def good(code: int, total: float | None, *, sold: int = 0) -> dict[str, Any]:
    ahead = None
    if total is not None:
        week = [total / 4, 0.0, total]
        ahead = {"method": "level", "weeks": [week] * 4, "total": [total, 0.0, 2 * total], "gain": 0.1}
    return {"code": code, "weeks": [sold] * 4, "trend": None, "ahead": ahead}


def test_goods_nobody_is_expected_to_ask_for_are_counted_not_listed() -> None:
    goods = [good(1, 3.0), good(2, 0.4, sold=5), good(3, 0.0), good(4, 0.6), good(5, None), good(6, 40.0)]
    found = {
        "starts_on": "2026-06-29", "weeks_ahead": 4, "festivals": [], "categories": [], "products": goods,
    }  # fmt: skip
    table = demand_table(found, {6: "Rice"})
    assert [row["name"] for row in table["products"]] == ["Rice", "1", "4", "5"]
    assert table["quiet"] == 2

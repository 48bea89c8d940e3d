"""How often a customer turns to the shop, against the orders of the same goods."""

import ibis
import ibis.expr.types as ir

from tuanke.insights.tables import check

CONTACTS = ibis.schema(
    {
        "customer_id": "int64",
        "order_id": "int64",  # NULL: about no order in particular
        "is_our_fault": "boolean",  # of an order that came late or wrong: counts half (domain B1)
    }
)
# The shop's contacts per order weigh as much as this many orders of a product.
PRIOR_ORDERS = 5


def contacted(sales: ir.Table, contacts: ir.Table) -> ir.Table:
    """The signal of contacts; `n` is orders, `own` and `expected` are contacts.

    Expected of an order is the mean rate of its goods, brought to the total that came. Contacts of people
    without an order tell nothing here. Raises ValueError when `contacts` is not of shape CONTACTS.
    """
    told = check(contacts, CONTACTS)
    # not 0.5 and 1.0: for Spark those are decimals, whose mean has six digits
    told = told.mutate(weight=ibis.ifelse(told.is_our_fault, 1, 2).cast("float64") / 2)
    goods = _expected_of_orders(sales, told)
    people = goods.group_by("customer_id").aggregate(n=goods.count(), rate=goods.rate.sum())
    own = told.group_by("customer_id").aggregate(own=told.weight.sum())
    people = people.left_join(own, "customer_id").drop("customer_id_right")
    people = people.mutate(own=ibis.coalesce(people.own, 0.0))
    everybody = ibis.window()
    scale = people.own.sum().over(everybody) / people.rate.sum().over(everybody).nullif(0)
    people = people.mutate(expected=ibis.coalesce(people.rate * scale, 0.0))
    return people.select(
        "customer_id", "n", "own", "expected", excess=people.own - people.expected, information="expected"
    )


def _expected_of_orders(sales: ir.Table, told: ir.Table) -> ir.Table:
    """One row per order: customer_id, rate (mean over its goods of their contacts per order, shrunk)."""
    orders = sales.select("customer_id", "order_id").distinct()
    by_order = told.group_by("customer_id", "order_id").aggregate(contacts=told.weight.sum())
    about = orders.left_join(by_order, ["customer_id", "order_id"])
    about = about.select("customer_id", "order_id", contacts=ibis.coalesce(about.contacts, 0.0))
    about = about.mutate(shop_rate=about.contacts.mean().over(ibis.window()))
    goods = sales.select("customer_id", "order_id", "product_id").distinct()
    goods = goods.inner_join(about, ["customer_id", "order_id"])
    same = ibis.window(group_by="product_id")
    shrunk = (goods.contacts.sum().over(same) + PRIOR_ORDERS * goods.shop_rate) / (
        goods.count().over(same) + PRIOR_ORDERS
    )
    goods = goods.mutate(rate=ibis.ifelse(goods.product_id.isnull(), goods.shop_rate, shrunk))
    return goods.group_by("customer_id", "order_id").aggregate(rate=goods.rate.mean())

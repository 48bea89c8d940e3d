"""What everybody needs most: scores that compare customers, so they are worked out of all at once."""

from datetime import date

import ibis
import pyarrow as pa

from tuanke.facts.services.facts import Facts, compiled
from tuanke.insights.needs.scores import needs
from tuanke.insights.tables import CUSTOMER_NEEDS


def needs_of_all(facts: Facts, as_of: date) -> pa.Table:
    """Rows of CUSTOMER_NEEDS, of whoever bought.

    A shop of more lines than fit at once is worked through in parts of its customers drawn by number, that is
    at random: each is then compared with the tens of thousands of their part, which tells the same.
    """
    if not facts.row(facts.lines.aggregate(n=facts.lines.count()))["n"]:
        return CUSTOMER_NEEDS.to_pyarrow().empty_table()
    asked = facts.interactions.filter(
        (facts.interactions.type == "enquiry") & (facts.interactions.occurred_on <= as_of)
    )
    contacts = asked.select(
        "customer_id",
        order_id=ibis.null("int64"),
        is_our_fault=ibis.literal(False),  # noqa: FBT003  a value of the column
    )
    return facts.run_for_each(compiled(needs(facts.lines, as_of, contacts).select(*CUSTOMER_NEEDS.names)))

"""Whose rows a report counts: of those it asks for, whom the viewer may see. The scope is applied by PostgreSQL."""

from datetime import datetime

import numpy as np
import pyarrow as pa

from tuanke.customers.selectors.customers import list_customers
from tuanke.kit.rules import Node
from tuanke.platform.accounts.domain.permissions import Permission, Scope, Viewer
from tuanke.reports.services.star import IDS
from tuanke.segments.services.population import open_population


def whose(whom: Node | None, viewer: Viewer, *, at: datetime) -> pa.Table | None:
    """`customer_id`; None: everybody's."""
    asked = None if whom is None else open_population().ids(whom, at=at)
    if viewer.scope(Permission.CUSTOMERS_VIEW) is Scope.ALL:
        return asked
    seen = np.fromiter(list_customers(viewer).order_by().values_list("pk", flat=True), dtype=np.int64)
    if asked is not None:
        seen = np.intersect1d(seen, asked["customer_id"].to_numpy())
    return pa.table({"customer_id": seen}, schema=IDS)

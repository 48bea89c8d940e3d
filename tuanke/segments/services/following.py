"""After a scoring: the attributes rules may ask for, and the segments of those it touched."""

from datetime import datetime

from tuanke.classes.selectors.classes import list_classified_in
from tuanke.facts.selectors.scores import is_full
from tuanke.facts.services.store import open_store
from tuanke.segments.services import attribute_rows, building, evaluating


def follow(run_id: int, *, at: datetime) -> None:
    """A full run renews everything; after a small one its customers are looked at one by one."""
    store = open_store()
    if is_full(run_id) or not attribute_rows.is_stored(store):
        attribute_rows.refresh(store, None)
        building.build_everything(at=at)
        return
    customer_ids = list_classified_in(run_id)
    if not customer_ids:
        return  # a later run has taken them over, and its own turn comes
    attribute_rows.refresh(store, customer_ids)
    evaluating.evaluate(customer_ids, at=at)

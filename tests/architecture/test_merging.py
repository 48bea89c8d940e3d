from django.apps import apps

from tuanke.config.wiring import MERGERS
from tuanke.customers.models import Customer
from tuanke.customers.services.merging.own import OWN


def test_every_foreign_key_to_customers_says_what_a_merge_does() -> None:
    leading = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Customer
    }
    said = [(relation.table, relation.column) for relation in (*OWN, *MERGERS)]

    assert set(said) == leading
    assert len(said) == len(set(said))

"""The terms a customer is found by, worked out anew after their names or numbers changed."""

from django.db.models import Func, Value

from tuanke.customers.domain.search_terms import search_terms, sort_name
from tuanke.customers.models import Customer


def refresh(customer_id: int) -> None:
    """Of one customer, in the transaction that changed the row."""
    customer = Customer.objects.get(pk=customer_id)
    names = [customer.display_name, customer.nickname, customer.legal_name, *customer.short_names]
    tails = customer.contact_points.filter(valid_to__isnull=True).values_list("tail", flat=True)
    terms = dict.fromkeys([*(term for name in names for term in search_terms(name)), *filter(None, tails)])
    vector = Func(Value(list(terms)), template="array_to_tsvector(%(expressions)s::text[])")
    Customer.objects.filter(pk=customer_id).update(sort_name=sort_name(customer.display_name), search=vector)

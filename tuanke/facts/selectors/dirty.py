from tuanke.facts.models import DirtyCustomer


def count_dirty() -> int:
    """Customers whose rows in the fact store are out of date."""
    return DirtyCustomer.objects.count()

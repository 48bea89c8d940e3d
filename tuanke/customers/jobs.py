from django.utils import timezone

from tuanke.customers.services.duplicates import deciding, finding
from tuanke.customers.services.merging import undoing


def start_the_night() -> None:
    """Look for duplicates; let merges stand that are too old to be taken back."""
    deciding.request_search()
    undoing.forget(at=timezone.now())


def find_duplicates() -> None:
    finding.find(at=timezone.now())

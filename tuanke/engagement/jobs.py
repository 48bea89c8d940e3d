from django.utils import timezone

from tuanke.engagement.services import visitors


def attach_visitors() -> None:
    """Asked every hour: for a visitor who came in while their identity was being written."""
    visitors.attach(only=None, at=timezone.now())

from django.utils import timezone

from tuanke.classes.services import overrides


def end_overrides() -> None:
    overrides.end_expired(at=timezone.now())

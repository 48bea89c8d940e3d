from django.utils import timezone

from tuanke.api.rest.services import answering


def forget_old_keys() -> None:
    answering.forget_old(at=timezone.now())

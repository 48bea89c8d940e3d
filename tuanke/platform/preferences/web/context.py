from typing import Any

from django.http import HttpRequest


def preferences(request: HttpRequest) -> dict[str, Any]:
    preference = getattr(request, "preference", None)
    return {"preference": preference, "theme": preference.theme if preference else "auto"}

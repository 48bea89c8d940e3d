from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tuanke.platform.preferences.selectors.preferences import get_preference


class PreferenceMiddleware:
    """Each person's own language and theme; a visitor's language is the browser's (LocaleMiddleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            preference = get_preference(request.user.pk)
            request.preference = preference  # type: ignore[attr-defined]
            translation.activate(preference.language)
            request.LANGUAGE_CODE = preference.language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

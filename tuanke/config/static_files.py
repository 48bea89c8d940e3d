from collections.abc import Callable
from re import Match
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

LEFT_ALONE = "django_htmx/"  # its scripts import files that it does not bring


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A script that imports another one asks for it under its hashed name, too."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, *rest: Any, **more: Any) -> Callable[[Match[str]], str]:
        if name.startswith(LEFT_ALONE):
            return lambda found: found[0]
        converter: Callable[[Match[str]], str] = super().url_converter(name, *rest, **more)
        return converter

"""The report as one page that needs nothing else: no network, no script, no settings."""

from pathlib import Path

from django.template import Context, Engine
from django.utils import translation

from tuanke import ui
from tuanke.analyze.selectors.findings import Findings
from tuanke.analyze.selectors.report.context import context

TEMPLATES = (
    Path(__file__).resolve().parent.parent / "templates",
    Path(ui.__file__).resolve().parent / "templates",
)


def render_report(found: Findings, language: str) -> str:
    """`language` as Django names it: zh-hans or en. Texts and templates of Django must be ready."""
    engine = Engine(
        dirs=[str(folder) for folder in TEMPLATES],
        libraries={"i18n": "django.templatetags.i18n"},
        builtins=["tuanke.ui.templatetags.ui"],
    )
    with translation.override(language):
        page: str = engine.get_template("analyze/report.html").render(Context(context(found)))
    return page

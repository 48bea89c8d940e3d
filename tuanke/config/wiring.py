"""Who reacts to what, on one page. Rooms know nothing of the rooms above them; here they are connected."""

from procrastinate import App

from tuanke.care import handlers as care
from tuanke.classes import handlers as classes
from tuanke.classes import jobs as classes_jobs
from tuanke.classes.events import ClassesChanged
from tuanke.classes.selectors.rules import CLASSES, SCORES
from tuanke.customers.facts import CUSTOMERS
from tuanke.customers.selectors.rules import CUSTOMERS as CUSTOMER_RULES
from tuanke.facts import jobs as facts_jobs
from tuanke.facts.domain.sources import FactSource
from tuanke.facts.events import ScoresRefreshed
from tuanke.facts.services import sources
from tuanke.kit.rules import RuleAttribute
from tuanke.orders.facts import ORDER_LINES
from tuanke.platform.imports import jobs as imports_jobs
from tuanke.platform.imports.services import importers
from tuanke.platform.jobs.services import execution
from tuanke.platform.outbox import jobs as outbox_jobs
from tuanke.platform.outbox.services import events
from tuanke.segments.selectors import attributes

REACTIONS: events.Reactions = {
    ScoresRefreshed: [classes.classify],
    ClassesChanged: [care.plan_attention],
}

FACT_SOURCES: tuple[FactSource, ...] = (CUSTOMERS, ORDER_LINES)


def _orders() -> importers.Importer:
    from tuanke.orders.services.importing.importer import OrderImporter  # Arrow and DuckDB, when needed

    return OrderImporter()


IMPORTERS: dict[str, importers.ImporterFactory] = {"orders": _orders}

RULE_SOURCES: tuple[RuleAttribute, ...] = (*CUSTOMER_RULES, *CLASSES, *SCORES)

JOBS: dict[str, execution.Job] = {
    "classes.end_overrides": classes_jobs.end_overrides,
    "facts.refresh": facts_jobs.refresh,
    "facts.score_everybody": facts_jobs.score_everybody,
    "facts.start_the_day": facts_jobs.start_the_day,
    "outbox.deliver": outbox_jobs.deliver,
}

WATCHED_JOBS: dict[str, execution.Job] = {"imports.run": imports_jobs.run}

PERIODIC: dict[str, str] = {"facts.start_the_day": "7 * * * *", "classes.end_overrides": "8 * * * *"}


def connect() -> None:
    events.connect(REACTIONS)
    sources.connect(FACT_SOURCES)
    importers.connect(IMPORTERS)
    attributes.connect(RULE_SOURCES)


def register_jobs(app: App) -> None:
    execution.register(app, JOBS, WATCHED_JOBS, PERIODIC)

"""Who reacts to what, on one page. Rooms know nothing of the rooms above them; here they are connected."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from procrastinate import App

from tuanke.api.rest import jobs as rest_jobs
from tuanke.care import handlers as care
from tuanke.care.services.merging import ATTENTION
from tuanke.classes import handlers as classes
from tuanke.classes import jobs as classes_jobs
from tuanke.classes.events import ClassesChanged
from tuanke.classes.selectors.rules import CLASSES, SCORES
from tuanke.classes.services.merging import MERGERS as CLASS_MERGERS
from tuanke.console import jobs as console_jobs
from tuanke.customers import jobs as customers_jobs
from tuanke.customers.events import (
    ConsentRecorded,
    CustomersMerged,
    IdentitiesAdded,
    MergeUndone,
    OwnerChanged,
    OwnersChanged,
    PersonLeft,
)
from tuanke.customers.facts import CHANNELS, CUSTOMERS
from tuanke.customers.selectors import noticed, shop_rules
from tuanke.customers.selectors.rules import CUSTOMERS as CUSTOMER_RULES
from tuanke.customers.services import asked_fields
from tuanke.customers.services.importing import resting
from tuanke.customers.services.merging import mergers
from tuanke.customers.services.merging.relation import Relation
from tuanke.engagement import handlers as engagement
from tuanke.engagement import jobs as engagement_jobs
from tuanke.engagement.facts import INTERACTIONS
from tuanke.engagement.selectors.interactions import SEEN
from tuanke.engagement.selectors.rules import INTERACTION_EVENTS
from tuanke.engagement.selectors.timeline import TENDED
from tuanke.facts import handlers as facts
from tuanke.facts import jobs as facts_jobs
from tuanke.facts.domain.sources import FactSource, TraitSource
from tuanke.facts.events import ScoresRefreshed
from tuanke.facts.selectors.rules import INTERESTS
from tuanke.facts.services import sources
from tuanke.kit.rules import RuleAttribute, RuleEvent
from tuanke.orders.facts import ORDER_LINES, REFUNDS
from tuanke.orders.selectors.orders import BUYERS
from tuanke.orders.selectors.rules import ORDER_EVENTS
from tuanke.platform.imports import jobs as imports_jobs
from tuanke.platform.imports.services import importers
from tuanke.platform.jobs.selectors import pages
from tuanke.platform.jobs.services import execution
from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.selectors import subjects
from tuanke.platform.outbox import jobs as outbox_jobs
from tuanke.platform.outbox.services import events
from tuanke.platform.preferences.events import StatedMarginChanged
from tuanke.reports import jobs as reports_jobs
from tuanke.segments import handlers as segments
from tuanke.segments import jobs as segments_jobs
from tuanke.segments.selectors import asking, vocabulary
from tuanke.segments.services.merging import MERGERS as SEGMENT_MERGERS

REACTIONS: events.Reactions = {
    StatedMarginChanged: [facts.score_by_another_margin],
    ScoresRefreshed: [classes.classify],
    ClassesChanged: [care.plan_attention, segments.follow],
    OwnerChanged: [engagement.owner_changed],
    OwnersChanged: [engagement.owners_changed],
    ConsentRecorded: [engagement.consent_recorded],
    PersonLeft: [engagement.person_left],
    CustomersMerged: [engagement.customers_merged],
    MergeUndone: [engagement.merge_undone, segments.merge_undone],
    IdentitiesAdded: [engagement.identities_added],
}

FACT_SOURCES: tuple[FactSource, ...] = (CUSTOMERS, ORDER_LINES, REFUNDS, INTERACTIONS)
TRAIT_SOURCES: tuple[TraitSource, ...] = (CHANNELS,)


def _orders() -> importers.Importer:
    from tuanke.orders.services.importing.importer import OrderImporter  # Arrow and DuckDB, when needed

    return OrderImporter()


def _contacts() -> importers.Importer:
    from tuanke.customers.services.importing.contacts.importer import ContactImporter

    return ContactImporter()


IMPORTERS: dict[str, importers.ImporterFactory] = {"orders": _orders, "contacts": _contacts}

RESTS_ON_CUSTOMERS: tuple[str, ...] = (BUYERS, TENDED, SEEN)

# What a merge of customers does to rows above them; a relation without a fold stays as it was recorded.
MERGERS: tuple[Relation, ...] = (
    ATTENTION,
    *CLASS_MERGERS,
    *SEGMENT_MERGERS,
    Relation("orders_order", "customer_id"),
    Relation("engagement_customerevent", "customer_id"),
    Relation("engagement_interaction", "customer_id"),
    Relation("engagement_visitor", "customer_id"),
)

RULE_SOURCES: tuple[RuleAttribute, ...] = (*CUSTOMER_RULES, *CLASSES, *SCORES, *INTERESTS)
RULE_OFFERS: tuple[vocabulary.Offer, ...] = (
    shop_rules.tags_put_on,
    shop_rules.words,
    shop_rules.owners,
    shop_rules.own_fields,
)

EVENT_SOURCES: tuple[RuleEvent, ...] = (*ORDER_EVENTS, *INTERACTION_EVENTS)

JOBS: dict[str, execution.Job] = {
    "classes.end_overrides": classes_jobs.end_overrides,
    "console.remove_old_exports": console_jobs.remove_old_exports,
    "console.tell_of_targets": console_jobs.tell_of_targets,
    "customers.find_duplicates": customers_jobs.find_duplicates,
    "customers.start_the_night": customers_jobs.start_the_night,
    "engagement.attach_visitors": engagement_jobs.attach_visitors,
    "facts.foretell": facts_jobs.foretell,
    "facts.refresh": facts_jobs.refresh,
    "facts.score_everybody": facts_jobs.score_everybody,
    "facts.start_the_day": facts_jobs.start_the_day,
    "imports.set_aside": imports_jobs.set_aside,
    "imports.check": imports_jobs.check,
    "outbox.deliver": outbox_jobs.deliver,
    "reports.deliver": reports_jobs.deliver,
    "reports.make_due": reports_jobs.make_due,
    "rest.forget_old_keys": rest_jobs.forget_old_keys,
    "segments.build": segments_jobs.build,
    "segments.build_everything": segments_jobs.build_everything,
    "segments.evaluate_due": segments_jobs.evaluate_due,
    "segments.follow": segments_jobs.follow,
    "segments.measure_targets": segments_jobs.measure_targets,
}

WATCHED_JOBS: dict[str, execution.Job] = {
    "console.export": console_jobs.export,
    "imports.run": imports_jobs.run,
    "imports.undo": imports_jobs.undo,
}

JOB_PAGES: dict[str, str] = {
    "console.export": "console:export_run",
    "imports.run": "imports:of_run",
    "imports.undo": "imports:of_run",
}

JOB_NAMES: dict[str, Promise] = {
    "console.export": _("Export of customers"),
    "imports.run": _("Import of a file"),
    "imports.undo": _("Taking an import back"),
}

# What a notice is about: its page, with a query behind it; and who can name it for the reader.
NOTICE_PAGES: dict[str, str] = {
    **JOB_PAGES,
    Kind.IMPORT_DONE: "imports:batch",
    Kind.IMPORT_REFUSED: "imports:batch",
    Kind.BULK_DONE: "console:customers",
    Kind.OWNER_GIVEN: "console:customer",
    Kind.OWNER_GIVEN_MANY: "console:customers?owner=me",
    Kind.TARGET_REACHED: "segments:target",
    Kind.TARGET_ENDED: "segments:target",
}
NOTICE_NAMES: dict[str, subjects.Names] = {Kind.OWNER_GIVEN: noticed.names}

PERIODIC: dict[str, str] = {
    "console.tell_of_targets": "27 * * * *",
    "console.remove_old_exports": "38 * * * *",
    "facts.start_the_day": "7 * * * *",
    "classes.end_overrides": "8 * * * *",
    "engagement.attach_visitors": "41 * * * *",
    "reports.make_due": "* * * * *",
    "rest.forget_old_keys": "19 * * * *",
    "imports.set_aside": "53 18 * * *",
    "segments.build_everything": "41 19 * * *",
    "segments.evaluate_due": "* * * * *",
    "segments.measure_targets": "17 20 * * 0",
    "customers.start_the_night": "23 18 * * *",  # UTC: the small hours in China
}


def connect() -> None:
    events.connect(REACTIONS)
    sources.connect(FACT_SOURCES)
    sources.connect_traits(TRAIT_SOURCES)
    importers.connect(IMPORTERS)
    mergers.connect(MERGERS)
    resting.connect(RESTS_ON_CUSTOMERS)
    asked_fields.connect(asking.asked_values)
    vocabulary.connect(RULE_SOURCES, EVENT_SOURCES, RULE_OFFERS)
    pages.connect(JOB_PAGES, JOB_NAMES)
    subjects.connect(NOTICE_PAGES, NOTICE_NAMES)


def register_jobs(app: App) -> None:
    execution.register(app, JOBS, WATCHED_JOBS, PERIODIC)

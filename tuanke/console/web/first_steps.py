"""The first steps of a new shop. Whether one is done is read off what is there; nobody ticks anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tuanke.care.selectors.today import list_tended
from tuanke.console.web.commands import Text
from tuanke.customers.selectors.customers import list_active
from tuanke.facts.selectors.scores import list_full_runs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.preferences.selectors.recently_opened import list_opened
from tuanke.platform.preferences.services.preferences import choose_shell
from tuanke.segments.selectors.segments import list_segments

P = Permission


@dataclass(frozen=True)
class Step:
    label: Text
    text: Text
    action: Text
    url_name: str
    permission: Permission
    done_by: Callable[[Viewer], QuerySet[Any]]  # one row says that it is done
    word: str = ""  # of the glossary, to be asked about

    @property
    def url(self) -> str:
        return reverse(self.url_name)


STEPS = (
    Step(
        _("Import your orders"),
        _(
            "The file your platform exports is enough; customers, goods and orders come out of it by themselves."
        ),
        _("Import a file"),
        "imports:new",
        P.IMPORTS_RUN,
        lambda _viewer: list_active(),
    ),
    Step(
        _("See who your regulars are"),
        _("Who bought again, how much, and when they are due: open one of them."),
        _("Open the list"),
        "console:customers",
        P.CUSTOMERS_VIEW,
        lambda viewer: list_opened(viewer.staff_id).filter(kind="customer"),
    ),
    Step(
        _("Make your first segment"),
        _("Say in a rule whom you mean, such as “bought twice, not for 60 days”; it follows by itself."),
        _("New segment"),
        "segments:new",
        P.SEGMENTS_EDIT,
        lambda _viewer: list_segments(),
    ),
    Step(
        _("Settle whom to contact"),
        _("Today's list says who is about to stay away. Note how it went, or put it off to a day."),
        _("Today's list"),
        "care:today",
        P.CARE_ACT,
        lambda _viewer: list_tended(),
    ),
    Step(
        _("See how many come back"),
        _("The repurchase rate and the second order, with what can be told from chance and what cannot."),
        _("Analytics"),
        "console:analytics",
        P.ANALYTICS_VIEW,
        lambda _viewer: list_full_runs(),
        word="repurchase",
    ),
)


@dataclass(frozen=True)
class Standing:
    """The steps of one person, each with whether it is done."""

    steps: list[tuple[Step, bool]]

    @property
    def done(self) -> int:
        return sum(done for _step, done in self.steps)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.steps)

    @property
    def next_step(self) -> Step | None:
        return next((step for step, done in self.steps if not done), None)


def standing(viewer: Viewer) -> Standing:
    """Of the steps this person's role may take; all are asked about at once."""
    steps = [step for step in STEPS if viewer.may(step.permission)]
    answers = (
        list_staff().filter(pk=viewer.staff_id).values_list(*(Exists(step.done_by(viewer)) for step in steps))
    )
    return Standing(list(zip(steps, answers.get(), strict=True)))


def still_to_do(viewer: Viewer) -> Standing | None:
    """For today's page. Whoever has done them all is not asked again: the line is put away for good."""
    found = standing(viewer)
    if not found.is_complete:
        return found
    choose_shell(staff_id=viewer.staff_id, name="first_steps", value="hidden")
    return None


def is_new_shop() -> bool:
    return not list_active().exists()

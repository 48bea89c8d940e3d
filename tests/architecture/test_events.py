import dataclasses
import inspect
import re
from collections import Counter
from collections.abc import Callable

from tests.architecture.house import modules
from tuanke.config.wiring import REACTIONS
from tuanke.platform.outbox.domain.event import Event

NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


def handlers() -> list[Callable[..., None]]:
    return [
        function
        for module in modules("**/handlers.py")
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    ]


def event_classes() -> list[type]:
    return [
        found
        for module in modules("**/events.py")
        for found in vars(module).values()
        if isinstance(found, type) and found.__module__ == module.__name__ and dataclasses.is_dataclass(found)
    ]


def test_every_handler_is_wired_exactly_once() -> None:
    wired = Counter(handler for reactions in REACTIONS.values() for handler in reactions)

    assert wired == Counter(handlers())


def test_a_handler_takes_the_event_it_is_wired_to() -> None:
    wrong = [
        f"{handler.__module__}.{handler.__name__} is wired to {event.__name__}"
        for event, reactions in REACTIONS.items()
        for handler in reactions
        if inspect.get_annotations(handler, eval_str=True).get("event") is not event
    ]

    assert wrong == []


def test_events_are_frozen_facts() -> None:
    wrong = [
        found.__qualname__
        for found in event_classes()
        if not issubclass(found, Event) or not found.__dataclass_params__.frozen
    ]

    assert event_classes()
    assert wrong == []


def test_event_names_are_unique_and_read_noun_verb() -> None:
    names = [found.name for found in event_classes()]

    assert [name for name in names if not NAME.fullmatch(name)] == []
    assert [name for name, times in Counter(names).items() if times > 1] == []

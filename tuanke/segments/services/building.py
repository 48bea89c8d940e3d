"""Set mode: a segment worked out anew from the fact store. The nightly run of all of them is the truth."""

import logging
import time
from collections.abc import Mapping
from datetime import datetime

import numpy as np
from django.db import transaction

from tuanke.facts.services.store import open_store
from tuanke.kit.rules import Node, RuleError
from tuanke.segments.models import Segment, SegmentChange
from tuanke.segments.selectors.references import in_order, referred_to
from tuanke.segments.selectors.segments import get_for_update, get_rule, list_segments
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.services import attribute_rows, memberships, timers
from tuanke.segments.services.population import Population, open_population

logger = logging.getLogger(__name__)

ATTEMPTS = 3  # failures in a row until a segment is called failed; it is tried again every night all the same
Cause = SegmentChange.Cause


def build(segment_id: int, *, at: datetime, population: Population | None = None) -> bool:
    """Bring the members and timers of one segment in line with its rule; False where that failed.

    What failed keeps its last members, and says why.
    """
    try:
        with transaction.atomic():
            segment = get_for_update(segment_id)
            if segment is not None:
                _build(segment, get_rule(segment), population or _open(), at)
    except Exception as error:
        logger.exception("segment %s could not be worked out", segment_id)
        _note_failure(segment_id, str(error))
        return False
    return True


def build_everything(*, at: datetime) -> None:
    """All segments by rule; what others read comes first. Who rests on one that failed keeps its last members."""
    population = _open()
    failed: set[str] = set()
    rules = live_rules()
    for segment in in_order(rules):
        uid = str(segment.uid)
        if referred_to(rules[segment]) & failed:
            Segment.objects.filter(pk=segment.pk).update(status=Segment.Status.STALE)
            failed.add(uid)
        elif not build(segment.pk, at=at, population=population):
            failed.add(uid)


def _open() -> Population:
    """Of a store that knows what rules may ask today: another version of the program may ask for more."""
    store = open_store()
    if not attribute_rows.is_stored(store):
        attribute_rows.refresh(store, None)
    return open_population()


def live_rules() -> Mapping[Segment, Node]:
    """Segments by rule in use; one whose rule cannot be read any more is noted as failed."""
    vocabulary = grammar()
    rules: dict[Segment, Node] = {}
    for segment in list_segments().filter(kind=Segment.Kind.DYNAMIC):
        try:
            rules[segment] = get_rule(segment, vocabulary)
        except RuleError as error:
            _note_failure(segment.pk, str(error))
    return rules


def _build(segment: Segment, node: Node, population: Population, at: datetime) -> None:
    started = time.monotonic()
    answers = [
        (moment, np.sort(population.ids(node, at=moment)["customer_id"].to_numpy()))
        for moment in (at, *timers.midnights(node, at))
    ]
    memberships.write(segment, answers[0][1], cause=_cause(segment), at=at)
    timers.renew(segment, node, answers, at=at, among=None)
    Segment.objects.filter(pk=segment.pk).update(
        status=Segment.Status.READY,
        built_version=segment.version,
        last_built_at=at,
        build_seconds=time.monotonic() - started,
        failures=0,
        error="",
    )


def _cause(segment: Segment) -> str:
    if segment.built_version is None:
        return Cause.BACKFILL
    return Cause.REBUILD if segment.built_version == segment.version else Cause.DEFINITION_CHANGED


def _note_failure(segment_id: int, error: str) -> None:
    with transaction.atomic():
        segment = get_for_update(segment_id)
        if segment is not None:
            segment.failures += 1
            segment.error = error[:2000]
            if segment.failures >= ATTEMPTS:
                segment.status = Segment.Status.FAILED
            segment.save(update_fields=["failures", "error", "status"])

"""What is read from intervals is what counting them day by day gives."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tuanke.customers.models import Customer
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.models import Segment, SegmentChange, SegmentMembership
from tuanke.segments.selectors import members
from tuanke.segments.web.chart import HEIGHT, WIDTH, steps

START = datetime(2026, 1, 1, 4, tzinfo=UTC)
DAYS = 40
pytestmark = pytest.mark.django_db


@pytest.fixture(params=[1, 2, 3])
def segment(request: pytest.FixtureRequest) -> Segment:
    """Customers who came and went at random moments; each is in once at a time."""
    dice, staff = random.Random(request.param), make_staff()
    made = Segment.objects.create(name="s", kind="static", created_by=staff, created_at=START)
    change = SegmentChange.objects.create(segment=made, cause="event", at=START)
    for number in range(30):
        customer = Customer.objects.create(kind="person", display_name=f"c{number}", created_at=START)
        hours = sorted(dice.sample(range(DAYS * 24), dice.choice([1, 2, 3, 4])))
        for came, gone in zip(hours[::2], [*hours[1::2], None], strict=False):
            SegmentMembership.objects.create(
                segment=made,
                customer=customer,
                entered_at=START + timedelta(hours=came),
                exited_at=None if gone is None else START + timedelta(hours=gone),
                entered_in=change,
                left_in=None if gone is None else change,
            )
    return made


@pytest.fixture
def viewer(segment: Segment) -> Viewer:
    return Viewer(segment.created_by_id, None, Role.OWNER)


def inside(segment: Segment, at: datetime) -> int:
    rows = SegmentMembership.objects.filter(segment=segment)
    return sum(row.entered_at <= at and (row.exited_at is None or row.exited_at > at) for row in rows)


def test_the_size_of_every_day_is_what_is_counted_at_its_end(segment: Segment, viewer: Viewer) -> None:
    sizes = members.list_sizes(viewer, segment)

    zone = timezone.get_default_timezone()
    for day, size in sizes:
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=1)
        assert size == inside(segment, midnight - timedelta(microseconds=1))
    assert sizes[-1][1] == members.list_members(viewer, segment).count()


def test_who_was_in_at_a_moment_is_found(segment: Segment, viewer: Viewer) -> None:
    for hour in range(0, DAYS * 24, 37):
        at = START + timedelta(hours=hour)
        assert members.list_members(viewer, segment, at=at).count() == inside(segment, at)


def test_the_latest_moves_come_first_and_none_is_left_out(segment: Segment, viewer: Viewer) -> None:
    rows = SegmentMembership.objects.filter(segment=segment)
    moments = [row.entered_at for row in rows] + [row.exited_at for row in rows if row.exited_at]

    moves = members.list_moves(viewer, segment, 12)

    assert [move.at for move in moves] == sorted(moments, reverse=True)[:12]


def test_the_line_stays_in_its_box(segment: Segment, viewer: Viewer) -> None:
    sizes = members.list_sizes(viewer, segment)
    drawn = steps(sizes, until=sizes[-1][0] + timedelta(days=9))

    assert drawn is not None
    points = [tuple(float(part) for part in point.split(",")) for point in drawn.points.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert (points[0][0], points[-1][0]) == (0, WIDTH)
    assert drawn.most == max(size for _day, size in sizes)
    assert steps([], until=sizes[0][0]) is None

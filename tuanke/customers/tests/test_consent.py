"""Consent: silence is refusal, a refusal outlives an older yes, and nothing recorded is ever changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tuanke.customers.domain.consent import Statement
from tuanke.customers.models import ConsentRecord, Customer
from tuanke.customers.selectors.consents import consent_state, latest_consents
from tuanke.customers.services import consents
from tuanke.customers.tests.factories import made, make_customer
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def record(
    customer: Customer,
    status: str,
    *,
    on: datetime = AT,
    evidence: str = "会员登记表 3 版",
    channel: str = "sms",
    purpose: str = "marketing",
    source: str = "form",
    expires_at: datetime | None = None,
) -> ConsentRecord:
    return consents.record_consent(
        customer=customer,
        channel=channel,
        purpose=purpose,
        said=Statement(status, on, evidence, source),
        expires_at=expires_at,
        by=None,
        at=AT,
    )


def state(customer: Customer, *, at: datetime = AT) -> str:
    return consent_state([customer.pk], "sms", "marketing", at=at)[customer.pk]


def test_nothing_recorded_is_unknown() -> None:
    assert state(made()) == "unknown"


def test_the_latest_statement_holds() -> None:
    customer = made()
    record(customer, "granted", on=AT - 3 * DAY)
    record(customer, "withdrawn", on=AT - 2 * DAY, evidence="来电录音 17")

    assert state(customer) == "withdrawn"
    assert latest_consents(customer)["sms", "marketing"].evidence == "来电录音 17"


def test_a_withdrawal_is_undone_only_by_newer_evidence() -> None:
    customer = made()
    record(customer, "granted", on=AT - 9 * DAY, evidence="表 1")
    record(customer, "withdrawn", on=AT - 5 * DAY, evidence="录音 2")

    for on, evidence in [(AT - 6 * DAY, "表 3"), (AT - 5 * DAY, "表 3"), (AT, "录音 2")]:
        with pytest.raises(consents.ConsentRegression):
            record(customer, "granted", on=on, evidence=evidence)
    assert state(customer) == "withdrawn"

    record(customer, "granted", on=AT, evidence="表 3")
    assert state(customer) == "granted"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel": "fax"}, "channel"),
        ({"purpose": "fun"}, "purpose"),
        ({"source": ""}, "evidence"),
        ({"evidence": "  "}, "evidence"),
        ({"on": AT + DAY}, "occurred_at"),
        ({"expires_at": AT - DAY}, "expires_at"),
    ],
)
def test_bad_input_is_refused_at_its_field(values: dict[str, str], field: str) -> None:
    customer = made()

    with pytest.raises(consents.ConsentError) as refused:
        record(customer, "granted", **values)  # type: ignore[arg-type]

    assert refused.value.field == field
    assert not ConsentRecord.objects.exists()


def test_a_grant_ends_with_its_time_and_a_refusal_does_not() -> None:
    granted, denied = made("张三"), made("李四")
    record(granted, "granted", on=AT - DAY, expires_at=AT + DAY)
    record(denied, "denied", on=AT - DAY, expires_at=AT + DAY)

    assert (state(granted), state(granted, at=AT + DAY)) == ("granted", "expired")
    assert state(denied, at=AT + 9 * DAY) == "denied"


def test_of_any_number_of_customers_in_one_query(django_assert_num_queries: object) -> None:
    ids = [make_customer(f"客户{n}") for n in range(30)]
    for customer in Customer.objects.filter(pk__in=ids[:10]):
        record(customer, "granted")

    with django_assert_num_queries(1):  # type: ignore[operator]
        states = consent_state(ids, "sms", "marketing", at=AT)

    assert [states[pk] for pk in ids] == ["granted"] * 10 + ["unknown"] * 20


@pytest.mark.parametrize(
    "statement",
    ["UPDATE customers_consentrecord SET status = 'granted'", "DELETE FROM customers_consentrecord"],
)
def test_a_record_can_be_neither_changed_nor_deleted(statement: str) -> None:
    record(made(), "denied")

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_who_wrote_it_down_is_in_the_record() -> None:
    staff, customer = make_staff(), made()
    said = Statement("granted", AT, "表 1", "form")

    consents.record_consent(customer=customer, channel="sms", purpose="care", said=said, by=staff.pk, at=AT)

    assert ConsentRecord.objects.get().by == staff

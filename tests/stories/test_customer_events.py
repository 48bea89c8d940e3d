"""A mini program reports what people do; the shop sees it with the customer it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import personas
from tests.stories.browsing import rows, text
from tests.stories.conftest import Shop, import_by_page
from tests.stories.programs import Program, event, make_token
from tuanke.customers.models import Touch
from tuanke.engagement.models import Interaction, Visitor
from tuanke.platform.accounts.models import Staff
from tuanke.platform.accounts.services import staff

PHONE = {"phone": "138 0013 8002"}  # 李四


@pytest.fixture
def program(shop: Shop) -> Program:
    return Program(make_token(shop.sign_in("chen")))


def outcomes(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["outcome"] for one in response.json()["events"]]


def codes(response: Any) -> list[tuple[str, str]]:
    return [(flaw["pointer"], flaw["code"]) for one in response.json()["events"] for flaw in one["errors"]]


def test_what_people_do_in_social_media_stands_on_their_timeline(
    shop: Shop, program: Program, say: Callable[..., str]
) -> None:
    answer = program.tell(
        event("c1", PHONE, type="comment", channel="小红书", product="赣南脐橙"),
        event("l1", PHONE, type="like", channel="抖音"),
        event("s1", PHONE, type="share", channel="微信", campaign="中秋团"),
    )

    assert outcomes(answer) == ["accepted"] * 3
    page = text(shop.sign_in("lin").get(shop.page("李四")))
    for words in (say("Commented on"), say("Liked"), say("Shared"), "小红书", "赣南脐橙", "中秋团"):
        assert words in page
    assert say("Commented on") not in text(shop.sign_in("qian").get(shop.page("李四"))), "not for finance"


def test_a_visitor_whom_only_the_mini_program_knows_becomes_the_customer(
    shop: Shop, program: Program
) -> None:
    """By the number under which the next file of orders brings them in."""
    before = timezone.now() - timedelta(days=30)
    seen = event("v1", {"phone": "13911112222"}, at=before, referrer="https://www.baidu.com/s?wd=团购水果")
    assert outcomes(program.tell(seen)) == ["accepted"]
    assert Interaction.objects.get().customer is None

    buyer = personas.Buyer("新来的", "13911112222", [1], 50)
    path = personas.write_youzan(shop.folder / "新.csv", personas.order_rows([buyer], shop.today))
    import_by_page(shop.sign_in("zhaolei"), path, shop.run_jobs)

    assert Visitor.objects.get().customer == shop.customer("新来的")
    first = Touch.objects.get(customer=shop.customer("新来的"), which="first")
    assert (first.channel, first.keyword) == ("search_organic", "团购水果")


def test_a_batch_is_answered_one_by_one(program: Program) -> None:
    late, future = timezone.now() - timedelta(days=700), timezone.now() + timedelta(minutes=6)
    good = event("1", PHONE)
    answer = program.tell(
        good,
        event("late", PHONE, at=late),
        good,
        event("2", PHONE, at=future),
        event("3", {"uid": "00000000-0000-0000-0000-000000000007"}),
        event("4", {"phone": "138****8002"}),
        event("5", {}),
        event("6", PHONE, type="dance"),
        event("7", PHONE, price=5),
        event("8", PHONE, at="2026-01-31T08:00:00"),
        event("9", PHONE, keyword="a\0b"),
        event("\ud800", PHONE),
        7,  # type: ignore[arg-type]
        event("10", {"phone": "13800138002", "uid": "x"}),
        event("11", PHONE, at="1999-12-31T23:00:00Z"),
    )

    assert outcomes(answer) == ["accepted", "accepted", "duplicate", *["rejected"] * 12]
    assert codes(answer) == [
        ("/occurred_at", "in_the_future"),
        ("/customer/uid", "unknown_customer"),
        ("/customer/phone", "masked"),
        ("/customer", "reference"),
        ("/type", "enum"),
        ("/price", "extra_forbidden"),
        ("/occurred_at", "timezone_aware"),
        ("/keyword", "value_error"),
        ("/id", "string_unicode"),
        ("", "model_type"),
        ("/customer", "reference"),
        ("/occurred_at", "too_old"),
    ]
    assert [one["index"] for one in answer.json()["events"]] == list(range(15))
    counts = {name: answer.json()[name] for name in ("accepted", "duplicates", "rejected")}
    assert counts == {"accepted": 2, "duplicates": 1, "rejected": 12}
    assert outcomes(program.tell(good)) == ["duplicate"]


def test_a_body_that_is_no_batch_is_a_problem(program: Program) -> None:
    bodies: list[tuple[object, int, str, list[str]]] = [
        ("{", 400, "unparsable", []),
        ("[" * 100_000, 400, "unparsable", []),
        ("[]", 422, "invalid", [""]),
        ({"source": "mini", "events": []}, 422, "invalid", ["/events"]),
        ({"source": "MINI", "events": [1]}, 422, "invalid", ["/source"]),
        ({"source": "mini", "events": [1] * 1_001}, 422, "invalid", ["/events"]),
        ({"events": [1], "more": 1}, 422, "invalid", ["/source", "/more"]),
        ({"source": "mini", "events": ["x" * 1_000_001]}, 413, "too_large", []),
    ]
    for body, status, code, pointers in bodies:
        answer = program.post(body)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), body
        problem = answer.json()
        assert (problem["status"], problem["code"]) == (status, code)
        assert [flaw["pointer"] for flaw in problem["errors"]] == pointers


@pytest.mark.parametrize("key", ["", "k" * 256, "k k", "ключ"])
def test_an_idempotency_key_that_is_none_is_refused(program: Program, key: str) -> None:
    answer = program.tell(event("1", PHONE), **{"Idempotency-Key": key})

    assert answer.status_code in {400, 422}
    assert not Interaction.objects.exists()


def test_the_same_key_gets_the_same_answer(program: Program) -> None:
    sent = event("1", PHONE), event("2", {})
    key = {"Idempotency-Key": "7d"}

    first, again = program.tell(*sent, **key), program.tell(*sent, **key)
    assert first.content == again.content
    assert outcomes(again) == ["accepted", "rejected"]

    other = program.tell(event("3", PHONE), **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert Interaction.objects.count() == 1
    assert outcomes(program.tell(*sent)) == ["duplicate", "rejected"], "without the key"


def test_only_a_live_token_lets_in(shop: Shop, program: Program) -> None:
    owner = shop.sign_in("chen")
    assert program.token not in owner.get("/staff/tokens/").content.decode(), "shown once"
    assert outcomes(program.tell(event("1", PHONE))) == ["accepted"]

    for token in ("", "tk_wrong", program.token[:-1]):
        answer = Program(token).tell(event("2", PHONE))
        assert (answer.status_code, answer.json()["code"]) == (401, "no_token")
        assert answer["WWW-Authenticate"] == "Bearer"

    page = owner.get("/staff/tokens/")
    (revoke,) = [
        part.split('"')[0] for part in page.content.decode().split('action="')[1:] if "revoke" in part
    ]
    owner.post(revoke)
    assert program.tell(event("2", PHONE)).status_code == 401


@pytest.mark.parametrize("end", ["password", "account"])
def test_a_token_ends_with_who_made_it(shop: Shop, program: Program, end: str) -> None:
    owner = Staff.objects.get(username="chen")
    now = timezone.now()
    if end == "password":
        staff.set_password(staff=owner, password="another-2026-tuan", by=owner.pk, at=now)
    else:
        lin = Staff.objects.get(username="lin")
        staff.change_role(staff=lin, role=owner.viewer.role, team=None, by=owner.pk, at=now)
        staff.set_active(staff=owner, active=False, by=lin.pk, at=now)

    assert program.tell(event("1", PHONE)).status_code == 401


def test_a_token_without_the_scope_is_refused(program: Program) -> None:
    from tuanke.platform.accounts.models import ApiToken

    ApiToken.objects.update(scopes=[])

    answer = program.tell(event("1", PHONE))
    assert (answer.status_code, answer.json()["code"]) == (403, "out_of_scope")


def test_who_asks_too_often_is_told_when_to_come_back(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuanke.api.rest.services.limiting.REQUESTS_PER_MINUTE", 2)
    answers = [program.tell(event(str(n), PHONE)) for n in range(6)]  # over a turn of the minute at most

    refused = [answer for answer in answers if answer.status_code == 429]
    assert 2 <= len(refused) <= 4
    assert all(1 <= int(answer["Retry-After"]) <= 60 for answer in refused)
    assert Interaction.objects.count() == 6 - len(refused)


def test_another_method_is_a_problem_too(program: Program) -> None:
    from django.test import Client

    answer = Client().get("/api/v1/events")
    assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, "POST", "not_allowed")


def test_where_a_customer_came_from_first_and_last_stands_in_the_archive(
    shop: Shop, program: Program, say: Callable[..., str]
) -> None:
    now = timezone.now()
    utm = {"source": "xiaohongshu", "medium": "kol", "campaign": "618", "term": "苹果"}
    program.tell(
        event("1", {"source": "mini", "id": "u1"}, at=now - timedelta(days=2000), utm=utm),
        event(
            "2",
            {"source": "mini", "id": "u1"},
            at=now - timedelta(days=1),
            code={"kind": "qr", "value": "T7"},
        ),
    )
    from tuanke.customers.models import ExternalIdentity

    ExternalIdentity.objects.create(customer=shop.customer("张三"), source="mini", external_id="u1")
    program.tell(event("3", {"source": "mini", "id": "u1"}, at=now - timedelta(days=3)))

    touches = {row.which: row for row in Touch.objects.filter(customer=shop.customer("张三"))}
    first, last = touches["first"], touches["last"]
    assert (first.channel, first.campaign, first.keyword) == ("social", "618", "苹果")
    assert (last.channel, last.evidence) == ("offline", "code:qr:T7")
    archive = text(shop.sign_in("chen").get(f"{shop.page('张三')}archive/"))
    for words in (say("Social media"), "618", "苹果", say("Offline"), "code:qr:T7"):
        assert words in archive


def test_the_owner_sees_which_program_used_its_token(shop: Shop, program: Program) -> None:
    program.tell(event("1", PHONE))

    (_header, row) = rows(shop.sign_in("chen").get("/staff/tokens/"))
    assert row[0].startswith("小程序")
    assert row[4] != "–"

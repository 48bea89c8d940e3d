"""Who may come in: somebody always can, nobody by trying, and nobody who has left."""

import re
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.models import Staff
from tuanke.platform.accounts.services import staff
from tuanke.platform.accounts.tests.factories import AT, PASSWORD, make_staff, make_team
from tuanke.platform.audit.selectors.trail import list_entries

pytestmark = pytest.mark.django_db


def sign_in(username: str, password: str = PASSWORD, *, address: str = "10.0.0.1") -> Any:
    browser = Client(REMOTE_ADDR=address)
    answer = browser.post("/accounts/login/", {"login": username, "password": password})
    return browser, answer


def page_after_a_wrong_password(username: str) -> str:
    text = sign_in(username, "wrong")[1].content.decode().replace(username, "?")
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)  # the token of this answer


@pytest.fixture
def owner() -> Staff:
    return make_staff("chen", name="陈老板", role=Role.OWNER)


def test_the_last_owner_stays_owner(owner: Staff) -> None:
    with pytest.raises(staff.LastOwnerError):
        staff.change_role(staff=owner, role=Role.MANAGER, team=None, by=owner.pk, at=AT)
    with pytest.raises(staff.LastOwnerError):
        staff.set_active(staff=owner, active=False, by=owner.pk, at=AT)

    assert (Staff.objects.get().role, Staff.objects.get().is_active) == ("owner", True)


def test_an_owner_who_has_left_is_not_counted(owner: Staff) -> None:
    second = make_staff("lin", name="林", role=Role.OWNER)
    staff.set_active(staff=second, active=False, by=owner.pk, at=AT)

    with pytest.raises(staff.LastOwnerError):
        staff.set_active(staff=owner, active=False, by=owner.pk, at=AT)


def test_with_two_owners_one_may_go(owner: Staff) -> None:
    make_staff("lin", name="林", role=Role.OWNER)

    staff.change_role(staff=owner, role=Role.MANAGER, team=None, by=owner.pk, at=AT)

    assert Staff.objects.get(username="chen").role == "manager"


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_at_once_leave_one(owner: Staff) -> None:
    owners = [owner, make_staff("lin", name="林", role=Role.OWNER)]
    together, refused = threading.Barrier(2), []

    def step_down(person: Staff) -> None:
        try:
            together.wait()
            staff.change_role(staff=person, role=Role.MANAGER, team=None, by=person.pk, at=AT)
        except staff.LastOwnerError:
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=step_down, args=(person,)) for person in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Staff.objects.filter(role="owner").count() == 1


def test_the_page_says_why_the_last_owner_must_stay(owner: Staff) -> None:
    browser, _answer = sign_in("chen")

    page = browser.post(f"/staff/{owner.pk}/", {"role": "sales", "active": "on"})

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert Staff.objects.get().role == "owner"


def test_eight_wrong_passwords_lock_this_address_out_of_this_account(owner: Staff) -> None:
    for _ in range(7):
        assert sign_in("chen", "wrong")[1].status_code == 200
    assert sign_in("chen", "wrong")[1].status_code == 429

    assert sign_in("chen")[1].status_code == 429, "the right password, too late"


def test_wrong_passwords_of_one_do_not_lock_a_colleague_at_the_same_address_out(owner: Staff) -> None:
    make_staff()
    for _ in range(9):
        sign_in("chen", "wrong")

    assert sign_in("lihua")[1]["Location"] == "/"
    assert sign_in("lihua", "wrong")[1].status_code == 200


def test_nobody_locks_the_owner_out_from_elsewhere(owner: Staff) -> None:
    for _ in range(9):
        sign_in("chen", "wrong", address="10.6.6.6")

    assert sign_in("chen")[1]["Location"] == "/"


def test_after_seven_wrong_passwords_the_right_one_still_opens(owner: Staff) -> None:
    for _ in range(7):
        sign_in("chen", "wrong")

    assert sign_in("chen")[1]["Location"] == "/"


def test_an_unknown_name_and_a_wrong_password_look_alike(owner: Staff) -> None:
    assert page_after_a_wrong_password("chen") == page_after_a_wrong_password("nobody")


def test_who_has_left_is_out_at_the_next_request(owner: Staff) -> None:
    person = make_staff()
    browser, _answer = sign_in("lihua")
    assert browser.get("/customers/").status_code == 200

    staff.set_active(staff=person, active=False, by=owner.pk, at=AT)

    assert browser.get("/customers/")["Location"].startswith("/accounts/login/")
    again, _answer = sign_in("lihua")
    assert again.get("/customers/")["Location"].startswith("/accounts/login/"), "nor in again"


def test_who_was_switched_off_is_told_so_after_the_right_password_only(owner: Staff) -> None:
    staff.set_active(staff=make_staff(), active=False, by=owner.pk, at=AT)

    browser, answer = sign_in("lihua")
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert page.templates[0].name == "account/account_inactive.html"
    assert "lihua" not in page.content.decode()
    assert sign_in("lihua", "wrong")[1].status_code == 200, "the form again, as for a name nobody has"


def test_an_account_switched_off_and_an_unknown_name_look_alike_without_the_password(owner: Staff) -> None:
    staff.set_active(staff=make_staff(), active=False, by=owner.pk, at=AT)

    assert page_after_a_wrong_password("lihua") == page_after_a_wrong_password("nobody")


def test_a_new_role_counts_at_the_next_request(owner: Staff) -> None:
    person = make_staff()
    browser, _answer = sign_in("lihua")
    assert browser.get("/analytics/").status_code == 403

    staff.change_role(staff=person, role=Role.ANALYST, team=None, by=owner.pk, at=AT)

    assert browser.get("/analytics/").status_code == 200


@pytest.mark.parametrize("password", ["short7!", "12345678901", "lihua-lihua", "password1"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        staff.add_staff(username="lihua-lihua", name="李华", password=password, role=Role.SALES, at=AT)

    assert not Staff.objects.exists()


def test_a_taken_user_name_is_refused(owner: Staff) -> None:
    with pytest.raises(ValidationError):
        make_staff("chen")


def test_no_password_is_kept_as_it_was_typed(owner: Staff) -> None:
    assert PASSWORD not in owner.password


def test_what_the_owner_does_with_people_is_on_record(owner: Staff) -> None:
    person = make_staff()
    staff.change_role(staff=person, role=Role.SERVICE, team=make_team("A"), by=owner.pk, at=AT)
    staff.set_active(staff=person, active=False, by=owner.pk, at=AT)

    actions = [entry.action for entry in list_entries().filter(target_id=str(person.pk)).order_by("pk")]
    assert actions == ["staff.added", "staff.role_changed", "staff.deactivated"]


def test_pages_about_ones_own_password_lead_nowhere_one_is_refused(owner: Staff) -> None:
    browser, _answer = sign_in("chen")
    for page in ("/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"):
        html = browser.get(page, follow=True).content.decode()

        assert "<h1>" in html
        assert "/accounts/password/reset/" not in html
        inside = [link for link in re.findall(r'href="(/accounts/[^"]*)"', html) if "logout" not in link]
        assert {browser.get(link).status_code for link in inside} <= {200, 302}

import pytest

from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.preferences.models import Preference
from tuanke.platform.preferences.selectors.preferences import get_preference
from tuanke.platform.preferences.services import preferences

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> int:
    return make_staff().pk


def test_who_never_chose_has_the_defaults_and_no_row(staff: int) -> None:
    preference = get_preference(staff)

    assert (preference.language, preference.theme, preference.columns) == ("zh-hans", "auto", {})
    assert not Preference.objects.exists()


def test_each_choice_keeps_the_others(staff: int) -> None:
    preferences.choose_language(staff_id=staff, language="en")
    preferences.choose_theme(staff_id=staff, theme="dark")
    preferences.choose_columns(staff_id=staff, name="customers", columns=["name", "value"])
    preferences.choose_columns(staff_id=staff, name="orders", columns=["number"])

    preference = get_preference(staff)
    assert (preference.language, preference.theme) == ("en", "dark")
    assert preference.columns == {"customers": ["name", "value"], "orders": ["number"]}


def test_one_persons_choice_is_not_anothers(staff: int) -> None:
    other = make_staff("wangfang", name="王芳").pk
    preferences.choose_theme(staff_id=staff, theme="dark")

    assert get_preference(other).theme == "auto"


def test_what_is_not_offered_is_refused(staff: int) -> None:
    with pytest.raises(ValueError, match="tlh"):
        preferences.choose_language(staff_id=staff, language="tlh")
    with pytest.raises(ValueError, match="pink"):
        preferences.choose_theme(staff_id=staff, theme="pink")

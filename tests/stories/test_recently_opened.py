"""What somebody opened lately is at hand; whether they may see it is asked each time."""

from tests.stories.browsing import text
from tests.stories.conftest import Shop
from tuanke.platform.accounts.models import Staff
from tuanke.platform.preferences.models import RecentlyOpened
from tuanke.platform.preferences.services.recently_opened import KEPT, note_opened


def recent(shop: Shop, username: str) -> str:
    return text(shop.sign_in(username).get("/search/?q="))


def test_the_last_opened_comes_first(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    for name in ("张三", "李四", "张三"):
        browser.get(shop.page(name))

    found = recent(shop, "chen")

    assert found.index("张三") < found.index("李四")
    assert found.count("张三") == 1
    assert "张三" not in recent(shop, "lin"), "it is one person's"


def test_who_went_to_somebody_else_is_not_named_again(shop: Shop, give: object) -> None:
    give("张三", "lihua")  # type: ignore[operator]
    shop.sign_in("lihua").get(shop.page("张三"))
    assert "张三" in recent(shop, "lihua")

    give("张三", "zhoumin")  # type: ignore[operator]

    assert "张三" not in recent(shop, "lihua")


def test_who_reads_no_names_reads_none_here(shop: Shop) -> None:
    shop.sign_in("sun").get(shop.page("张三"))

    assert "张三" not in recent(shop, "sun")
    assert "张*" in recent(shop, "sun")


def test_only_the_last_ones_are_kept(shop: Shop) -> None:
    from uuid import UUID

    from django.utils import timezone

    staff = Staff.objects.get(username="chen").pk
    for number in range(KEPT + 5):
        note_opened(staff_id=staff, kind="customer", uid=UUID(int=number), at=timezone.now())

    kept = {uid.int for uid in RecentlyOpened.objects.values_list("uid", flat=True)}
    assert kept == set(range(5, KEPT + 5))

from datetime import datetime

from django.db import transaction
from django.db.models import F

from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events
from tuanke.platform.preferences.events import StatedMarginChanged
from tuanke.platform.preferences.models import ShopSettings
from tuanke.platform.preferences.models.shop import HIGHEST_MARGIN_PERCENT


class StaleVersionError(Exception):
    """Somebody else saved the shop's settings in the meantime."""


@transaction.atomic
def state_margin(*, percent: int | None, version: int, by: int, at: datetime) -> None:
    """The gross margin of goods whose cost is not known, percent of revenue; every figure on margin follows.

    Raises ValueError outside 0 to 95, StaleVersionError when the settings are no longer the `version` seen.
    """
    if percent is not None and not 0 <= percent <= HIGHEST_MARGIN_PERCENT:
        raise ValueError(f"no gross margin: {percent} %")
    ShopSettings.objects.bulk_create([ShopSettings(pk=1)], ignore_conflicts=True)
    shop = ShopSettings.objects.select_for_update().get()
    if shop.version != version:
        raise StaleVersionError
    if shop.stated_margin_percent == percent:
        return
    before = shop.stated_margin_percent
    ShopSettings.objects.update(stated_margin_percent=percent, version=F("version") + 1)
    changes = {"before": before, "after": percent}
    trail.record(action="shop.margin_stated", target=("shop", "1"), by=by, at=at, changes=changes)
    events.publish(StatedMarginChanged(percent=percent), at=at)

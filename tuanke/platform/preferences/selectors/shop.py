from tuanke.platform.preferences.models import ShopSettings


def get_shop() -> ShopSettings:
    """The shop's settings, or those of one that never said anything (unsaved, version 0)."""
    return ShopSettings.objects.first() or ShopSettings(pk=1)


def stated_margin_percent() -> int | None:
    """The shop's stated gross margin, percent of revenue; None when it stated none."""
    return get_shop().stated_margin_percent

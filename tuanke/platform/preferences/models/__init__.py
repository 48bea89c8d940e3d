from tuanke.platform.preferences.models.preference import Preference
from tuanke.platform.preferences.models.recently_opened import RecentlyOpened
from tuanke.platform.preferences.models.saved_view import SavedView
from tuanke.platform.preferences.models.shop import ShopSettings

__all__ = ["Preference", "RecentlyOpened", "SavedView", "ShopSettings"]

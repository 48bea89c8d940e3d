from tuanke.platform.preferences.models.preference import Preference

__all__ = ["Preference"]

from collections.abc import Sequence

from tuanke.platform.preferences.models import Preference


def choose_language(*, staff_id: int, language: str) -> None:
    """Raises ValueError for a language there is no translation for."""
    Preference.objects.update_or_create(
        staff_id=staff_id, defaults={"language": Preference.Language(language)}
    )


def choose_theme(*, staff_id: int, theme: str) -> None:
    """Raises ValueError for an unknown theme."""
    Preference.objects.update_or_create(staff_id=staff_id, defaults={"theme": Preference.Theme(theme)})


SHELL = {  # name → what may be chosen, and how it is kept
    "side": ("side_is_narrow", {"narrow": True, "wide": False}),
    "keys": ("has_single_keys", {"on": True, "off": False}),
    "first_steps": ("hides_first_steps", {"hidden": True, "shown": False}),
}


def choose_shell(*, staff_id: int, name: str, value: str) -> None:
    """How the shell stands for this person. Raises KeyError for what is not offered."""
    field, offered = SHELL[name]
    Preference.objects.update_or_create(staff_id=staff_id, defaults={field: offered[value]})


def choose_columns(*, staff_id: int, name: str, columns: Sequence[str]) -> None:
    preference, _ = Preference.objects.get_or_create(staff_id=staff_id)
    preference.columns = {**preference.columns, name: list(columns)}
    preference.save(update_fields=["columns"])

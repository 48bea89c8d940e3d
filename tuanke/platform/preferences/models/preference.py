from django.db import models
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """How one person of the staff likes the screens."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "简体中文"
        ENGLISH = "en", "English"

    staff = models.OneToOneField("accounts.Staff", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.CHINESE)
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.AUTO)
    columns = models.JSONField(default=dict)  # list name → column keys, in order
    side_is_narrow = models.BooleanField(default=False)  # the side bar shows icons only
    has_single_keys = models.BooleanField(
        default=True
    )  # WCAG 2.1.4: who speaks to the machine turns them off
    hides_first_steps = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.language} {self.theme}"

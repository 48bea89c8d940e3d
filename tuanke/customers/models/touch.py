from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.channels import Channel

CHANNEL_NAMES = {
    Channel.SOCIAL: _("Social media"),
    Channel.SEARCH_ORGANIC: _("Search"),
    Channel.SEARCH_PAID: _("Paid search"),
    Channel.REFERRAL: _("Recommended by a customer"),
    Channel.GROUP_LEADER: _("Group leader"),
    Channel.DIRECT: _("Direct"),
    Channel.OFFLINE: _("Offline"),
    Channel.SALES_OUTREACH: _("Approached by sales"),
    Channel.MARKETPLACE: _("Marketplace"),
    Channel.PARTNER: _("Partner"),
    Channel.IMPORT: _("Import"),
    Channel.UNKNOWN: _("Unknown"),
}


def channel_name(channel: str) -> str:
    """In words; what somebody typed stays as they typed it."""
    return str(CHANNEL_NAMES[Channel(channel)]) if channel in set(Channel) else channel


class Touch(models.Model):
    """Where a customer came from: first of all, and most lately.

    The first one is never changed but by an override on record; a trigger sees to it.
    """

    class Which(models.TextChoices):
        FIRST = "first", _("First")
        LAST = "last", _("Most recent")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="touches")
    which = models.CharField(max_length=5, choices=Which.choices)
    channel = models.CharField(_("Channel"), max_length=40)
    campaign = models.CharField(_("Campaign"), max_length=100, blank=True, db_default="")
    keyword = models.CharField(_("Search word"), max_length=100, blank=True, db_default="")
    referrer = models.CharField(_("Came through"), max_length=200, blank=True, db_default="")
    evidence = models.CharField(_("How we know"), max_length=200, blank=True, db_default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "which"], name="touch_first_and_last"),
        ]

    def __str__(self) -> str:
        return f"{self.which}: {self.channel}"

    @property
    def channel_name(self) -> str:
        return channel_name(self.channel)

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """A person or an organisation. Never deleted by people; merged or anonymised instead."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORG = "org", _("Organisation")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        MERGED = "merged", _("Merged")
        ANONYMISED = "anonymised", _("Anonymised")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PERSON)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.ACTIVE, db_default="active"
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, db_default="")  # pinyin, so that 张 sorts under z
    province = models.CharField(max_length=40, blank=True, db_default="")
    city = models.CharField(max_length=40, blank=True, db_default="")
    note = models.TextField(blank=True, db_default="")
    owner = models.ForeignKey(
        "accounts.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=40, blank=True, db_default="")  # first touch; never overwritten
    search = SearchVectorField(null=True)
    batch = models.ForeignKey("imports.ImportBatch", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["search"], name="customer_search"),
            models.Index(fields=["sort_name", "id"]),
            models.Index(fields=["owner", "id"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="customer_merged_has_survivor",
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

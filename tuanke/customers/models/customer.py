from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models.imported import Imported
from tuanke.customers.models.touch import channel_name


class Customer(Imported):
    """A person or an organisation. Never deleted by people; merged or anonymised instead."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORG = "org", _("Organisation")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        MERGED = "merged", _("Merged")
        ANONYMISED = "anonymised", _("Anonymised")

    class Gender(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")

    class SizeBand(models.TextChoices):
        TINY = "1-19", _("up to 19 people")
        SMALL = "20-99", _("20 to 99 people")
        MIDDLE = "100-499", _("100 to 499 people")
        LARGE = "500-1999", _("500 to 1999 people")
        HUGE = "2000+", _("2000 people and more")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PERSON)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.ACTIVE, db_default="active"
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(null=True)  # into whom `merged_into` names
    display_name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, db_default="")  # pinyin, so that 张 sorts under z
    # of a person
    surname = models.CharField(max_length=60, blank=True, db_default="")
    given_name = models.CharField(max_length=60, blank=True, db_default="")
    nickname = models.CharField(max_length=100, blank=True, db_default="")
    gender = models.CharField(max_length=6, choices=Gender.choices, blank=True, db_default="")
    # of an organisation
    legal_name = models.CharField(max_length=200, blank=True, db_default="")
    short_names = ArrayField(models.CharField(max_length=100), blank=True, default=list, db_default=[])
    uscc = models.CharField(max_length=20, blank=True, db_default="")
    industry = models.CharField(max_length=60, blank=True, db_default="")
    size_band = models.CharField(max_length=8, choices=SizeBand.choices, blank=True, db_default="")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries", db_index=False
    )
    # of both
    province = models.CharField(max_length=40, blank=True, db_default="")
    city = models.CharField(max_length=40, blank=True, db_default="")
    note = models.TextField(blank=True, db_default="")
    owner = models.ForeignKey(
        "accounts.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    custom = models.JSONField(default=dict, db_default={}, blank=True)  # CustomField.key → value
    channel = models.CharField(max_length=40, blank=True, db_default="")  # first touch; never overwritten
    search = SearchVectorField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["search"], name="customer_search"),
            GinIndex(fields=["custom"], name="customer_custom", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["sort_name", "id"]),
            models.Index(fields=["owner", "id"]),
            models.Index(fields=["created_at", "id"], name="customer_created"),
            models.Index(
                fields=["id"],
                include=["owner", "kind"],
                condition=models.Q(status="active"),
                name="customer_active",
            ),  # whoever sorts by class or score asks of everybody only whether they are there and whose
            models.Index(
                fields=["parent"], condition=models.Q(parent__isnull=False), name="customer_parent"
            ),  # few have one, and an import writes a million who have not
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=models.Q(status="active") & ~models.Q(uscc=""),
                name="uscc_names_one_customer",
            ),
            models.CheckConstraint(
                name="customer_not_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
            ),
            models.CheckConstraint(
                name="customer_merged_has_survivor",
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def place(self) -> str:
        """Province and city; a city that is its own province is said once."""
        return " ".join(dict.fromkeys(part for part in (self.province, self.city) if part))

    @property
    def came_from(self) -> str:
        return channel_name(self.channel)

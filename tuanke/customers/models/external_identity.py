from typing import ClassVar

from django.db import models

from tuanke.customers.models.imported import Imported


class ExternalIdentity(Imported):
    """What a source calls the customer: the natural key that makes an import repeatable."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="identities")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=32, db_default="")  # of what a contact list said of them

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "external_id"], name="identity_once_per_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"

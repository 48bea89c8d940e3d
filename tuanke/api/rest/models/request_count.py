from django.db import models


class RequestCount(models.Model):
    """How often a token asked in the minute it asked last."""

    token = models.OneToOneField(
        "accounts.ApiToken", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    minute = models.DateTimeField()
    requests = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.token_id} {self.requests}"

from django.db import models


class Report(models.Model):
    """A shop-wide result of `insights`, worked out after a scoring of everybody and kept for the pages."""

    name = models.CharField(max_length=40, unique=True)
    run = models.ForeignKey("facts.ScoringRun", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()

    def __str__(self) -> str:
        return self.name

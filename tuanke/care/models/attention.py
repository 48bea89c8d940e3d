from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attention(models.Model):
    """A customer who needs somebody's attention, why, and what was done about it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SNOOZED = "snoozed", _("Later")
        DONE = "done", _("Done")
        PASSED = "passed", _("No longer needed")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached, all well")
        WILL_ORDER = "will_order", _("Will order")
        ISSUE = "issue", _("Has a problem")
        NO_ANSWER = "no_answer", _("No answer")
        NOT_INTERESTED = "not_interested", _("Not interested")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=24)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_default="open")
    stake_fen = models.BigIntegerField()  # the part of their margin a year that hangs on it
    # what the sentence needs beyond the score: other reasons that hold, the date ahead, the festival
    evidence = models.JSONField(default=dict, db_default={})
    since = models.DateField()
    run = models.ForeignKey("facts.ScoringRun", on_delete=models.PROTECT, related_name="+")
    snoozed_until = models.DateField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, db_default="")
    note = models.CharField(max_length=500, blank=True, db_default="")
    acted_by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer", "reason"],
                condition=models.Q(state__in=["open", "snoozed"]),
                name="attention_once_at_a_time",
            ),
            models.CheckConstraint(
                name="attention_done_has_outcome",
                condition=~models.Q(state="done") | ~models.Q(outcome=""),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                models.F("stake_fen").desc(),
                "id",
                condition=models.Q(state__in=["open", "snoozed"]),
                name="attention_waiting",
            ),
            models.Index(fields=["acted_at"], condition=~models.Q(acted_at=None), name="attention_acted"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.reason}"

    def is_over(self, today: date) -> bool:
        """Done, or put off beyond today."""
        put_off = self.snoozed_until is not None and self.snoozed_until > today
        return self.state == self.State.DONE or (self.state == self.State.SNOOZED and put_off)

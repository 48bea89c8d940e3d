from django.db import models


class DirtyCustomer(models.Model):
    """A customer whose rows in the fact store may be out of date: changed, merged, undone or gone."""

    customer_id = models.BigIntegerField(primary_key=True)
    mark = models.BigIntegerField(default=1, db_default=1)  # counts marks: a refresh clears only what it saw

    def __str__(self) -> str:
        return str(self.customer_id)

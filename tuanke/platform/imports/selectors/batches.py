from django.db.models import QuerySet

from tuanke.platform.imports.models import ImportBatch


def list_batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("by", "run").order_by("-received_at", "-pk")


def get_batch(uid: str) -> ImportBatch:
    """Raises ImportBatch.DoesNotExist."""
    return ImportBatch.objects.select_related("by", "run").get(uid=uid)


def list_demo_batches() -> QuerySet[ImportBatch]:
    """Newest first, so that taking them back leaves nothing that rests on an earlier one."""
    return ImportBatch.objects.filter(is_demo=True).exclude(state=ImportBatch.State.UNDONE).order_by("-pk")

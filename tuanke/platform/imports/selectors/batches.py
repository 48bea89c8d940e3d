import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.jobs.selectors import runs


def list_batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("by", "run").order_by("-received_at", "-pk")


def get_batch(uid: uuid.UUID) -> ImportBatch:
    """Raises ImportBatch.DoesNotExist."""
    return ImportBatch.objects.select_related("by", "run").get(uid=uid)


def find_batch_of_run(run_uid: uuid.UUID) -> ImportBatch | None:
    """What this run worked on, also when a later one has taken it over."""
    try:
        number = runs.get_run(run_uid).arguments["batch_id"]
    except (ObjectDoesNotExist, KeyError):
        return None
    return ImportBatch.objects.filter(pk=number).first()


def list_demo_batches() -> QuerySet[ImportBatch]:
    """Newest first, so that taking them back leaves nothing that rests on an earlier one."""
    return ImportBatch.objects.filter(is_demo=True).exclude(state=ImportBatch.State.UNDONE).order_by("-pk")

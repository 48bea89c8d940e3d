from django.db.models import QuerySet

from tuanke.platform.accounts.models import Staff, Team


def list_staff() -> QuerySet[Staff]:
    return Staff.objects.select_related("team").order_by("-is_active", "name")


def get_staff(username: str) -> Staff:
    """Raises Staff.DoesNotExist."""
    return Staff.objects.get(username=username)


def list_teams() -> QuerySet[Team]:
    return Team.objects.order_by("name")


def has_owner() -> bool:
    return Staff.objects.filter(role=Staff.RoleChoice.OWNER, is_active=True).exists()

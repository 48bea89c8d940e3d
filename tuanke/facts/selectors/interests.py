from django.db.models import QuerySet

from tuanke.facts.models import CustomerInterest


def list_interests(customer_id: int) -> QuerySet[CustomerInterest]:
    """The categories a customer cares for, the strongest first, as of the latest scoring."""
    return CustomerInterest.objects.filter(customer_id=customer_id).order_by("-share_percent", "category")

from tuanke.facts.models import CustomerNeed


def find_need(customer_id: int) -> CustomerNeed | None:
    """What their deeds tell they need, as of the last night's comparison; None while they were in none."""
    return CustomerNeed.objects.filter(customer_id=customer_id).first()

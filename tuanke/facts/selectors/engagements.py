from tuanke.facts.models import CustomerEngagement


def find_engagement(customer_id: int) -> CustomerEngagement | None:
    """None for who never did anything beside buying."""
    return CustomerEngagement.objects.filter(customer_id=customer_id).first()

from tuanke.engagement.models import Interaction


def interaction_name(type_: str) -> str:
    """What somebody did, in words."""
    return str(Interaction.Type(type_).label)

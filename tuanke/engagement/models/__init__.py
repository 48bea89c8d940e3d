from tuanke.engagement.models.event import CustomerEvent
from tuanke.engagement.models.interaction import Interaction
from tuanke.engagement.models.visitor import Visitor

__all__ = ["CustomerEvent", "Interaction", "Visitor"]

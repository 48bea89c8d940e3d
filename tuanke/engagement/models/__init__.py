from tuanke.engagement.models.event import CustomerEvent

__all__ = ["CustomerEvent"]

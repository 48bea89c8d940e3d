from tuanke.segments.models.segment import Segment

__all__ = ["Segment"]

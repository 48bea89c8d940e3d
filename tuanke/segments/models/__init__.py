from tuanke.segments.models.membership import SegmentChange, SegmentMembership, SegmentPin
from tuanke.segments.models.segment import Segment
from tuanke.segments.models.snapshot import SegmentSnapshot
from tuanke.segments.models.target import TargetGroup, TargetProgress
from tuanke.segments.models.timer import SegmentTimer

__all__ = [
    "Segment",
    "SegmentChange",
    "SegmentMembership",
    "SegmentPin",
    "SegmentSnapshot",
    "SegmentTimer",
    "TargetGroup",
    "TargetProgress",
]

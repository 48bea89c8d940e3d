from tuanke.customers.selectors.groups import find_group_name
from tuanke.kit.rules import Member
from tuanke.segments.models import Segment


def name_of(member: Member) -> str:
    """Of the segment, list or group a rule refers to."""
    if member.kind == "group":
        return find_group_name(member.uid)
    return Segment.objects.values_list("name", flat=True).filter(uid=member.uid).first() or member.uid

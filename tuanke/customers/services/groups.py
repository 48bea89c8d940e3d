from datetime import datetime

from django.db import transaction

from tuanke.customers.models import Customer, CustomerGroup, GroupMember
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail


@transaction.atomic
def add_group(*, kind: str, name: str, by: int, at: datetime) -> CustomerGroup:
    """Raises ValidationError for a name that is taken or blank."""
    group = CustomerGroup(kind=kind, name=name.strip(), created_at=at)
    group.full_clean(exclude=["leader"])
    group.save(force_insert=True)
    changes = {"kind": kind, "name": group.name}
    trail.record(action="group.added", target=group, by=by, at=at, changes=changes)
    return group


@transaction.atomic
def join(
    *, group: CustomerGroup, customer: Customer, role: str, leads: bool, by: int, at: datetime
) -> GroupMember:
    """The customer is in the group from now on, as its leader if `leads`; a member already only changes role."""
    bump(customer.pk)
    member, _ = GroupMember.objects.update_or_create(
        group=group,
        customer=customer,
        left_at=None,
        defaults={"role": role.strip()},
        create_defaults={"role": role.strip(), "joined_at": at},
    )
    if leads:
        CustomerGroup.objects.filter(pk=group.pk).update(leader=customer)
    changes = {"group": str(group.uid), "role": role.strip(), "leads": leads}
    trail.record(action="group.joined", target=customer, by=by, at=at, changes=changes)
    mark_dirty([customer.pk])
    return member


@transaction.atomic
def leave_group(*, member: GroupMember, by: int, at: datetime) -> None:
    """The row stays, with the day; a group whose leader leaves has none."""
    bump(member.customer_id)
    GroupMember.objects.filter(pk=member.pk, left_at__isnull=True).update(left_at=at)
    CustomerGroup.objects.filter(pk=member.group_id, leader=member.customer_id).update(leader=None)
    changes = {"group": str(member.group.uid)}
    trail.record(action="group.left", target=member.customer, by=by, at=at, changes=changes)
    mark_dirty([member.customer_id])

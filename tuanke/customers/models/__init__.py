from tuanke.customers.models.affiliation import Affiliation
from tuanke.customers.models.bulk_change import BulkChange, BulkChangeRow
from tuanke.customers.models.consent_record import ConsentRecord
from tuanke.customers.models.contact_point import ContactPoint
from tuanke.customers.models.custom_field import CustomField, CustomFieldHolder
from tuanke.customers.models.customer import Customer
from tuanke.customers.models.customer_group import CustomerGroup, GroupMember
from tuanke.customers.models.duplicate import DuplicateCandidate, NotDuplicate
from tuanke.customers.models.external_identity import ExternalIdentity
from tuanke.customers.models.invoice_title import InvoiceTitle
from tuanke.customers.models.life_event import LifeEvent
from tuanke.customers.models.merge_operation import MergeMove, MergeOperation
from tuanke.customers.models.need import Need, StatedNeed
from tuanke.customers.models.opening_balance import OpeningBalance
from tuanke.customers.models.own_choice import OwnChoice
from tuanke.customers.models.tag import CustomerTag, Tag
from tuanke.customers.models.touch import Touch

__all__ = [
    "Affiliation",
    "BulkChange",
    "BulkChangeRow",
    "ConsentRecord",
    "ContactPoint",
    "CustomField",
    "CustomFieldHolder",
    "Customer",
    "CustomerGroup",
    "CustomerTag",
    "DuplicateCandidate",
    "ExternalIdentity",
    "GroupMember",
    "InvoiceTitle",
    "LifeEvent",
    "MergeMove",
    "MergeOperation",
    "Need",
    "NotDuplicate",
    "OpeningBalance",
    "OwnChoice",
    "StatedNeed",
    "Tag",
    "Touch",
]

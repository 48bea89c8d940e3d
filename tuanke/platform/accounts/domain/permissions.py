"""Who may do what, on one page: roles × permissions → how far the permission reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    SALES = "sales"
    SERVICE = "service"
    MARKETING = "marketing"
    FINANCE = "finance"
    ANALYST = "analyst"


class Scope(StrEnum):
    """Whose customers a permission reaches."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class Permission(StrEnum):
    CUSTOMERS_VIEW = "customers.view"
    CUSTOMERS_EDIT = "customers.edit"
    CUSTOMERS_EXPORT = "customers.export"
    CONTACTS_REVEAL = "contacts.reveal"
    ORDERS_VIEW = "orders.view"
    INTERACTIONS_VIEW = "interactions.view"
    CARE_VIEW = "care.view"
    CARE_ACT = "care.act"
    CLASSES_OVERRIDE = "classes.override"
    SEGMENTS_EDIT = "segments.edit"
    FIELDS_DEFINE = "fields.define"
    ANALYTICS_VIEW = "analytics.view"
    REPORTS_VIEW = "reports.view"
    IMPORTS_RUN = "imports.run"
    JOBS_VIEW = "jobs.view"
    COSTS_EDIT = "costs.edit"
    SHOP_MANAGE = "shop.manage"
    STAFF_MANAGE = "staff.manage"
    TOKENS_MANAGE = "tokens.manage"
    AUDIT_VIEW = "audit.view"


P, S = Permission, Scope
EVERYTHING = dict.fromkeys(Permission, Scope.ALL)

GRANTS: Mapping[Role, Mapping[Permission, Scope]] = MappingProxyType(
    {
        Role.OWNER: EVERYTHING,
        Role.MANAGER: {
            **dict.fromkeys(set(Permission) - {P.STAFF_MANAGE, P.TOKENS_MANAGE, P.AUDIT_VIEW}, S.ALL),
            P.CONTACTS_REVEAL: S.TEAM,
        },
        Role.SALES: {
            P.CUSTOMERS_VIEW: S.OWN,
            P.CUSTOMERS_EDIT: S.OWN,
            P.CONTACTS_REVEAL: S.OWN,
            P.ORDERS_VIEW: S.OWN,
            P.INTERACTIONS_VIEW: S.OWN,
            P.CARE_VIEW: S.OWN,
            P.CARE_ACT: S.OWN,
            P.REPORTS_VIEW: S.OWN,
        },
        Role.SERVICE: {
            P.CUSTOMERS_VIEW: S.ALL,
            P.CUSTOMERS_EDIT: S.TEAM,
            P.CONTACTS_REVEAL: S.TEAM,
            P.ORDERS_VIEW: S.ALL,
            P.INTERACTIONS_VIEW: S.ALL,
            P.CARE_VIEW: S.TEAM,
            P.CARE_ACT: S.TEAM,
        },
        Role.MARKETING: {
            P.CUSTOMERS_VIEW: S.ALL,
            P.CUSTOMERS_EXPORT: S.ALL,
            P.INTERACTIONS_VIEW: S.ALL,
            P.CARE_VIEW: S.ALL,
            P.CLASSES_OVERRIDE: S.ALL,
            P.SEGMENTS_EDIT: S.ALL,
            P.ANALYTICS_VIEW: S.ALL,
            P.REPORTS_VIEW: S.ALL,
            P.IMPORTS_RUN: S.ALL,
            P.JOBS_VIEW: S.ALL,
        },
        Role.FINANCE: {
            P.CUSTOMERS_VIEW: S.ALL,
            P.ORDERS_VIEW: S.ALL,
            P.ANALYTICS_VIEW: S.ALL,
            P.REPORTS_VIEW: S.ALL,
            P.COSTS_EDIT: S.ALL,
        },
        Role.ANALYST: {
            P.CUSTOMERS_VIEW: S.ALL,
            P.ORDERS_VIEW: S.ALL,
            P.INTERACTIONS_VIEW: S.ALL,
            P.ANALYTICS_VIEW: S.ALL,
            P.REPORTS_VIEW: S.ALL,
        },
    },
)


@dataclass(frozen=True)
class Viewer:
    """The person of the staff behind a request, as far as permissions care."""

    staff_id: int
    team_id: int | None
    role: Role

    def may(self, permission: Permission) -> bool:
        return permission in GRANTS[self.role]

    def scope(self, permission: Permission) -> Scope | None:
        return GRANTS[self.role].get(permission)

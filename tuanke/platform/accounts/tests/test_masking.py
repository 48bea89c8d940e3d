import pytest

from tuanke.platform.accounts.domain.masking import FieldClass, mask_contact, mask_name, may_see, shown_name
from tuanke.platform.accounts.domain.permissions import GRANTS, Permission, Role, Viewer


def viewer(role: Role) -> Viewer:
    return Viewer(staff_id=1, team_id=None, role=role)


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("欧阳娜娜", "欧***"), ("Alice", "A****"), ("王", "王"), ("", "")]
)
def test_a_masked_name_keeps_its_first_letter_and_its_length(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("13800138000", "138****8000"),
        ("+8613800138000", "138****8000"),
        ("138 0013 8000", "138****8000"),
        ("a@example.com", "a***@example.com"),
        ("wx_zhangsan", "w***n"),
        ("", "***"),
    ],
)
def test_a_masked_contact_keeps_its_ends(value: str, masked: str) -> None:
    assert mask_contact(value) == masked


@pytest.mark.parametrize("role", Role)
def test_an_organisations_name_is_public(role: Role) -> None:
    assert shown_name(viewer(role), "滨江物业", is_person=False) == "滨江物业"


@pytest.mark.parametrize("role", Role)
def test_no_role_reads_contacts_without_asking(role: Role) -> None:
    assert not may_see(viewer(role), FieldClass.CONTACT)
    assert not may_see(viewer(role), FieldClass.SECRET)


def test_only_the_owner_may_everything() -> None:
    assert {role for role in Role if set(GRANTS[role]) == set(Permission)} == {Role.OWNER}

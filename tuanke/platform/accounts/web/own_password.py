"""allauth's forms that ask for one's own password, without its way to a mail that resets it: the owner does that."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from django.utils.translation import gettext as _


class OwnPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = _("Forgot the password? The owner can set a new one.")


class ItIsMeForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("Forgot the password? The owner can set a new one.")

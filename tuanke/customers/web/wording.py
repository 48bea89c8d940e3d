"""Why something typed was not taken, in words."""

from django.utils.translation import gettext_lazy as _

IDENTIFIERS = {
    "blank": _("Type something here."),
    "too_long": _("This is too long."),
    "mobile": _(
        "A mobile number of the mainland has 11 digits and begins with 13 to 19; others begin with + and the country."
    ),
    "masked": _("This number is masked with stars. Type the whole number, or leave it out."),
    "landline": _("A landline has an area code and a number, such as 010-62551234."),
    "email": _("This is not an e-mail address."),
    "wechat": _("A WeChat id has 6 to 32 letters, digits, - or _, and begins with a letter."),
    "uscc": _("A unified social credit code has 18 letters and digits."),
    "uscc_checksum": _("The last character does not fit the others: look at the code again."),
}
NEEDS = {
    "blank": _("Type something here."),
    "too_long": _("This is too long."),
    "taken": _("There is a need of this name already."),
    "unknown": _("Choose from the list."),
}
TAKEN = {
    "mobile": _("This number belongs to another customer."),
    "email": _("This address belongs to another customer."),
    "wechat": _("This WeChat id belongs to another customer."),
    "uscc": _("Another customer has this code."),
}
TAKEN_VALUE = _("Another customer has this value, and no two may.")
CUSTOM = {
    "required": _("This must be filled in."),
    "number": _("This is not a number."),
    "whole": _("This must be a whole number."),
    "money": _("An amount has two decimals at most."),
    "date": _("This is not a date."),
    "choice": _("Choose from the list."),
    "url": _("A web address begins with https:// or http://."),
    "too_long": _("At most %(limit)s characters."),
    "least": _("At least %(limit)s."),
    "most": _("At most %(limit)s."),
}
CONSENT = {
    "unknown": _("Choose from the list."),
    "consent_evidence_missing": _("Say what shows it: without evidence there is no consent."),
    "in_the_future": _("This has not happened yet."),
    "expires_before": _("It would end before it began."),
}
REGRESSION = _(
    "The customer refused later than this, or this evidence was known then. A new yes needs newer evidence."
)
TAGS = {
    "blank": _("A tag needs a name."),
    "too_long": _("This tag is too long."),
    "rule": _("A rule put this tag here; only the rule takes it off."),
}

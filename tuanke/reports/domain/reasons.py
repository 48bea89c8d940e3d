"""Why a mail did not go."""

NO_ADDRESS, NOT_ACTIVE, NO_PERMISSION = "no_address", "not_active", "no_permission"
REPORT_GONE, NOT_SHARED, ASKS_TOO_MUCH, BROKEN = "report_gone", "not_shared", "asks_too_much", "broken"
NO_FIGURES, NO_MAIL, STOPPED, UNCLEAR = "no_figures", "no_mail", "stopped", "unclear"

from tuanke.platform.accounts.models.staff import Staff, Team
from tuanke.platform.accounts.models.token import ApiToken

__all__ = ["ApiToken", "Staff", "Team"]

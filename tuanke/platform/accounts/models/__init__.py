from tuanke.platform.accounts.models.staff import Staff, Team

__all__ = ["Staff", "Team"]

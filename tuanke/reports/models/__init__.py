from tuanke.reports.models.delivery import Delivery
from tuanke.reports.models.saved_report import SavedReport
from tuanke.reports.models.schedule import Schedule

__all__ = ["Delivery", "SavedReport", "Schedule"]

from tuanke.platform.imports.models.batch import ImportBatch
from tuanke.platform.imports.models.saved_mapping import SavedMapping

__all__ = ["ImportBatch", "SavedMapping"]

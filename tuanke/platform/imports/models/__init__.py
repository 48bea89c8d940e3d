from tuanke.platform.imports.models.batch import ImportBatch
from tuanke.platform.imports.models.before_image import BeforeImage
from tuanke.platform.imports.models.saved_mapping import SavedMapping

__all__ = ["BeforeImage", "ImportBatch", "SavedMapping"]

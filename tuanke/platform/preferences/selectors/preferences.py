from tuanke.platform.preferences.models import Preference


def get_preference(staff_id: int) -> Preference:
    """The person's preference, or the defaults (unsaved) of somebody who never chose."""
    return Preference.objects.filter(staff_id=staff_id).first() or Preference(staff_id=staff_id)

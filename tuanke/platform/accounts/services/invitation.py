from django.utils.crypto import salted_hmac


def owner_token() -> str:
    """Shown where the deployment was started, so that only who started it becomes the owner."""
    return salted_hmac("tuanke.welcome", "owner", algorithm="sha256").hexdigest()[:32]

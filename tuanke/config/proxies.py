"""Who really asks, behind a reverse proxy: what a proxy says counts only from an address that is named as one."""

import contextlib
import ipaddress
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)
WAS_FORWARDED = "tuanke.was_forwarded"  # no header has a name like this


def was_forwarded(request: HttpRequest) -> bool:
    """Some proxy, named or not, passed the request on."""
    return bool(request.META.get(WAS_FORWARDED))


class TrustedProxyMiddleware:
    """Behind a trusted proxy REMOTE_ADDR becomes the client's; from anybody else forwarded headers are dropped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._trusted: Sequence[Network] = settings.TRUSTED_PROXIES

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        request.META[WAS_FORWARDED] = any(header in request.META for header in FORWARDED)
        if self._is_trusted(peer):
            request.META["REMOTE_ADDR"] = self._client(request.META.get("HTTP_X_FORWARDED_FOR", ""), peer)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)

    def _client(self, forwarded: str, peer: str) -> str:
        """Read from the right: each proxy appends whom it saw, so what stands left of a stranger is hearsay."""
        client = peer
        for hop in reversed(forwarded.split(",")):
            address = _address(hop)
            if address is None:
                break
            client = str(address)
            if not self._is_trusted(client):
                break
        return client

    def _is_trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self._trusted)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(text.strip())
        return getattr(address, "ipv4_mapped", None) or address
    return None

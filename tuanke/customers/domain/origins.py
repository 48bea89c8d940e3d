"""Where a visit came from (domain B4): rules in their order, and the first that knows says it.

Explicit code, UTM parameters, the site that linked here, what somebody said, the import's source.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tuanke.customers.domain.channels import (
    CODES,
    MARKETPLACES,
    MEDIA,
    NAMES,
    SEARCH_ENGINES,
    SOCIAL_SITES,
    Channel,
    CodeKind,
)


@dataclass(frozen=True)
class Signs:
    """What is known of how somebody came; empty where it is not."""

    code_kind: str = ""
    code: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_content: str = ""
    utm_term: str = ""
    referrer: str = ""
    reported: str = ""
    import_source: str = ""


@dataclass(frozen=True)
class Origin:
    """`evidence` names the rule and what it saw."""

    channel: str
    evidence: str
    keyword: str = ""


def by_code(signs: Signs) -> Origin | None:
    if not signs.code or signs.code_kind not in CODES:
        return None
    return Origin(CODES[CodeKind(signs.code_kind)], f"code:{signs.code_kind}:{signs.code}")


def by_utm(signs: Signs) -> Origin | None:
    """The medium says it, else the source's name; anything else is a link of the shop's we cannot place."""
    source, medium = signs.utm_source.lower(), signs.utm_medium.lower()
    if not (source or medium):
        return None
    channel = MEDIA.get(medium) or NAMES.get(source) or Channel.UNKNOWN
    content = f"/{signs.utm_content}" if signs.utm_content else ""
    return Origin(channel, f"utm:{source}/{medium}{content}", signs.utm_term)


def by_referrer(signs: Signs) -> Origin | None:
    """A site that is in no table is told by its name and counts as unknown."""
    try:
        parts = urlsplit(signs.referrer)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # what stands there is no address
        return None
    if not host:
        return None
    evidence = f"referrer:{host}"
    for site, parameter in SEARCH_ENGINES.items():
        if _is_of(host, site):
            word = parse_qs(parts.query).get(parameter, [""])[0]
            return Origin(Channel.SEARCH_ORGANIC, evidence, word)
    for channel, sites in ((Channel.SOCIAL, SOCIAL_SITES), (Channel.MARKETPLACE, MARKETPLACES)):
        if any(_is_of(host, site) for site in sites):
            return Origin(channel, evidence)
    return Origin(Channel.UNKNOWN, evidence)


def by_report(signs: Signs) -> Origin | None:
    return Origin(signs.reported, "reported") if signs.reported else None


def by_import(signs: Signs) -> Origin | None:
    return Origin(Channel.IMPORT, f"import:{signs.import_source}") if signs.import_source else None


Rule = Callable[[Signs], Origin | None]
RULES: tuple[Rule, ...] = (by_code, by_utm, by_referrer, by_report, by_import)


def origin_of(signs: Signs) -> Origin | None:
    """What the first rule that knows says; None where there is no sign at all."""
    return next((found for rule in RULES if (found := rule(signs)) is not None), None)


def _is_of(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")

"""Accept header -> media type, as RFC 9110 section 12.5.1 has it."""

import re
from collections.abc import Iterable, Iterator

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_PART = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*")+')
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_TOKEN = r"[!#$%&'*+.^_`|~0-9a-z-]+"
_RANGE = re.compile(rf"{_TOKEN}/{_TOKEN}")


def choose(accept: str | None, offers: Iterable[str]) -> str | None:
    """Give the offer that a client likes best; None where it takes none of them.

    Of equals it is one that the header names in full, then the one that comes first in `offers`.
    Parameters but for q are not looked at; an element of the header that is malformed is left out.
    """
    if accept is None or not accept.strip():
        return next(iter(offers), None)
    ranges = dict[str, float]()
    for name, quality in _ranges(accept):
        ranges[name] = max(quality, ranges.get(name, 0.0))
    rated = [(*_rate(offer, ranges), offer) for offer in offers]
    best = max(rated, key=lambda each: each[:2], default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None


def _rate(offer: str, ranges: dict[str, float]) -> tuple[float, int]:
    """Quality of an offer by the range that fits it most closely, and how close that is."""
    kind = offer.partition("/")[0]
    for closeness, name in ((2, offer), (1, f"{kind}/*"), (0, "*/*")):
        if name in ranges:
            return ranges[name], closeness
    return 0.0, 0


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for element in _ELEMENT.findall(accept):
        name, *parameters = [part.strip().lower() for part in _PART.findall(element)] or [""]
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        if _RANGE.fullmatch(name) and _QUALITY.fullmatch(quality):
            yield name, float(quality)

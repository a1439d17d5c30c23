"""Two names -> signs that their letters give: acronyms, codes, spellings."""

from rapidfuzz.fuzz import ratio

from kgbuild.resolve.named import Named
from kgbuild.shortening import abbreviates, is_acronym_of

_ALIKE = ((90, "spelled alike"), (80, "spelled nearly alike"))
_SHORTEST = 5
"""Letters of a name that may be told apart by its spelling."""
_CODE = 4
"""Letters of a word in capitals that looks made of initials."""


def letter_signs(short: Named, full: Named) -> set[str]:
    """What the letters say; `short` is the shorter one (see `order`)."""
    found = _abbreviations(short, full)
    if short.letters == full.letters:
        return found | ({"same letters"} if short.name != full.name else set())
    return found if _lies_in(short, full) else found | _spelling(short.letters, full.letters)


def _abbreviations(short: Named, full: Named) -> set[str]:
    """Acronyms and codes."""
    found: set[str] = set()
    for a in short.written:
        for b in full.written:
            found |= {"initials"} if is_acronym_of(a, b) else set()
            # People have initials, not letters from inside their names.
            if " " in full.name and full.family != "person" and abbreviates(a, b):
                found.add("capitals from it")
    if " " not in short.name and any(written.isupper() for written in short.written):
        found.add("a word of capitals")
        found |= {"capitals that begin it"} if full.letters.startswith(short.letters) else set()
    people = short.family == full.family == "person"
    if people and _is_code(short) and "initials" not in found and not _lies_in(short, full):
        found.add("capitals that are no initials")
    return found


def _lies_in(short: Named, full: Named) -> bool:
    """Whether the words of one are all among those of the other."""
    return len(short.words) <= len(full.words) and set(short.words) <= set(full.words)


def _is_code(named: Named) -> bool:
    """Whether it is one short word, always in capitals."""
    return len(named.name) <= _CODE and all(written.isupper() for written in named.written)


def _spelling(short: str, full: str) -> set[str]:
    if min(len(short), len(full)) < _SHORTEST:
        return set()
    alike = ratio(short, full)
    found = {next((sign for least, sign in _ALIKE if alike >= least), "")} - {""}
    longer, shorter = sorted((short, full), key=len, reverse=True)
    if longer in {f"{shorter}s", f"{shorter}es"}:
        found.add("plural")
    elif longer.startswith(shorter):
        found.add("letters that begin it")
    return found

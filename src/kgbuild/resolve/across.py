"""Two things of one document each -> signs that they are one, beside what their names say.

Everything here depends on the two alone, so that a third document can change nothing about them.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from kgbuild.firms import has_legal_form, same_firm, without_legal_form
from kgbuild.lexicon import Lexicon
from kgbuild.records import Record
from kgbuild.resolve.likeness import judged, load_weights, share
from kgbuild.resolve.named import Named, order
from kgbuild.resolve.signs import is_plain, is_widely_known, signs

_CODE = 3
"""Letters of a name that is so short that many things have it."""
_MANY = 2
_UNTOLD = 0.5
"""No likelier are two names that tell nothing of each other, such as `Ostmark Mining Museum` and
`Ostmark Press Museum`, however much stands beside both."""
_RULED = "other name: rule: "
_TELL_ALONE = frozenset(
    f"other name: {sign}"
    for sign in (
        "rule: acronym",
        "rule: form of address aside",
        "rule: kind of thing aside",
        "rule: legal form aside",
        "rule: middle name aside",
        "rule: short given name",
        "same letters",
        "spelled alike",
    )
)
_ALIKE = ((0.8, "names very alike"), (0.5, "names alike"), (0.2, "names little alike"))


@dataclass(frozen=True)
class Known(Named):
    """A thing of one document, by the names that it has and those around it."""

    names: frozenset[str]
    """In normal form."""
    neighbours: frozenset[str]
    """Names of other things in the document: those that tell something, no places."""
    places: frozenset[str]
    """Names of places in the document."""
    place: tuple[str, ...] = ()
    """Of a place the gazetteer knows: one name for all of its names, and what it lies in."""

    @property
    def shown(self) -> str:
        """The name as a text writes it."""
        return min(self.written, default=self.name)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Its words, of a body without the legal form alone."""
        body = self.family == "body"
        return tuple(without_legal_form(self.name).split()) if body else self.words


class Weights(Record):
    """What each sign weighs, and how likely two things must be one to be joined."""

    weight: dict[str, float]
    """That of every pair is under the empty name."""
    threshold: dict[str, float]
    """By family, and of things of two families."""

    def share(self, said: Iterable[str]) -> float:
        """How likely two things are one, given their signs."""
        return share(said, self.weight)

    def judged(self, said: frozenset[str]) -> float:
        """The same, but where their names tell nothing of each other what else their documents
        share is not enough."""
        return told(self.share(said), said)

    def least(self, a: Named, b: Named) -> float:
        """From where on two things are joined."""
        return self.threshold[family_of(a, b)]

    def least_other(self) -> float:
        """From where on two things are joined that have no full name in common."""
        return self.threshold["other name"]


def told(likely: float, said: frozenset[str]) -> float:
    """How likely two things are one by their signs, capped where their names tell nothing."""
    ruled = "names alike" in said and any(sign.startswith(_RULED) for sign in said)
    shared = "a name in common" in said and ("names very alike" in said or ruled)
    named = "same name" in said or shared or said & _TELL_ALONE
    return likely if named else min(likely, _UNTOLD)


@cache
def load_weights_across() -> Weights:
    """The shipped weights."""
    path = files("kgbuild") / "data" / "weights" / "entities.toml"
    return Weights.model_validate(tomllib.loads(path.read_text("utf-8")))


def family_of(a: Named, b: Named) -> str:
    """The family of both; events apart from other things, for many come again each year."""
    if a.family != b.family:
        return "two families"
    return "event" if a.family == "thing" and "Event" in (a.type, b.type) else a.family


def same_name(a: Known, b: Known) -> bool:
    """Whether both have one full name, legal forms and forms of address aside."""
    if a.family == b.family == "body":
        return a.telling == b.telling and same_firm(a.name, b.name)
    return a.words == b.words if a.family == b.family == "person" else a.name == b.name


def rivals(a: Known, b: Known) -> bool:
    """Whether they are two things by what they are called: two firms by their legal forms, such as
    `Acme AG` and `Acme Ltd`, or two places of the gazetteer."""
    if a.family == b.family == "body":
        return a.words == b.words and not same_firm(a.name, b.name)
    return bool(a.place and b.place and a.place != b.place)


def shared(a: Known, b: Known) -> tuple[int, int]:
    """How many neighbours and how many places they share, counted to two."""
    own = a.names | b.names
    near, places = (a.neighbours & b.neighbours) - own, (a.places & b.places) - own
    return min(len(near), _MANY), min(len(places), _MANY)


def signs_across(a: Known, b: Known, lexicon: Lexicon) -> frozenset[str]:
    """What speaks for and against their being one thing."""
    family = family_of(a, b)
    near, places = shared(a, b)
    if same_name(a, b):
        kind = name_kind(a.telling, lexicon)
        found = {"same name", f"same name: {family}", f"same name: {kind}"}
        found |= {f"same name: {family}, {kind}"}
        found |= {"same name, same type"} if a.type == b.type else set()
        found |= {"two names in common"} if len(a.names & b.names) > 1 else set()
        if is_widely_known((*a.written, *b.written), lexicon):
            found.add("a widely known name")
        if a.name == b.name and has_legal_form(a.name):
            found.add("same legal form")
        if a.family != b.family:
            found.add("same name: " + " and ".join(sorted((a.family, b.family))))
        if near:
            found |= {f"same name, {kind}, neighbours", f"same name, {family}, neighbours"}
        return frozenset(found | _around("same name", near, places))
    short, full = order(a, b)
    said = signs(short, full, lexicon)
    likely = judged(frozenset(said), load_weights())
    alike = next((sign for least, sign in _ALIKE if likely >= least), "names not alike")
    found = {alike, f"other name: {family}", f"other name: {name_kind(short.telling, lexicon)}"}
    found |= {f"other name: {sign}" for sign in said if _tells(sign)}
    if common := a.names & b.names:
        longest = max(common, key=lambda name: (len(name), name))
        found |= {"a name in common", f"a name in common: {name_kind(longest.split(), lexicon)}"}
        # Its document calls the fuller so, and the other document the shorter, whole.
        found |= {"a name in common: the shorter itself"} if short.name in full.names else set()
    return frozenset(found | _around("other name", near, places))


def _around(prefix: str, near: int, places: int) -> set[str]:
    """How much else two things have around them: a sign for each step, so that more of it never
    speaks against them."""
    found = {f"{prefix}, neighbours {n}" for n in range(1, near + 1)}
    return found | {f"{prefix}, places {n}" for n in range(1, places + 1)}


def name_kind(words: Iterable[str], lexicon: Lexicon) -> str:
    """How much a name tells by itself: plain words, a short code, one word, or words."""
    all_ = tuple(words)
    if all(is_plain(word, lexicon) for word in all_):
        return "plain words"
    if len(all_) == 1:
        return "short code" if len(all_[0]) <= _CODE else "one word"
    return "words"


_TELLING = (
    "rule", "left", "the ", "spelled", "plural", "same letters", "other given name", "its words",
    "capitals", "same first", "same last",
)  # fmt: skip


def _tells(sign: str) -> bool:
    return sign.startswith(_TELLING)

"""Pattern files -> regular expressions: the small language in which relations are written.

    match = "{s} $have? $join up with {o}"

    {s} {o}      subject and object: a mention, or a list of mentions, of a type that the relation
                 allows; {s:Company|Person} narrows the types; {s1} {o1} take the one
                 member of a list that is nearest to the rest of the pattern
    {each}       a list of two or more mentions that stand in the relation pairwise
    {d} {t}      a date; a job title
    {_}          a mention or a list of any type, which takes no part
    a|b          one of these words, in any case; `co-operate` is found as the tokenizer cuts it
    $name        one of the words under `[words]` in `words.toml`; `$a|$b|c` joins lists and words
    ..  ...      up to 4 words without comma; up to 12 units with commas; never past an
                 organisation, a person, a job title, what could fill the next slot, a quotation
                 mark or the end of a clause
    x?           may be absent
    !a|b         what follows is none of these words

A sentence is matched as a line of units, each followed by a space: words in lower case, mentions
as `<C1:7>`: the letter of the type, `1` for one mention and `+` for a list, the unit's number.
spaCy's Matcher can say the same, but it follows every way to fill a gap at once: on these patterns
it took 0.09 s a sentence and gigabytes on long ones; regular expressions take 100 times less.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import Field

from kgbuild.records import ENTITY_TYPES, EntityType, Modality, Record

LETTERS: dict[str, str] = {
    "Company": "C",
    "Organization": "O",
    "Person": "P",
    "Place": "L",
    "Programme": "G",
    "Product": "D",
    "Event": "E",
    "Date": "T",
    "Role": "R",
}
SLOTS = ("s", "o", "each", "d", "t")
_BARRIERS = ("Company", "Organization", "Person", "Role")
_ACTING = ("..", "...", "$have", ",?")
_NO_SUBJECT_AFTER = ("with", "by", "against", "from", "to", "for", "via", "between", "than", "like")
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_ANY_NAME = rf"<[^{LETTERS['Role']}][1+]:\d+> "
_STOPS = r'[;:.?!"“”()]'

Types = Mapping[str, tuple[EntityType, ...]]
"""Slot name to the types that the relation allows in it."""
WordLists = Mapping[str, tuple[str, ...]]


class Pattern(Record):
    """How a relation is said, with an example that the tests read."""

    name: str
    relation: str
    match: tuple[str, ...]
    confidence: float = Field(gt=0, le=1)
    modality: Modality | None = None
    """Set where the words themselves plan or deny, as in the headline form `X to acquire Y`."""
    example: str
    claims: tuple[str, ...]
    """What the example says: `subject | object`, then ` | title` where there is one."""


def load_patterns() -> tuple[Pattern, ...]:
    """The shipped patterns, by file name and then in the order of the file."""
    folder = files("kgbuild") / "data" / "patterns"
    patterns = [p for path in _sorted(folder.iterdir()) for p in _file_patterns(path)]
    names = [p.name for p in patterns]
    repeated = sorted({n for n in names if names.count(n) > 1})
    if repeated:
        raise ValueError(f"two patterns of one name: {', '.join(repeated)}")
    return tuple(patterns)


def _sorted(paths: Iterable[Traversable]) -> list[Traversable]:
    return sorted((p for p in paths if p.name.endswith(".toml")), key=lambda p: p.name)


def _file_patterns(path: Traversable) -> list[Pattern]:
    content = tomllib.loads(path.read_text("utf-8"))
    return [Pattern.model_validate(item) for item in content.get("pattern", [])]


def load_words() -> dict[str, tuple[str, ...]]:
    """The word lists that patterns name with `$`."""
    path = files("kgbuild") / "data" / "patterns" / "words.toml"
    words: dict[str, str] = tomllib.loads(path.read_text("utf-8"))["words"]
    return {name: tuple(text.split()) for name, text in words.items()}


@dataclass(frozen=True)
class Compiled:
    """One `match` line ready to search."""

    regex: re.Pattern[str]
    """Groups `s`, `o`, `each`, `d`, `t` (what fills the slots), `tail` (the gap after a title) and
    `w0`, `w1` ... (the words that must be there)."""
    anchors: tuple[frozenset[str], ...]
    """A sentence without a word of each of these sets cannot match."""
    single: frozenset[str]
    """Slots that take one member of a list."""


def compile_match(text: str, *, types: Types, words: WordLists) -> Compiled:
    """One `match` line as a regular expression over a line of units.

    Raises ValueError for an unknown slot, type or word list.
    """
    parts: list[str] = []
    anchors: list[frozenset[str]] = []
    items = text.split()
    for i, item in enumerate(items):
        if item in {"..", "..."}:
            after_title = i > 0 and items[i - 1] == "{t}"
            parts.append(_gap(item, _next_slot(items[i:], types), named=after_title))
            continue
        if item.startswith("!") and len(item) > 1:
            parts.append(f"(?!(?:{_choice(_words(item[1:], words))}) )")
            continue
        optional = item.endswith("?") and item != "?"
        body = item.removesuffix("?") if optional else item
        if body.startswith("{"):
            slot = _ANY_NAME if body == "{_}" else _slot(body[1:-1], types=types)
            parts.append(f"(?:{slot})?" if optional else slot)
        else:
            options = _words(body, words)
            if optional:
                parts.append(f"(?:(?:{_choice(options)}) )?")
            else:
                anchors.append(frozenset(option.split()[0] for option in options))
                parts.append(f"(?P<w{i}>{_choice(options)}) ")
    _check_slots(items)
    single = {item[1] for item in items if re.match(r"\{[so]1\b", item)}
    regex = re.compile(_start(items) + "".join(parts))
    return Compiled(regex=regex, anchors=tuple(anchors), single=frozenset(single))


def _start(items: list[str]) -> str:
    """A pattern starts at a unit; a subject that acts does not stand after `with`, `by` ..."""
    acts = items[0].startswith(("{s", "{each")) and items[1:2] and items[1] in _ACTING
    before = "".join(f"(?<!(?<!\\S){word} )" for word in _NO_SUBJECT_AFTER) if acts else ""
    return r"(?<!\S)" + before


def _choice(options: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(options))


def _check_slots(items: list[str]) -> None:
    """Raise ValueError where the slots, optional ones aside, do not make a claim."""
    slots = [(found[1], item[-1]) for item in items if (found := re.match(r"\{([a-z]+)", item))]
    names = [name for name, _ in slots]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two slots named {{{repeated[0]}}}")
    sure = {name for name, end in slots if end != "?"}
    if "each" not in sure and not ("s" in sure and sure & {"o", "d"}):
        raise ValueError("needs {each}, or {s} with {o} or {d}")


def _next_slot(items: list[str], types: Types) -> tuple[str, ...]:
    """The types of the first subject or object among these items."""
    for item in items:
        if item.startswith(("{s", "{o", "{each")):
            return _slot_types(item.removesuffix("?")[1:-1], types)
    return ()


def _gap(item: str, next_types: tuple[str, ...], *, named: bool) -> str:
    letters = "".join(sorted({LETTERS[t] for t in (*_BARRIERS, *next_types)}))
    comma, most = ("|, ", 4) if item == ".." else ("", 12)
    gap = f"(?:(?!<[{letters}]|{_STOPS} {comma})\\S+ ){{0,{most}}}?"
    return f"(?P<tail>{gap})" if named else gap


def _slot_types(body: str, types: Types) -> tuple[str, ...]:
    name, _, narrowed = body.partition(":")
    name = name.removesuffix("1")
    if name not in SLOTS:
        raise ValueError(f"no slot named {{{name}}}; there are {', '.join(SLOTS)}")
    if name in {"d", "t"}:
        return ("Date",) if name == "d" else ("Role",)
    chosen = tuple(narrowed.split("|")) if narrowed else types["s" if name == "each" else name]
    unknown = sorted(set(chosen) - set(ENTITY_TYPES))
    if unknown:
        raise ValueError(f"no entity type named {', '.join(unknown)}")
    if not chosen:
        raise ValueError(f"{{{name}}} can hold nothing: the relation leads to a date, {{d}}")
    return chosen


def _slot(body: str, *, types: Types) -> str:
    name = body.partition(":")[0]
    letters = "".join(sorted(LETTERS[t] for t in _slot_types(body, types)))
    count = r"\+" if name == "each" else "[1+]"
    name = name.removesuffix("1")
    return f"(?P<{name}><[{letters}]{count}:\\d+>) "


def _words(body: str, words: WordLists) -> set[str]:
    options: set[str] = set()
    for option in body.split("|"):
        if option.startswith("$") and len(option) > 1:
            if option[1:] not in words:
                raise ValueError(f"no word list named {option}; words.toml has {', '.join(words)}")
            options.update(words[option[1:]])
        elif option:
            options.add(option)
    if not options:
        raise ValueError(f"no word in {body!r}")
    return {_INNER_HYPHEN.sub(" - ", option.lower()) for option in options}

"""The shipped patterns, cues and word lists: each does what its own example says."""

import re
from functools import cache

import pytest

from kgbuild.extract.asides import readings
from kgbuild.extract.candidates import Candidate
from kgbuild.extract.cues import Cue, cue_table, load_cues, neighbour_scores
from kgbuild.extract.grammar import Compiled, Pattern, compile_match, load_patterns, load_words
from kgbuild.extract.matches import line_of
from kgbuild.extract.modality import Cue as ModalityCue
from kgbuild.extract.modality import load_cues as load_modality_cues
from kgbuild.extract.modality import modality_of
from kgbuild.extract.patterns import compile_patterns, find_claims
from kgbuild.extract.roles import role_finder
from kgbuild.extract.units import Unit
from kgbuild.lexicon import Lexicon, load_lexicon
from kgbuild.ontology import load_ontology
from kgbuild.records import Claim, Document, Mention, Modality, Rejection
from marked import blank, marked_doc, plain, units_of

PATTERNS = load_patterns()
WORDS = load_words()
MODALITY_CUES = load_modality_cues()
LINES = [(pattern, line) for pattern in PATTERNS for line in pattern.match]
PUBLISHED = "2025-03-26"


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def claims_of(pattern: Pattern, text: str) -> list[str]:
    """What one pattern alone finds in a marked text."""
    patterns = compile_patterns(
        (pattern,),
        ontology=load_ontology(),
        words=WORDS,
        roles=role_finder(lexicon().roles),
        contains=nobody_knows,
        cues=MODALITY_CUES,
    )
    document = Document(id="doc-1", path="a.txt", sha256="0", text=plain(text), published=PUBLISHED)
    return [written(claim) for claim in find_claims(marked_doc(text), document, patterns)]


def written(claim: Claim | Rejection) -> str:
    if isinstance(claim, Rejection):
        return claim.reason
    parts = [claim.subject.text, claim.value or claim.object.text, claim.title]
    return " | ".join(part for part in parts if part)


def line_id(case: tuple[Pattern, str]) -> str:
    return f"{case[0].name}: {case[1]}"


def words_of(item: str) -> list[str]:
    """The words and word lists of one item of a line, lists filled in."""
    body = item.removesuffix("?") if item != "?" else item
    options = body.removeprefix("!").split("|") if body != "!" else [body]
    filled = [WORDS[o[1:]] if len(o) > 1 and o[0] == "$" else (o,) for o in options]
    return [word for group in filled for word in group if word]


def is_word_item(item: str) -> bool:
    return item not in {"..", "..."} and not item.startswith("{")


def has_words(line: str) -> bool:
    """Whether there is a word that must be there; names side by side can say something too."""
    return any(is_word_item(item) and item[0] != "!" and item[-1] != "?" for item in line.split())


def built(pattern: Pattern, line: str) -> list[Unit]:
    """The shortest units that a line should match: first types, first words, nothing optional."""
    units: list[Unit] = []
    for item in line.split():
        at = units[-1].end + 1 if units else 0
        if item in {"..", "..."} or item[0] == "!" or (item[-1] == "?" and item != "?"):
            continue
        if item[0] == "{":
            units.append(slot_unit(pattern, item, at))
        else:
            for word in tokens(words_of(item)[0]):
                units.append(Unit(word, at, at + len(word)))
                at += len(word) + 1
    return units


def slot_unit(pattern: Pattern, item: str, at: int) -> Unit:
    """A unit for a slot: one mention of the first allowed type, two of them for `{each}`."""
    found = re.fullmatch(r"\{([a-z_]+)1?(?::(.+))?\}", item)
    assert found
    name, narrowed = found.groups()
    if name == "t":
        return Unit("director", at, at + 8, "Role")
    relation = load_ontology().relation(pattern.relation)
    assert relation
    first = {"o": relation.range[:1], "d": ("Date",)}.get(name, relation.domain)[0]
    type_ = (narrowed or first).split("|")[0]
    mentions = tuple(
        Mention.model_validate({"start": start, "end": start + 2, "text": "Xy", "type": type_})
        for start in range(at, at + (6 if name == "each" else 3), 3)
    )
    return Unit("Xy", at, mentions[-1].end, type_, mentions)


def compiled(pattern: Pattern, line: str) -> Compiled:
    relation = load_ontology().relation(pattern.relation)
    assert relation
    return compile_match(line, types={"s": relation.domain, "o": relation.range}, words=WORDS)


def nobody_knows(inner: str, outer: str) -> None:
    """No gazetteer of places."""


def tokens(word: str) -> list[str]:
    return [token.lower_ for token in blank()(word)]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_each_pattern_reads_its_own_example(pattern: Pattern) -> None:
    assert claims_of(pattern, pattern.example) == list(pattern.claims)


@pytest.mark.parametrize("case", LINES, ids=line_id)
def test_each_line_finds_the_sentence_that_it_describes(case: tuple[Pattern, str]) -> None:
    units = built(*case)
    lines = [line_of(reading)[0] for reading in readings(units, contains=nobody_knows)]
    search = compiled(*case)

    found = [line for line in lines if search.regex.search(line)]

    assert found
    assert not any(set(found[0].split()).isdisjoint(anchor) for anchor in search.anchors)


@pytest.mark.parametrize("case", [case for case in LINES if has_words(case[1])], ids=line_id)
def test_each_line_needs_its_words(case: tuple[Pattern, str]) -> None:
    """A line that also matched its mentions alone would say nothing."""
    bare = [unit for unit in built(*case) if unit.type]

    assert compiled(*case).regex.search(line_of(bare)[0]) is None


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_no_pattern_has_a_line_twice(pattern: Pattern) -> None:
    assert sorted(pattern.match) == sorted(set(pattern.match))


@pytest.mark.parametrize("case", LINES, ids=line_id)
def test_pattern_words_are_cut_as_the_tokenizer_cuts_them(case: tuple[Pattern, str]) -> None:
    """Such a word can be found only where it is as many tokens as the pattern takes it for."""
    words = {word for item in case[1].split() if is_word_item(item) for word in words_of(item)}

    assert {word for word in words if tokens(word) != re.split(r"(?<=\w)(-)(?=\w)", word)} == set()


def test_every_word_list_is_used() -> None:
    used = {name for _, line in LINES for name in re.findall(r"\$([a-z_]+)", line)}

    assert set(WORDS) - used == set()


@pytest.mark.parametrize("cue", load_cues(), ids=lambda cue: cue.example)
def test_each_cue_speaks_in_its_own_example(cue: Cue) -> None:
    doc, table = blank()(cue.example), cue_table([cue])
    names = [Candidate(token.i, token.i + 1) for token in doc if token.text[0].isupper()]

    scores = [neighbour_scores(doc, name, table).values() for name in names]

    assert [score for row in scores for score in row] == [(cue.type, cue.weight)]


@pytest.mark.parametrize("cue", load_cues(), ids=lambda cue: cue.example)
def test_cue_words_are_cut_as_the_tokenizer_cuts_them(cue: Cue) -> None:
    assert {words: beside(cue, words) for words in cue.words} == {w: [w] for w in cue.words}


def beside(cue: Cue, words: str) -> list[str]:
    """The words that a cue table looks up beside a name with these words."""
    glue = "" if words[0] in "'’-,®™" else " "
    text = f"{words} Ostmark" if cue.side == "before" else f"Ostmark{glue}{words}"
    doc = blank()(re.sub(r" (,)| ?(-) ", r"\1\2", text))
    at = next(token.i for token in doc if token.text == "Ostmark")
    found = neighbour_scores(doc, Candidate(at, at + 1), cue_table([cue]))
    return [key.removeprefix(f"{cue.side} ").removesuffix(f" {cue.type}") for key in found]


MODALITIES: dict[Modality, tuple[ModalityCue, ...]] = {
    "Denied": MODALITY_CUES.denied,
    "Reported": MODALITY_CUES.reported,
    "Planned": MODALITY_CUES.planned,
}
MODALITY_ROWS = [(modality, cue) for modality, cues in MODALITIES.items() for cue in cues]


@pytest.mark.parametrize(("modality", "cue"), MODALITY_ROWS, ids=lambda row: str(row)[:20])
def test_each_modality_cue_example_has_its_modality(modality: Modality, cue: ModalityCue) -> None:
    marked = re.sub(r"Harbour Foods|Delta Grain", r"[\g<0>](Company)", cue.example)
    units = units_of(marked)
    first, *_, last = [unit for unit in units if unit.mentions]

    assert modality_of(units, first.start, last.end, MODALITY_CUES) == modality


@pytest.mark.parametrize(("modality", "cue"), MODALITY_ROWS, ids=lambda row: str(row)[:20])
def test_modality_words_are_cut_as_the_tokenizer_cuts_them(
    modality: Modality, cue: ModalityCue
) -> None:
    broken = {"n't", "n’t", "'ll", "’ll"}  # stand after a word without white space

    assert {w for w in cue.words if " ".join(tokens(w)) != w} <= broken


def test_words_of_saying_are_cut_as_the_tokenizer_cuts_them() -> None:
    assert [" ".join(tokens(word)) for word in MODALITY_CUES.saying] == list(MODALITY_CUES.saying)


@pytest.mark.parametrize("cue", load_cues(), ids=lambda cue: cue.example)
def test_cues_stand_before_or_after(cue: Cue) -> None:
    assert cue.side in {"before", "after"}


MADE = {
    "It was launched on [Sunday](Date), according to [Delta](Company).": ("founded-in", []),
    "[2000](Date), when [Delta](Company) was created": ("founded-in", ["Delta | 2000"]),
    "[Silo](Product), the platform that [Delta](Company) launched in [May 2024](Date)": (
        "took-effect",
        ["Silo | 2024-05"],
    ),
    "[Silo](Product) will be available from [June 2025](Date)": (
        "took-effect",
        ["Silo | 2025-06"],
    ),
    "It developed the [Silo](Product) storage software in [2016](Date)": ("launched-by-on", []),
    "It on [Monday](Date) took the wraps off [Silo](Product)": (
        "launched-by-on",
        ["Silo | 2025-03-24"],
    ),
    "In [1988](Date), [Ada](Company) and [Bo](Company) agreed to establish [Delta](Company)": (
        "launched-by-on",
        ["Delta | 1988"],
    ),
    "Shown on [Monday](Date) at the [Grain Fair](Event)": (
        "event-on",
        ["Grain Fair | 2025-03-24"],
    ),
}


@pytest.mark.parametrize(("text", "found"), MADE.items(), ids=MADE)
def test_dates_go_to_what_they_are_said_of(text: str, found: tuple[str, list[str]]) -> None:
    name, expected = found
    (pattern,) = (p for p in PATTERNS if p.name == name)

    assert claims_of(pattern, text) == expected

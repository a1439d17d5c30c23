"""The shipped patterns, cues and word lists: each does what its own example says."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from marked import blank, marked_doc, plain

from kgbuild.extract import pattern_extractor
from kgbuild.extract.asides import readings
from kgbuild.extract.cues import Cue, load_cues
from kgbuild.extract.grammar import Pattern, compile_match, load_patterns, load_words
from kgbuild.extract.matches import line_of
from kgbuild.extract.modality import Cue as ModalityCue
from kgbuild.extract.modality import load_cues as load_modality_cues
from kgbuild.extract.modality import modality_of
from kgbuild.extract.patterns import compile_patterns, find_claims
from kgbuild.extract.roles import role_finder
from kgbuild.extract.units import Unit, sentence_units
from kgbuild.lexicon import Lexicon, load_lexicon
from kgbuild.ontology import load_ontology
from kgbuild.records import ENTITY_TYPES, Claim, Document, Mention, MentionType, Rejection

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
        contains=lambda inner, outer: None,
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
    filled = [WORDS.get(option[1:], (option,)) if option[:1] == "$" else (option,) for option in options]
    return [word for group in filled for word in group if word]


def is_word_item(item: str) -> bool:
    return item not in {"..", "..."} and not item.startswith("{")


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
    found = re.fullmatch(r"\{([a-z]+)1?(?::(.+))?\}", item)
    assert found
    name, narrowed = found.groups()
    if name == "t":
        return Unit("director", at, at + 8, "Role")
    relation = load_ontology().relation(pattern.relation)
    assert relation
    allowed = relation.domain if name in {"s", "each"} else relation.range
    type_: MentionType = "Date" if name == "d" else (narrowed or allowed[0]).split("|")[0]
    mentions = tuple(
        Mention(start=at + 3 * n, end=at + 3 * n + 2, text=f"X{at + n}"[:2], type=type_)
        for n in range(2 if name == "each" else 1)
    )
    return Unit(f"X{at}", at, mentions[-1].end, type_, mentions)


def tokens(word: str) -> list[str]:
    return [token.lower_ for token in blank()(word)]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_each_pattern_reads_its_own_example(pattern: Pattern) -> None:
    assert claims_of(pattern, pattern.example) == list(pattern.claims)


@pytest.mark.parametrize("case", LINES, ids=line_id)
def test_each_line_matches_the_sentence_that_it_describes(case: tuple[Pattern, str]) -> None:
    pattern, line = case
    relation = load_ontology().relation(pattern.relation)
    assert relation
    compiled = compile_match(line, types={"s": relation.domain, "o": relation.range}, words=WORDS)

    lines = [line_of(reading)[0] for reading in readings(built(pattern, line), contains=lambda a, b: None)]

    print(lines)
    assert any(compiled.regex.search(text) for text in lines)
    present = {word for text in lines for word in text.split()}
    assert not any(present.isdisjoint(anchor) for anchor in compiled.anchors)

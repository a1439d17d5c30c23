"""Our annotation of texts that are not ours: names, facts and where their sentences lie.

`annotations/*.jsonl` hold no sentence. The texts come from the press releases and the worldwide
news of the data folder, and a checksum says whether they are the ones that were annotated.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from kgbuild.gold import OURS, GoldRelation
from kgbuild.records import PartialDate, Record
from training.datasets import bio_documents
from training.examples import Annotated, Entity, Fact

HERE = Path(__file__).parent / "annotations"


class NamedEntity(Record):
    """One thing that the text names, with every name that it uses."""

    id: str
    type: str
    names: tuple[str, ...]


class StatedFact(Record):
    """One fact, with the numbers of the sentences that state it."""

    s: str
    p: GoldRelation
    o: str
    sentences: tuple[int, ...]
    modality: str = "asserted"
    date: PartialDate | None = None
    title: str | None = None


class StatedReference(Record):
    """A word that stands for a name: characters `start` to `end`, and the entity it means."""

    start: int
    end: int
    to: str


class Annotation(Record):
    """The annotation of one document: the first `chars` characters of its text."""

    doc: str
    chars: int
    sha256: str
    published: PartialDate | None
    sentences: tuple[tuple[int, int], ...]
    """Start and end of each, in characters."""
    entities: tuple[NamedEntity, ...]
    facts: tuple[StatedFact, ...]
    references: tuple[StatedReference, ...] = ()
    """Those that were annotated: not all that there are."""


def read_press(data: Path, nlp: Language) -> Iterator[Annotated]:
    """Annotated releases and news; documents whose text is not at hand are counted and left out."""
    texts = dict(_texts(data))
    missing = 0
    for path in sorted(HERE.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            gold = Annotation.model_validate_json(line)
            text = texts.get(gold.doc, "").strip()[: gold.chars]
            if hashlib.sha256(text.encode()).hexdigest() != gold.sha256:
                missing += 1
                continue
            yield _annotated(gold, text, nlp)
    if missing:
        print(f"{missing} annotated documents left out: their text is not the annotated one")


def _annotated(gold: Annotation, text: str, nlp: Language) -> Annotated:
    """Sentences are matched by where they start, as those of the tokenizer may differ."""
    doc = nlp(text)
    starts = [sent.start_char for sent in doc.sents]

    def number(sentence: int) -> set[int]:
        a, b = gold.sentences[sentence]
        return {i for i, start in enumerate(starts) if a <= start < b} or {
            max(i for i, start in enumerate(starts) if start <= a)
        }

    return Annotated(
        name=gold.doc,
        source="press",
        doc=doc,
        published=gold.published,
        entities={e.id: Entity(e.type, list(e.names)) for e in gold.entities},
        facts=[
            Fact(f.s, OURS[f.p], f.o, sorted({n for s in f.sentences for n in number(s)}),
                 f.modality.capitalize())
            for f in gold.facts
        ],
        references=[(r.start, r.end, r.to) for r in gold.references],
    )  # fmt: skip


def releases(data: Path) -> Iterator[tuple[str, str]]:
    """Name and text of the press releases."""
    with gzip.open(data / "press" / "releases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            release = json.loads(line)
            yield release["id"], release["text"]


def _texts(data: Path) -> Iterator[tuple[str, str]]:
    """Name and text of everything that may have been annotated."""
    yield from releases(data)
    for name, sentences in bio_documents(data / "worldwide" / "train.tsv"):
        lines_ = [detokenised([word for word, _ in sentence]) for sentence in sentences]
        yield name.removesuffix(".txt"), "\n".join(lines_)


def detokenised(words: list[str]) -> str:
    """Tokens as running text."""
    text, open_ = "", False
    for word in words:
        if word in {'"', "``", "''"}:
            text = text.rstrip(" ") + '" ' if open_ else text + '"'
            open_ = not open_
        elif _CLOSING.fullmatch(word):
            text = text.rstrip(" ") + word + " "
        elif word in "([$£€“‘#":
            text += word
        else:
            text += word + " "
    return text.strip()


_CLOSING = re.compile(r"[,.;:!?%)\]’”]|'s|’s|n't|n’t|'re|'ve|'ll|'d|'m|'|\.\.\.")

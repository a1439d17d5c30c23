"""Documents whose names are marked by hand, `[Acme]` a company and `[Lyon](Place)` others."""

import re
from pathlib import Path

from hypothesis import strategies as st

from kgbuild.decisions import Decisions, read_decisions
from kgbuild.lexicon import load_lexicon
from kgbuild.records import Document, Mention, Reading, Resolution
from kgbuild.resolve import resolve
from kgbuild.resolve.clusters import Cluster
from kgbuild.resolve.document import clusters_of
from kgbuild.tables import Row, Table

MARK = re.compile(r"\[([^\[\]]+)\](?:\((\w+)\))?")
LEXICON = load_lexicon()
NOTHING = Decisions()


def reading(text: str, document: str = "doc-1") -> Reading:
    """Make the reading of a marked text."""
    mentions, removed = [], 0
    for mark in MARK.finditer(text):
        start = mark.start() - removed
        mentions.append(
            Mention.model_validate(
                {
                    "start": start,
                    "end": start + len(mark[1]),
                    "text": mark[1],
                    "type": mark[2] or "Company",
                }
            )
        )
        removed += len(mark[0]) - len(mark[1])
    return Reading(document=document, mentions=tuple(mentions), claims=())


def plain(text: str) -> str:
    """Take the marks off."""
    return MARK.sub(r"\1", text)


def document(id_: str, text: str) -> Document:
    """Make the document of a marked text."""
    return Document(id=id_, path=f"{id_}.txt", sha256="0" * 64, text=plain(text))


def resolved(*texts: str, decisions: Decisions = NOTHING) -> Resolution:
    """Resolve marked texts, documents `doc-1`, `doc-2` and so on."""
    return resolved_documents(
        {f"doc-{n}": text for n, text in enumerate(texts, 1)}, decisions=decisions
    )


def resolved_documents(texts: dict[str, str], *, decisions: Decisions = NOTHING) -> Resolution:
    """Resolve marked texts by the ids of their documents, in the order given."""
    return resolve(
        [reading(text, id_) for id_, text in texts.items()],
        [document(id_, text) for id_, text in texts.items()],
        lexicon=LEXICON,
        decisions=decisions,
    )


def local(*texts: str) -> list[Cluster]:
    """What each marked text names, documents as in `resolved`."""
    return [
        cluster
        for n, text in enumerate(texts, 1)
        for cluster in clusters_of(
            reading(text, f"doc-{n}"), plain(text), lexicon=LEXICON, decisions=NOTHING
        )
    ]


def decided(*rows: str) -> Decisions:
    """Read decisions from lines without quotes."""
    return read_decisions(table(*rows))


def table(*rows: str) -> Table:
    """Make the table of lines without quotes."""
    made = (Row(line=n, cells=tuple(row.split(","))) for n, row in enumerate(rows, 1))
    return Table(path=Path("decisions.csv"), sha256="0" * 64, rows=tuple(made))


NAMES = (
    *("[Acme]", "[Acme AG]", "[Acme Ltd]", "[Acme Group]", "[Acme Foods Ltd]", "[Acme Motors]"),
    *("[Zorg]", "[Zorg](Product)", "[Zorg platform](Product)", "[Goller](Person)", "[Goller]"),
    *("[Jochen Goller](Person)", "[Dr. Jochen Goller](Person)", "[Jochen Karl Goller](Person)"),
    *("[Coral Aid Union](Organization)", "[CAU](Organization)", "[CAU]", "[Cargo Aid Union]"),
    *("[Lyon](Place)", "[Lyon]", "[US](Place)", "[United States](Place)", "[Ostmark](Place)"),
    *("[Harbour Foods]", "[Harbour Foods]", "[Delta Grain]", "[Delta Grain]", "[Bonn](Place)"),
)
GAPS = (". ", ". Then ", ", ", " and ", " (", ") ", ": ", "'s ", " of ", ", formerly ", " met ")


def marked_texts() -> st.SearchStrategy[str]:
    """Texts of names that are short for one another in many ways."""
    parts = st.tuples(st.sampled_from(NAMES), st.sampled_from(GAPS)).map("".join)
    return st.lists(parts, min_size=1, max_size=7).map("".join)


def marked_corpora(least: int = 1, most: int = 4) -> st.SearchStrategy[dict[str, str]]:
    """Marked texts by the ids of their documents."""
    ids = st.sampled_from([f"doc-{n}" for n in range(1, 7)])
    return st.dictionaries(ids, marked_texts(), min_size=least, max_size=most)


def named_in(resolution: Resolution, texts: dict[str, str]) -> dict[tuple[str, str], set[str]]:
    """Document and a name in it to the entities that its mentions are linked to."""
    found: dict[tuple[str, str], set[str]] = {}
    for link in resolution.links:
        name = plain(texts[link.document])[link.start : link.end]
        found.setdefault((link.document, name), set()).add(link.entity)
    return found

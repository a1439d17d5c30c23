"""Labelled pairs of names of two documents -> the weights by which a corpus is resolved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kgbuild.config import Config
from kgbuild.decisions import Decisions
from kgbuild.extract import extract
from kgbuild.lexicon import load_lexicon
from kgbuild.names import normal
from kgbuild.pipeline import Tools, load_tools
from kgbuild.records import Document, Reading, Record
from kgbuild.resolve.across import family_of, signs_across, told
from kgbuild.resolve.clusters import Cluster
from kgbuild.resolve.corpus import known_of, neighbours_of
from kgbuild.resolve.document import clusters_of
from training.annotations import releases
from training.names import Case, fit, judged
from training.weights import write_weights

PAIRS = Path(__file__).parent / "annotations" / "name_pairs.tsv"
CHARS = 6000
"""How much of each document was read when the pairs were judged."""
_PRECISION = {"other name": 0.88}
"""What of the joins of a family must be right, else `_PRECISE`. The labelled pairs were drawn to be
hard: of names that differ many more are right in documents as they come (`bench/names.py`)."""
_PRECISE = 0.95
_LEAST = {"other name": 0.7}
"""The lowest threshold of a family, else `_FLOOR`: two people of one name stay two."""
_FLOOR = 0.75
_STRENGTH = 0.3
_UNPROVEN = 0.9
"""The threshold of a family of which too few pairs are known to prove one."""
_ENOUGH = 20


class Pair(Record):
    """Two names of two documents, and whether they are of one thing; None if nobody can tell."""

    document: str
    name: str
    other_document: str
    other_name: str
    same: bool | None


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a file: label, document, name, document, name, with a header."""
    labels = {"same": True, "different": False, "unclear": None}
    for line in path.read_text("utf-8").splitlines()[1:]:
        label, document, name, other_document, other_name = line.split("\t")
        yield Pair(
            document=document, name=name, other_document=other_document, other_name=other_name,
            same=labels[label],
        )  # fmt: skip


def read_documents(
    data: Path, pairs: Iterable[Pair], tools: Tools
) -> dict[str, tuple[Document, Reading]]:
    """The documents of pairs by name, with their mentions: the first `CHARS` characters of each."""
    wanted = {id_ for pair in pairs for id_ in (pair.document, pair.other_document)}
    texts = {path.stem: path.read_text("utf-8") for path in (data / "kgnews" / "texts").iterdir()}
    texts |= dict(releases(data))
    found = {}
    for id_ in sorted(wanted & texts.keys()):
        document = Document(id=id_, path=id_, sha256="0" * 64, text=texts[id_][:CHARS])
        found[id_] = document, extract(document, nlp=tools.nlp, extractors=())
    return found


def cases(
    pairs: Iterable[Pair], read: Mapping[str, tuple[Document, Reading]]
) -> Iterator[tuple[str, Case]]:
    """Family and signs of each pair that has a label and whose names are found."""
    lexicon, nothing = load_lexicon(), Decisions()
    local: dict[str, list[Cluster]] = {}
    for pair in pairs:
        for id_ in (pair.document, pair.other_document):
            if id_ in read and id_ not in local:
                document, reading = read[id_]
                local[id_] = clusters_of(reading, document.text, lexicon=lexicon, decisions=nothing)
        found = [
            known_of(cluster, neighbours_of(local[id_]))
            for id_, name in ((pair.document, pair.name), (pair.other_document, pair.other_name))
            for cluster in local.get(id_, ())
            if normal(name) in map(normal, cluster.names)
        ]
        if pair.same is not None and len(found) == 2:
            signs = signs_across(found[0], found[1], lexicon)
            key = f"{pair.document} {pair.other_document}"
            case = Case(key, (found[0].name, found[1].name), signs, pair.same)
            yield family_of(found[0], found[1]) if "same name" in signs else "other name", case


def thresholds(families: Sequence[str], shares: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """By family the lowest share from which on joins are right often enough."""
    result = {}
    for family in sorted({*families}):
        own = [pair for name, pair in zip(families, shares, strict=True) if name == family]
        fitting = (
            n / 100
            for n in range(round(_LEAST.get(family, _FLOOR) * 100), 100)
            if len(joined := [same for share, same in own if share >= n / 100]) >= _ENOUGH
            and sum(joined) / len(joined) >= _PRECISION.get(family, _PRECISE)
        )
        result[family] = next(fitting, _UNPROVEN)
    return result


def never_against(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights, none below zero of what two things have in common."""
    shared = ("neighbours", "places ", "in common")
    return {
        sign: max(0.0, weight) if any(word in sign for word in shared) else weight
        for sign, weight in weights.items()
    }


def learn(data: Path) -> None:
    """Write the weights and thresholds into the package, and say how often they are right."""
    pairs = list(read_pairs(PAIRS))
    found = list(cases(pairs, read_documents(data, pairs, load_tools(Config()))))
    families, items = [family for family, _ in found], [case for _, case in found]
    crossed = zip(items, judged(items, strength=_STRENGTH), strict=True)
    shares = [(told(share, case.signs), same) for case, (share, same) in crossed]
    least = thresholds(families, shares)
    for family, from_ in least.items():
        own = [pair for name, pair in zip(families, shares, strict=True) if name == family]
        joined = [same for share, same in own if share >= from_]
        same = sum(s for _, s in own)
        print(f"{family}: from {from_}, right {sum(joined)} of {len(joined)}, of {same} to join")
    learned = never_against(fit(items, strength=_STRENGTH))
    write_weights("entities", _HEADER, threshold=least, weight=learned)


_HEADER = """\
# How much each sign says that things of two documents are one, and how likely they must be to be
# joined, by family. Learned from labelled pairs: `python -m training entities`.
"""

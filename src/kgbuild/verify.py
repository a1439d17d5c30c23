"""Graph folder + documents -> mismatches: does every quote stand where the graph says it does?"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from kgbuild.folder import TURTLE, graph_file
from kgbuild.iris import NAMESPACES
from kgbuild.records import Document, Record

_LONGEST_QUOTE = 60

Nodes = Mapping[str, Mapping[str, Sequence[str]]]
"""Subject -> property, as a prefixed name -> values, as text."""


class Mismatch(Record):
    """Something that the graph says and the documents do not bear out."""

    document: str | None
    """Id of the document; None where the graph contradicts itself."""
    path: str
    """Of the document as the graph knows it, else of the graph."""
    what: str


def verify(directory: Path, documents: Iterable[Document]) -> tuple[Mismatch, ...]:
    """Compare the evidence in a graph folder with the documents as they are now.

    Every document the graph names must be there with the same bytes, every quote at its offsets,
    the words for subject, object and trigger inside it, those that date it in the document; and
    every fact must lead to such evidence.
    GraphError where there is no graph or it is damaged.
    """
    nodes = _nodes(directory)
    found = _matched(nodes, list(documents))
    return (
        *(each for each in found.values() if isinstance(each, Mismatch)),
        *_passages(nodes, found),
        *_supports(nodes),
        *_dates(nodes, found),
        *_facts(nodes),
    )


def _nodes(directory: Path) -> Nodes:
    """Read the graph as text: subject, predicate, values."""
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with graph_file(directory, TURTLE) as path:
        for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE):
            nodes[_text(quad.subject)][_short(quad.predicate.value)].append(_text(quad.object))
    return {subject: dict(node) for subject, node in nodes.items()}


def _matched(nodes: Nodes, documents: Sequence[Document]) -> dict[str, Document | Mismatch]:
    """Find the document of every document node, or say why there is none to compare with."""
    by_id = {document.id: document for document in documents}
    by_path = {document.path: document for document in documents}
    found: dict[str, Document | Mismatch] = {}
    for node in _typed(nodes, "kg:Document"):
        path, sha256 = _one(nodes, node, "kg:path"), _one(nodes, node, "kg:sha256")
        document = by_id.get(_local(node)) or by_path.get(path or "")
        if document and document.sha256 == sha256:
            found[node] = document
            continue
        what = (
            f"sha256 is {sha256} in the graph and {document.sha256} in {document.path}: "
            "the document has changed since, or the graph has"
            if document
            else "the document is not among the inputs"
        )
        found[node] = Mismatch(document=_local(node), path=path or TURTLE, what=what)
    return found


def _passages(nodes: Nodes, documents: Mapping[str, Document | Mismatch]) -> Iterator[Mismatch]:
    for node in _typed(nodes, "kg:Evidence"):
        document = documents.get(_one(nodes, node, "nif:referenceContext") or "")
        if document is None:
            yield _mismatch(f"evidence {_local(node)} belongs to no document")
        elif isinstance(document, Document) and (what := _passage(nodes, node, document.text)):
            yield Mismatch(document=document.id, path=document.path, what=what)


def _passage(nodes: Nodes, node: str, text: str) -> str | None:
    """Say what is wrong with a passage of a text, or None if nothing is."""
    span = _span(nodes, node, "nif:beginIndex", "nif:endIndex")
    quote = _one(nodes, node, "nif:anchorOf")
    if span is None or quote is None:
        return f"evidence {_local(node)} lacks its quote or its offsets"
    begin, end = span
    if not 0 <= begin < end <= len(text):
        return f"offsets {begin} to {end} lie outside the text of {len(text)} characters"
    if not node.endswith(f"char={begin},{end}"):
        return f"offsets {begin} to {end} are not those in the name of {_local(node)}"
    if text[begin:end] != quote:
        return f"characters {begin} to {end} read {_cut(text[begin:end])}, not {_cut(quote)}"
    return None


def _supports(nodes: Nodes) -> Iterator[Mismatch]:
    """Compare the words for subject, object and trigger with the passage they stand in."""
    for node in _typed(nodes, "kg:Support"):
        passage = _one(nodes, node, "kg:evidence") or ""
        bounds = _span(nodes, passage, "nif:beginIndex", "nif:endIndex")
        if bounds is None or _one(nodes, node, "kg:fact") not in nodes:
            yield _mismatch(f"{_local(node)} leads to no evidence or no fact")
            continue
        for part in ("subject", "object", "trigger"):
            span = _span(nodes, node, f"kg:{part}Begin", f"kg:{part}End")
            missing = part != "trigger" and span is None
            if missing or (span and not bounds[0] <= span[0] < span[1] <= bounds[1]):
                where = f"at {span[0]} to {span[1]}" if span else "nowhere"
                what = f"the {part} of {_local(node)} is {where}, not inside {_local(passage)}"
                yield _mismatch(what)


def _dates(nodes: Nodes, documents: Mapping[str, Document | Mismatch]) -> Iterator[Mismatch]:
    """Compare the words that date a fact with the document."""
    for node in _typed(nodes, "kg:Support"):
        if "kg:dateText" not in nodes[node]:
            continue
        passage = _one(nodes, node, "kg:evidence") or ""
        document = documents.get(_one(nodes, passage, "nif:referenceContext") or "")
        begin, end = _span(nodes, node, "kg:dateBegin", "kg:dateEnd") or (0, 0)
        if isinstance(document, Document):
            there, told = document.text[begin:end], _one(nodes, node, "kg:dateText")
            if there != told:
                what = f"the date of {_local(node)} reads {_cut(there)}, not {_cut(told or '')}"
                yield Mismatch(document=document.id, path=document.path, what=what)


def _facts(nodes: Nodes) -> Iterator[Mismatch]:
    evidence = set(_typed(nodes, "kg:Evidence"))
    for node in _typed(nodes, "kg:Fact"):
        passages = nodes[node].get("prov:wasDerivedFrom", ())
        if not passages:
            yield _mismatch(f"{_local(node)} has no evidence")
        for passage in sorted(set(passages) - evidence):
            yield _mismatch(f"{_local(node)} names evidence that is not there: {_local(passage)}")


def _mismatch(what: str) -> Mismatch:
    return Mismatch(document=None, path=TURTLE, what=what)


def _typed(nodes: Nodes, name: str) -> list[str]:
    """List the subjects of a class, which is one of ours."""
    iri = NAMESPACES["kg"] + name.removeprefix("kg:")
    return sorted(subject for subject, node in nodes.items() if iri in node.get("rdf:type", ()))


def _one(nodes: Nodes, subject: str, name: str) -> str | None:
    """Give the one value of a property; None if it has none or several."""
    values = nodes.get(subject, {}).get(name, ())
    return values[0] if len(values) == 1 else None


def _span(nodes: Nodes, subject: str, begin: str, end: str) -> tuple[int, int] | None:
    first, last = _one(nodes, subject, begin), _one(nodes, subject, end)
    if first is None or last is None or not (first + last).isdecimal():
        return None
    return int(first), int(last)


def _short(iri: str) -> str:
    """Give the prefixed name of a term of the vocabularies, other IRIs as they are."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _local(node: str) -> str:
    return re.sub(r"^.*[/#](?=doc-|fact-|support-)", "", node)


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _cut(quote: str) -> str:
    return repr(quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…")

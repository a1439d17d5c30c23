"""Data sets on disk -> annotated documents, one reader each."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.gold import OURS as _OURS
from training.examples import Annotated, Entity, Fact

OURS = {str(theirs): ours for theirs, ours in _OURS.items()}


def sentence_numbers(doc: Doc) -> np.ndarray:
    return np.cumsum(doc.to_array("SENT_START").astype(np.int64) == 1) - 1


def sentences_of_quote(doc: Doc, quote: str) -> list[int]:
    """The sentences in which an evidence quote stands; the most similar one if none holds it."""
    numbers = sentence_numbers(doc)
    plain, where = [], []
    for i, c in enumerate(doc.text):
        if c.isalnum():
            plain.append(c.lower())
            where.append(i)
    wanted = "".join(c.lower() for c in quote if c.isalnum())
    at = "".join(plain).find(wanted) if wanted else -1
    if at >= 0:
        a, b = where[at], where[at + len(wanted) - 1]
        tokens = [t.i for t in doc if t.idx <= b and t.idx + len(t) > a and not t.is_space]
        return sorted({int(numbers[i]) for i in tokens})
    words = set(re.findall(r"\w+", quote.lower()))
    scores = {}
    for s in doc.sents:
        here = set(re.findall(r"\w+", s.text.lower()))
        scores[int(numbers[s.start])] = len(words & here) / (len(words) or 1)
    best = max(scores, key=lambda n: scores[n])
    return [best] if scores[best] > 0.5 else []


def read_kgnews(folder: Path, nlp: Language) -> Iterator[Annotated]:
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        doc = nlp((folder / "texts" / gold["doc"]).read_text("utf-8"))
        yield Annotated(
            name=gold["doc"],
            source="kgnews",
            doc=doc,
            published=gold.get("published"),
            entities={
                e["id"]: Entity(e["type"], [e["name"], *e["aliases"]]) for e in gold["entities"]
            },
            facts=[
                Fact(
                    f["s"], OURS[f["p"]], f["o"], sentences_of_quote(doc, f["evidence"]),
                    (f.get("modality") or "asserted").capitalize(), not f.get("optional"),
                )
                for f in gold["facts"]
            ],
        )  # fmt: skip


_LINE = re.compile(r"\b([sdm])=([\w,\-]+)")
_MODES = {"p": "Planned", "r": "Reported", "d": "Denied"}


def read_annotations(path: Path) -> Iterator[dict[str, Any]]:
    """The compact annotation format: ## document, D date, E entities, F facts."""
    current: dict[str, Any] = {}
    for line in path.read_text("utf-8").splitlines():
        head, _, rest = line.strip().partition(" ")
        if head == "##":
            if current:
                yield current
            current = {"doc": rest.strip(), "published": None, "entities": {}, "facts": []}
        elif head == "D":
            current["published"] = None if rest.strip() == "-" else rest.strip()
        elif head.startswith("E"):
            type_, names = rest.split(None, 1)
            current["entities"][head] = Entity(type_, [n.strip() for n in names.split("|")])
        elif head == "F":
            s, p, o = rest.split()[:3]
            options = dict(_LINE.findall(re.sub(r't="[^"]*"', "", rest)))
            current["facts"].append(
                Fact(
                    s, OURS[p], o, [int(n) for n in options.get("s", "").split(",") if n],
                    _MODES.get(options.get("m", "")[:1], "Asserted"),
                )
            )  # fmt: skip
    if current:
        yield current


def read_corpus(folder: Path, nlp: Language) -> Iterator[Annotated]:
    """Articles that we wrote: numbered sentences in NAME.txt, annotation in NAME.ann."""
    for path in sorted(folder.glob("*.ann")):
        texts: dict[str, list[str]] = {}
        name = ""
        for line in path.with_suffix(".txt").read_text("utf-8").splitlines():
            if line.startswith("## "):
                name = line[3:].strip()
                texts[name] = []
            elif line.startswith("["):
                texts[name].append(line.split("] ", 1)[1] if "] " in line else "")
        for gold in read_annotations(path):
            doc = lines_doc(texts[gold["doc"]], nlp)
            yield Annotated(
                name=gold["doc"], source="corpus", doc=doc,
                published=gold["published"], entities=gold["entities"], facts=gold["facts"],
            )  # fmt: skip


def lines_doc(sentences: list[str], nlp: Language) -> Doc:
    """A Doc with exactly these sentences: the first a line of its own, three to a paragraph."""
    text, starts = "", []
    for i, sentence in enumerate(sentences):
        if i:
            text += "\n\n" if i == 1 or i % 3 == 1 else " "
        starts.append(len(text))
        text += sentence
    doc = nlp.make_doc(text)
    wanted = set(starts)
    for token in doc:
        token.is_sent_start = token.idx in wanted
    return with_rules(doc, nlp)


def with_rules(doc: Doc, nlp: Language) -> Doc:
    return nlp.get_pipe("kgbuild_rules")(doc)


_NO_SPACE_BEFORE = re.compile(r"[,.;:!?%)\]’”]|'s|’s|n't|n’t|'re|'ve|'ll|'d|'m|'|\.\.\.|-")


def token_doc(sentences: list[list[str]], nlp: Language) -> Doc:
    """A Doc of given tokens and sentences, spaces put where they would stand."""
    words = [w for s in sentences for w in s]
    follows = [*words[1:], ""]
    spaces = [
        not (_NO_SPACE_BEFORE.fullmatch(after) or word in {"(", "[", "$", "£", "€", "“", "‘", "-"})
        for word, after in zip(words, follows, strict=True)
    ]
    starts: list[bool | int | None] = [i == 0 for s in sentences for i in range(len(s))]
    doc = Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)
    return with_rules(doc, nlp)


def read_bio(path: Path, nlp: Language, source: str = "worldwide") -> Iterator[Annotated]:
    """`# doc =` lines, token TAB tag, empty lines between sentences."""
    for name, sentences in bio_documents(path):
        doc = token_doc([[w for w, _ in s] for s in sentences], nlp)
        yield Annotated(
            name=name, source=source, doc=doc, relations=(),
            tags={"news": bio_spans([t for s in sentences for _, t in s])},
        )  # fmt: skip


def bio_documents(path: Path) -> Iterator[tuple[str, list[list[tuple[str, str]]]]]:
    name = path.stem
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# doc ="):
            if any(sentences):
                yield name, [s for s in sentences if s]
            name, sentences = line[7:].strip(), [[]]
        elif not line.strip():
            sentences.append([])
        else:
            word, tag = line.split("\t")[:2]
            sentences[-1].append((word, tag))
    if any(sentences):
        yield name, [s for s in sentences if s]


def bio_spans(tags: list[str]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate([*tags, "O"]):
        mark, _, label = tag.partition("-")
        if spans and spans[-1][1] == -1 and (mark != "I" or label != spans[-1][2]):
            spans[-1] = (spans[-1][0], i, spans[-1][2])
        if mark == "B" or (mark == "I" and not (spans and spans[-1][1] == -1)):
            spans.append((i, -1, label))
    return spans


CORE = {
    "product_or_service_of": ("develops", True), "acquired_by": ("acquires", True),
    "collaboration": ("partnersWith", False), "client_of": ("supplies", True),
    "shareholder_of": ("investsIn", False), "competitor_of": ("competesWith", False),
    "subsidiary_of": ("subsidiaryOf", False), "brand_of": ("develops", True),
    "traded_on": (None, False), "merged_with": (None, False), "regulated_by": (None, False),
    "undefined": (None, False),
}  # fmt: skip
"""CORE relation -> ours, and whether e2 is the subject."""


def read_core(path: Path, nlp: Language) -> Iterator[Annotated]:
    """CORE (Borchert et al. 2023): one pair of companies a sentence."""
    known = ("acquires", "partnersWith", "supplies", "investsIn", "competesWith", "subsidiaryOf")
    for entry in json.loads(path.read_text("utf-8")):
        relation, turned = CORE[entry["relation"]]
        inverted = bool(entry["invert_relation"])
        turned ^= inverted
        doc = token_doc([entry["context"]], nlp)
        types = {"e1": "Company", "e2": "Company"}
        if relation == "develops":
            types["e2" if inverted else "e1"] = "Product"
        spans = {e: (entry[f"{e}_start"], entry[f"{e}_end"] + 1) for e in types}
        if spans["e1"][1] > spans["e2"][0] and spans["e2"][1] > spans["e1"][0]:
            continue
        ends = {e: Entity(types[e], [], [spans[e]]) for e in types}
        s, o = ("e2", "e1") if turned else ("e1", "e2")
        facts = [Fact(s, relation, o, [0])] if relation else []
        covered: tuple[str, ...] = known
        if relation == "develops":
            covered = ("develops",)
        elif entry["relation"] in {"merged_with", "regulated_by"}:
            covered = ("competesWith", "supplies")
        yield Annotated(
            name=entry["id"], source="core", doc=doc, entities=ends, facts=facts,
            relations=covered, keep_dates=False,
        )  # fmt: skip


REDOCRED = {
    "P131": ("locatedIn", False), "P159": ("locatedIn", False), "P276": ("locatedIn", False),
    "P17": ("locatedIn", False), "P571": ("announcedOn", False), "P577": ("announcedOn", False),
    "P749": ("subsidiaryOf", False), "P355": ("subsidiaryOf", True),
    "P127": ("subsidiaryOf", False),
    "P178": ("develops", True), "P176": ("develops", True), "P137": ("develops", True),
    "P108": ("holdsPositionAt", False), "P169": ("holdsPositionAt", True),
    "P488": ("holdsPositionAt", True), "P112": ("holdsPositionAt", True),
    "P1344": ("participatesIn", False), "P710": ("participatesIn", True),
}  # fmt: skip
_TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "MISC": "Product"}


def read_redocred(path: Path, nlp: Language) -> Iterator[Annotated]:
    """Re-DocRED (Tan et al. 2022). Where several mentions could state a fact, none is sure."""
    covered = tuple(sorted({r for r, _ in REDOCRED.values()}))
    for entry in json.loads(path.read_text("utf-8")):
        doc = token_doc(entry["sents"], nlp)
        offsets = np.concatenate([[0], np.cumsum([len(s) for s in entry["sents"]])])
        entities, dates = {}, {}
        for number, vertex in enumerate(entry["vertexSet"]):
            kind = vertex[0]["type"]
            spans = [
                (int(offsets[m["sent_id"]] + m["pos"][0]), int(offsets[m["sent_id"]] + m["pos"][1]))
                for m in vertex
            ]
            if kind in _TYPES:
                entities[str(number)] = Entity(_TYPES[kind], [], sorted(set(spans)))
            elif kind == "TIME":
                dates[str(number)] = vertex[0]["name"]
        facts = []
        for label in entry["labels"]:
            relation, turned = REDOCRED.get(label["r"], (None, False))
            s, o = (
                (str(label["t"]), str(label["h"])) if turned else (str(label["h"]), str(label["t"]))
            )
            if relation is None:
                facts += [Fact(s, r, o, [], sure=False) for r in covered]
                continue
            if relation == "announcedOn":
                if o not in dates:
                    continue
                o = dates[o]
            facts.append(Fact(s, relation, o, [], sure=label["r"] != "P17"))
        yield Annotated(
            name=entry["title"], source="redocred", doc=doc, entities=entities, facts=facts,
            relations=covered,
        )  # fmt: skip


CONLL04 = {"Loc": "Place", "Org": "Organization", "Peop": "Person", "Other": "Event"}
"""Entity types of CoNLL04, and those of ours whose places in the network they take."""

CONLL04_RELATIONS = ("Kill", "Live_In", "Located_In", "OrgBased_In", "Work_For")


def read_conll04(path: Path, nlp: Language) -> Iterator[Annotated]:
    """CoNLL04 (Roth and Yih 2004) in the multi-head form: index, token, tag, relations, heads.

    A relation stands at the last token of its subject and points to the last of its object.
    """
    for name, rows in _conll04_sentences(path):
        doc = token_doc([[row[1] for row in rows]], nlp)
        spans = bio_spans([row[2] for row in rows])
        at = {end - 1: str(i) for i, (_, end, _) in enumerate(spans)}
        facts = [
            Fact(at[i], relation, at[head], [0])
            for i, row in enumerate(rows)
            for relation, head in zip(
                ast.literal_eval(row[3]), ast.literal_eval(row[4]), strict=True
            )
            if relation != "N" and i in at and head in at
        ]
        yield Annotated(
            name=name, source="conll04", doc=doc, facts=facts, keep_dates=False,
            table=CONLL04_RELATIONS, relations=CONLL04_RELATIONS,
            entities={
                str(i): Entity(CONLL04[label], [], [(a, b)])
                for i, (a, b, label) in enumerate(spans)
            },
            tags={"conll04": spans},
        )  # fmt: skip


def _conll04_sentences(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    name = ""
    rows: list[list[str]] = []
    for line in [*path.read_text("utf-8").splitlines(), "#doc end"]:
        if line.startswith("#doc"):
            if rows:
                yield name, rows
            name, rows = line[4:].strip(), []
        elif line.strip():
            rows.append(line.split("\t"))

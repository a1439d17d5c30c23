"""A graph of any size, made by seeded chance: for benches that need more than there are texts.

Its shape is that of graphs built from news and press releases. A document names new things and
such as were named before, the more often the sooner (Simon 1955): most things are in one document,
few in hundreds. Passages state one to three facts, and some facts are stated again. The words mean
nothing; what the shipped queries ask for by default (BMW Group, Germany ...) is there, and a hub.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from bench.synthetic_things import (
    Thing,
    World,
    add,
    entity,
    made_up,
    made_up_words,
    name_one,
    new_world,
    one_of,
)
from kgbuild.iris import fact_id
from kgbuild.ontology import Ontology
from kgbuild.records import Document, Evidence, Fact, Graph, Modality, Phrase, Span

_TRIPLES = 214
"""Of a document, on average."""
_FACTS, _AGAIN = 6, 1.5
"""Facts that a document states, and that it repeats from others, on average."""
_RELATIONS = {
    **{"locatedIn": 38, "holdsPositionAt": 20, "develops": 12, "partnersWith": 9},
    **{"announcedOn": 7, "participatesIn": 3, "acquires": 2, "investsIn": 2, "subsidiaryOf": 2},
    **{"supplies": 2, "uses": 2, "competesWith": 1},
}
_MODALITIES: dict[Modality, int] = {"Asserted": 93, "Planned": 5, "Reported": 1, "Denied": 1}
_TITLES = {
    **{"CEO": 30, "Chief Executive Officer": 5, "CFO": 3, "President": 10, "chairman": 3},
    **{"founder": 15, "Vice President": 9, "Managing Director": 8, "researcher": 7, "owner": 5},
    **{"Director": 10, "spokesperson": 5},
}


class Said(NamedTuple):
    """What tells a fact from others."""

    subject: str
    relation: str
    object: str
    modality: Modality
    date: str | None
    title: str | None


@dataclass
class Corpus:
    """What was said so far, of the things of a world."""

    world: World
    ontology: Ontology
    facts: dict[Said, list[Evidence]] = field(default_factory=dict)
    stated: list[Said] = field(default_factory=list)
    """Each fact once for each passage that states it."""


class Text:
    """Words put one after another."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def put(self, words: str) -> Span:
        """Add words and tell where they stand; a space follows."""
        start = self.length
        self.parts.append(words)
        self.length += len(words) + 1
        return Span(start=start, end=start + len(words))


def synthetic_graph(triples: int, *, ontology: Ontology, seed: int = 1) -> Graph:
    """Make a graph of about so many triples, the same for the same seed."""
    world = new_world(Random(seed))
    corpus = Corpus(world, ontology)
    hubs = [add(world, "Company", name) for name in ("Alibaba Group", "BMW Group")]
    world.named += hubs * 5
    # What the query `evidence` asks for by default: the first documents state it again.
    partners = Said(hubs[0].id, "partnersWith", hubs[1].id, "Asserted", None, None)
    corpus.stated += [partners] * 5
    documents = [_document(corpus, number) for number in range(max(1, triples // _TRIPLES))]
    entities = [entity(each) for each in world.things.values() if each.documents]
    facts = [_fact(said, corpus) for said in corpus.facts]
    return Graph(
        documents=tuple(sorted(documents, key=lambda each: each.id)),
        entities=tuple(sorted(entities, key=lambda each: each.id)),
        facts=tuple(sorted(facts, key=lambda each: each.id)),
    )


def _document(corpus: Corpus, number: int) -> Document:
    world, random, text = corpus.world, corpus.world.random, Text()
    size = max(2, round(random.lognormvariate(2.7, 0.5)))
    named = {each.id: each for each in (name_one(world) for _ in range(size))}
    said = random.choices(corpus.stated, k=_about(random, _AGAIN))
    for _ in range(_about(random, _FACTS)):
        said += _say(corpus, [*named.values()])
    ends = (world.things.get(id) for each in said for id in (each.subject, each.object))
    named |= {each.id: each for each in ends if each}
    world.named += named.values()
    text.put(f"{number}.")
    places = {each.id: text.put(each.name) for each in named.values()}
    passages = list(_passages(corpus, list(dict.fromkeys(said)), text, places))
    whole = " ".join(text.parts)
    sha256 = hashlib.sha256(whole.encode()).hexdigest()
    id = f"doc-{sha256[:12]}"
    for each in named.values():
        each.documents.add(id)
    for one, fields in passages:
        quote = whole[fields["start"] : fields["end"]]
        corpus.facts.setdefault(one, []).append(Evidence(document=id, quote=quote, **fields))
        corpus.stated.append(one)
    return Document(
        id=id,
        path=f"news/{number:06}.txt",
        sha256=sha256,
        text=whole,
        title=made_up_words(random, 6).capitalize(),
        published=_date(random) if random.random() < 0.6 else None,
        source=random.choice(("PR Wire", "Daily News", "https://news.example.com/a", None)),
    )


def _say(corpus: Corpus, things: Sequence[Thing]) -> Iterator[Said]:
    """State something about these things, if there are two that fit."""
    random = corpus.world.random
    relation = corpus.ontology.relation(one_of(random, _RELATIONS))
    assert relation is not None
    subjects = [each for each in things if each.type in relation.domain]
    if not subjects:
        return
    subject = random.choice(subjects)
    objects = [each for each in things if each.type in relation.range and each is not subject]
    if relation.name == "locatedIn" and subject.type == "Place":
        objects = [subject.inside] if subject.inside else []
    if not objects and not relation.literal:
        return
    ends = [subject.id, _date(random) if relation.literal else random.choice(objects).id]
    first, second = sorted(ends) if relation.symmetric else ends
    is_dated = not relation.literal and random.random() < 0.12
    has_title = relation.name == "holdsPositionAt" and random.random() < 0.8
    yield Said(
        subject=first,
        relation=relation.name,
        object=second,
        modality=one_of(random, _MODALITIES),
        date=_date(random) if is_dated else None,
        title=one_of(random, _TITLES) if has_title else None,
    )


def _passages(
    corpus: Corpus, said: Sequence[Said], text: Text, places: Mapping[str, Span]
) -> Iterator[tuple[Said, dict[str, Any]]]:
    """Write sentences that say all this; give each statement with the fields of its evidence."""
    random, rest = corpus.world.random, list(said)
    while rest:
        size = random.choice((1, 1, 1, 2, 3))
        group, rest = rest[:size], rest[size:]
        start = text.length
        clauses = [(each, _clause(corpus.world, each, text, places)) for each in group]
        end = text.put(made_up_words(random, 4 + _about(random, 12))).end
        for each, fields in clauses:
            yield each, fields | {"start": start, "end": end}


def _clause(world: World, said: Said, text: Text, places: Mapping[str, Span]) -> dict[str, Any]:
    """Write "A works with B" or "it works with B", and tell where the parts stand."""
    random, object = world.random, world.things.get(said.object)
    refers = random.random() < 0.1
    subject = text.put("it" if refers else world.things[said.subject].name)
    trigger = text.put(said.relation)
    last = text.put(object.name if object else said.object)
    phrase = Phrase(**text.put(said.date).model_dump(), text=said.date) if said.date else None
    return {
        "subject": subject,
        "object": last,
        "subject_name": places[said.subject] if refers else None,
        "trigger": trigger if random.random() < 0.35 else None,
        "date_phrase": phrase,
        "speaker": made_up(random, "Person") if random.random() < 0.05 else None,
        "extractor": random.choice(("model:relation", f"patterns:{said.relation}-verb")),
        "confidence": round(random.uniform(0.5, 1), 2),
    }


def _fact(said: Said, corpus: Corpus) -> Fact:
    evidence = corpus.facts[said]
    return Fact(
        id=fact_id(*said),
        **said._asdict(),
        literal=said.object not in corpus.world.things,
        confidence=max(each.confidence for each in evidence),
        documents=len({each.document for each in evidence}),
        evidence=tuple(sorted(evidence, key=lambda each: (each.document, each.start))),
    )


def _date(random: Random) -> str:
    day = f"{random.randint(2015, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return day[: random.choice((4, 7, 10, 10, 10, 10))]


def _about(random: Random, mean: float) -> int:
    return round(random.expovariate(1 / mean))

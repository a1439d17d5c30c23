"""Chance, to compare with: facts drawn among those that could be said.

A candidate is a relation between two entities that the ontology allows and whose names share a
sentence (for `announcedOn`: an entity and a date). The entities stay, and as many facts of each
relation are drawn as the graph asserts. The draw goes by the sha256 of the document's id and the
candidate: by chance, and the same every time.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from kgbuild.dates import find_dates, resolve_date
from kgbuild.iris import fact_id
from kgbuild.ontology import Ontology, Relation
from kgbuild.records import Document, Entity, Evidence, Fact, Graph, Span
from kgbuild.sentences import find_name, sentences

_Place = tuple[Entity, Span]


def random_facts(graph: Graph, *, ontology: Ontology) -> Graph:
    """The graph with its facts replaced by as many drawn by chance, fewer where too few could be.

    Each fact is asserted and has the sentence as evidence.
    """
    said = {(f.relation, f.subject, f.object) for f in graph.facts if f.modality == "Asserted"}
    wanted = Counter(relation for relation, *_ in said)
    relations = [each for each in ontology.relations if each.name in wanted]
    seed = " ".join(document.id for document in graph.documents)
    pool: dict[str, dict[str, Fact]] = {name: {} for name in wanted}
    for document in graph.documents:
        for fact in _candidates(document, graph.entities, relations):
            pool[fact.relation].setdefault(_rank(seed, fact), fact)
    drawn = [facts[r] for name, facts in pool.items() for r in sorted(facts)[: wanted[name]]]
    return graph.model_copy(update={"facts": tuple(sorted(drawn, key=lambda fact: fact.id))})


def _rank(seed: str, fact: Fact) -> str:
    return hashlib.sha256(f"{seed} {fact.id}".encode()).hexdigest()


def _candidates(
    document: Document, entities: Sequence[Entity], relations: Sequence[Relation]
) -> Iterator[Fact]:
    """What could be said of a document, once for each sentence that could say it."""
    for sentence in sentences(document.text):
        met = list(_met(document.text, sentence, entities))
        for relation in relations:
            if relation.literal:
                yield from _with_dates(document, sentence, met, relation)
            else:
                yield from _with_one_another(document, sentence, met, relation)


def _met(text: str, sentence: Span, entities: Sequence[Entity]) -> Iterator[_Place]:
    """The entities that a sentence names, each with the first place."""
    for entity in entities:
        names = (entity.name, *entity.aliases)
        places = (find_name(name, text, sentence) for name in names)
        if place := next(filter(None, places), None):
            yield entity, place


def _with_one_another(
    document: Document, sentence: Span, met: Sequence[_Place], relation: Relation
) -> Iterator[Fact]:
    for (subject, here), (object_, there) in permutations(met, 2):
        allowed = subject.type in relation.domain and object_.type in relation.range
        if allowed and (not relation.symmetric or subject.id < object_.id):
            yield _fact(document, sentence, (subject.id, here), relation, (object_.id, there))


def _with_dates(
    document: Document, sentence: Span, met: Sequence[_Place], relation: Relation
) -> Iterator[Fact]:
    for date in find_dates(document.text[sentence.start : sentence.end]):
        value = resolve_date(date.text, published=document.published)
        there = Span(start=sentence.start + date.start, end=sentence.start + date.end)
        for subject, here in met:
            if value and subject.type in relation.domain:
                yield _fact(document, sentence, (subject.id, here), relation, (value, there))


def _fact(
    document: Document,
    sentence: Span,
    subject: tuple[str, Span],
    relation: Relation,
    object_: tuple[str, Span],
) -> Fact:
    evidence = Evidence(
        document=document.id,
        start=sentence.start,
        end=sentence.end,
        quote=document.text[sentence.start : sentence.end],
        subject=subject[1],
        object=object_[1],
        extractor="random",
        confidence=0.5,
    )
    return Fact(
        id=fact_id(subject[0], relation.name, object_[0], "Asserted", None, None),
        subject=subject[0],
        relation=relation.name,
        object=object_[0],
        literal=relation.literal,
        confidence=0.5,
        documents=1,
        evidence=(evidence,),
    )

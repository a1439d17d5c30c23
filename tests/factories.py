"""Records made by hand for tests: every field has a plain value, a test names those it is about."""

import hashlib
from collections.abc import Sequence

import pyoxigraph

from kgbuild.export import EXPORTERS
from kgbuild.gold import Gold, GoldEntity, GoldFact, GoldModality, GoldRelation
from kgbuild.iris import DEFAULT_BASE, entity_id, fact_id
from kgbuild.ontology import load_ontology
from kgbuild.records import (
    Area,
    Document,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Graph,
    Merge,
    Modality,
    Phrase,
    Span,
)
from kgbuild.store import Store

FRANCE = Area(id="area-fr", name="France", kind="country", code="FR")
RHONE = Area(id="area-fr-auvergne-rhone-alpes", name="Auvergne-Rhône-Alpes", kind="state")
TEXT = "Acme Corp said on Tuesday that it works with Widget AG in Lyon, France."


def document(text: str = TEXT, *, path: str = "acme.txt", **fields: str | None) -> Document:
    """Make a document whose id and sha256 are those of the text."""
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document.model_validate(
        {"id": f"doc-{sha256[:12]}", "path": path, "sha256": sha256, "text": text} | fields
    )


def entity(
    name: str = "Acme Corp",
    type: EntityType = "Company",
    *,
    aliases: Sequence[str] = (),
    merges: Sequence[tuple[str, str]] = (),
    documents: Sequence[Document] = (),
    same_as: Sequence[str] = (),
    lies_in: Sequence[Area] = (),
) -> Entity:
    """Make an entity; its id follows from type and name."""
    return Entity(
        id=entity_id(type, name),
        type=type,
        name=name,
        aliases=tuple(aliases),
        merges=tuple(Merge(name=merged, reason=reason) for merged, reason in merges),
        documents=tuple(sorted(document.id for document in documents)),
        same_as=tuple(same_as),
        lies_in=tuple(lies_in),
    )


def evidence(
    document: Document,
    quote: str | None = None,
    *,
    subject: str = "Acme Corp",
    object: str = "Widget AG",
    trigger: str | None = None,
    date: str | None = None,
    speaker: str | None = None,
    extractor: str = "patterns:test",
    confidence: float = 0.9,
) -> Evidence:
    """Make the evidence that a quote of the document gives, the whole text if none."""
    start, end = (0, len(document.text)) if quote is None else _offsets(document.text, quote)
    return Evidence(
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        subject=_span(document.text, subject, start),
        object=_span(document.text, object, start),
        trigger=_span(document.text, trigger, start) if trigger else None,
        date_phrase=_phrase(document.text, date, start) if date else None,
        speaker=speaker,
        extractor=extractor,
        confidence=confidence,
    )


def fact(
    subject: Entity,
    relation: str,
    object: Entity | str,
    *evidence: Evidence,
    modality: Modality = "Asserted",
    date: str | None = None,
    title: str | None = None,
    confidence: float = 0.9,
) -> Fact:
    """Make a fact; an object that is a string is a partial date."""
    target = object if isinstance(object, str) else object.id
    return Fact(
        id=fact_id(subject.id, relation, target, modality, date, title),
        subject=subject.id,
        relation=relation,
        object=target,
        literal=isinstance(object, str),
        modality=modality,
        date=date,
        title=title,
        confidence=confidence,
        documents=len({passage.document for passage in evidence}),
        evidence=evidence,
    )


def gold_entity(
    id: str,
    name: str,
    type: EntityType = "Company",
    *,
    aliases: Sequence[str] = (),
    optional: bool | None = None,
) -> GoldEntity:
    """Make a thing that the gold knows."""
    return GoldEntity(id=id, name=name, type=type, aliases=tuple(aliases), optional=optional)


def gold_fact(
    subject: str,
    relation: GoldRelation,
    object: str,
    *,
    modality: GoldModality = "asserted",
    optional: bool | None = None,
    evidence: str = "so it says",
) -> GoldFact:
    """Make a fact of the gold between ids, or from an id to a date."""
    return GoldFact(
        s=subject, p=relation, o=object, modality=modality, optional=optional, evidence=evidence
    )


def gold(entities: Sequence[GoldEntity] = (), facts: Sequence[GoldFact] = ()) -> Gold:
    """Make the gold of one document."""
    return Gold(doc="acme.txt", entities=tuple(entities), facts=tuple(facts))


def graph(
    documents: Sequence[Document] = (), entities: Sequence[Entity] = (), facts: Sequence[Fact] = ()
) -> Graph:
    """Make a graph of these records."""
    return Graph(documents=tuple(documents), entities=tuple(entities), facts=tuple(facts))


def small_graph() -> Graph:
    """Make a graph of all kinds of records: two documents, a fact both state, every modality,
    background."""
    one = document(title="Acme joins Widget", published="2025-03-26", source="Acme Press")
    two = document(
        "Acme works with Widget AG. Ada Byron, CEO of Acme, opened Acme Lab on 3 May 2024; it may "
        "buy Rival. Acme did not invest in Rival.",
        path="news/two.html",
        published="2025-04",
        source="https://news.example.com/two?id=1",
    )
    both = [one, two]
    acme = entity(aliases=["Acme"], merges=[("Acme", "short form")], documents=both)
    widget = entity("Widget AG", documents=both, same_as=["http://www.wikidata.org/entity/Q42"])
    rival, ada = entity("Rival", documents=[two]), entity("Ada Byron", "Person", documents=[two])
    lab = entity("Acme Lab", "Programme", documents=[two])
    lyon = entity("Lyon", "Place", documents=[one], lies_in=[RHONE, FRANCE])
    france = entity("France", "Place", documents=[one], lies_in=[FRANCE])
    works, meets = (
        evidence(
            one,
            trigger="works with",
            date="Tuesday",
            speaker="Acme Corp",
            extractor="model:relation",
        ),
        evidence(two, "Acme works with Widget AG.", subject="Acme", trigger="works with"),
    )
    where = evidence(one, "Widget AG in Lyon, France", subject="Widget AG", object="Lyon")
    within = evidence(one, "Lyon, France", subject="Lyon", object="France")
    post = evidence(two, "Ada Byron, CEO of Acme", subject="Ada Byron", object="Acme")
    opened = evidence(two, "opened Acme Lab on 3 May 2024", subject="Acme Lab", object="3 May 2024")
    plan = evidence(two, "it may buy Rival", subject="it", object="Rival")
    denial = evidence(two, "Acme did not invest in Rival", subject="Acme", object="Rival")
    facts = [
        fact(acme, "partnersWith", widget, works, meets, date="2025-03-26", confidence=0.934),
        fact(widget, "locatedIn", lyon, where),
        fact(lyon, "locatedIn", france, within, confidence=1),
        fact(ada, "holdsPositionAt", acme, post, title="CEO"),
        fact(lab, "announcedOn", "2024-05-03", opened),
        fact(acme, "acquires", rival, plan, modality="Planned", date="2026"),
        fact(acme, "investsIn", rival, denial, modality="Denied"),
    ]
    return graph(both, [acme, widget, rival, ada, lab, lyon, france], facts)


def graph_called(name: str) -> Graph:
    """Make a graph in which every text that comes from outside is this one."""
    source = document(name + " Acme Corp Widget AG", path=name, title=name, source=name)
    one, two = (entity(name, type, documents=[source]) for type in ("Company", "Person"))
    one = one.model_copy(update={"aliases": (name,), "merges": (Merge(name=name, reason=name),)})
    said = evidence(source, speaker=name or None, extractor=name)
    return graph([source], [one, two], [fact(two, "holdsPositionAt", one, said, title=name)])


def stored(graph: Graph, *, base: str = DEFAULT_BASE) -> Store:
    """Put a graph into a store, as `store.load` does with its file."""
    data = EXPORTERS["graph.nq"](graph, ontology=load_ontology(), base=base)
    store = Store()
    store.bulk_load(data, pyoxigraph.RdfFormat.N_QUADS)
    return store


def _offsets(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def _phrase(text: str, part: str, start: int) -> Phrase:
    span = _span(text, part, start)
    return Phrase(start=span.start, end=span.end, text=part)


def _span(text: str, part: str, start: int) -> Span:
    """Find the words in the quote or after it, else before it."""
    found = text.find(part, start)
    begin = found if found >= 0 else text.index(part)
    return Span(start=begin, end=begin + len(part))

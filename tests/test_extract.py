from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from factories import document
from fakes import FakeNetwork
from kgbuild import extract as stage
from kgbuild.errors import OptionError
from kgbuild.extract import (
    EXTRACTORS,
    MENTION_MODELS,
    Extractor,
    extract,
    lies_in,
    load_extractors,
    load_mention_model,
    model,
    surer,
)
from kgbuild.ontology import load_ontology
from kgbuild.records import Claim, Document, Mention, Reading, Rejection, Span
from marked import blank, mention, places

TEXT = """\
Harbour Foods Ltd. signs with Delta Grain GmbH

ROTTERDAM, 3 May 2021 – Harbour Foods Ltd. has signed an agreement with Delta Grain GmbH on Monday.
Ada Visser, chief executive of Harbour Foods Ltd., said that they met in Munich, Germany.
"""


@pytest.fixture(scope="module")
def rules() -> Language:
    return load_mention_model("rules")


@pytest.fixture(scope="module")
def patterns(rules: Language) -> tuple[Extractor, ...]:
    return load_extractors(["patterns"], ontology=load_ontology())


@pytest.fixture(scope="module")
def learned() -> Reading:
    """What the shipped model alone makes of a text that it has not learned from."""
    text = (
        "Harbour Foods, a family company based in Rotterdam, has teamed up with Delta Grain. "
        "“We grow together,” said Anna Visser, chief executive of "
        "Harbour Foods. Delta Grain opened a plant in Lyon, France, in 2019."
    )
    extractors = load_extractors(["model"], ontology=load_ontology())
    return extract(document(text), nlp=load_mention_model("kgbuild"), extractors=extractors)


def test_the_shipped_model_finds_names(learned: Reading) -> None:
    assert [(m.text, m.type) for m in learned.mentions] == [
        ("Harbour Foods", "Company"),
        ("Rotterdam", "Place"),
        ("Delta Grain", "Company"),
        ("Anna Visser", "Person"),
        ("Harbour Foods", "Company"),
        ("Delta Grain", "Company"),
        ("Lyon", "Place"),
        ("France", "Place"),
        ("2019", "Date"),
    ]


def test_the_shipped_model_finds_facts(learned: Reading) -> None:
    said = {(c.subject.text, c.relation, c.object.text, c.title) for c in learned.claims}

    assert said >= {
        ("Anna Visser", "holdsPositionAt", "Harbour Foods", "chief executive"),
        ("Delta Grain", "locatedIn", "Lyon", None),
        ("Lyon", "locatedIn", "France", None),
    }
    assert {c.extractor for c in learned.claims} == {"model:relation"}


def ruled(**labels: str) -> Language:
    """A pipeline of somebody else's that gives words labels."""
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": word} for word, label in labels.items()])
    return nlp


def test_the_tables_hold_what_the_defaults_name() -> None:
    assert (set(MENTION_MODELS), set(EXTRACTORS)) == (
        {"kgbuild", "rules"},
        {"model", "patterns"},
    )


def test_an_unknown_mention_model_is_refused_with_what_to_install() -> None:
    with pytest.raises(OptionError) as error:
        load_mention_model("en_core_web_none")

    assert str(error.value) == (
        "no mention model named 'en_core_web_none': there are kgbuild, rules, and any spaCy "
        "pipeline that is installed (`python -m spacy download en_core_web_none` installs "
        "spaCy's own)"
    )


def test_an_unknown_extractor_is_refused_with_those_that_there_are(rules: Language) -> None:
    with pytest.raises(OptionError) as error:
        load_extractors(["patterns", "magic", "luck"], ontology=load_ontology())

    assert str(error.value) == "no extractor named magic, luck: there are model, patterns"


def test_a_folder_that_holds_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="cannot be loaded"):
        load_mention_model(str(tmp_path))


def test_a_pipeline_of_another_is_given_our_types_dates_and_sentences(tmp_path: Path) -> None:
    nlp = ruled(Ostmark="ORG", Dutch="NORP")
    nlp.to_disk(tmp_path / "model")

    doc = load_mention_model(str(tmp_path / "model"))("Dutch Ostmark left in 2021. It rained.")

    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Ostmark", "Organization"),
        ("2021", "Date"),
    ]
    assert len(list(doc.sents)) == 2


def test_a_document_is_read(rules: Language, patterns: tuple[Extractor, ...]) -> None:
    read = extract(document(TEXT, published="2021-05-03"), nlp=rules, extractors=patterns)

    assert [(m.text, m.type) for m in read.mentions] == [
        ("Harbour Foods Ltd.", "Company"),
        ("Delta Grain GmbH", "Company"),
        ("ROTTERDAM", "Place"),
        ("3 May 2021", "Date"),
        ("Harbour Foods Ltd.", "Company"),
        ("Delta Grain GmbH", "Company"),
        ("Monday", "Date"),
        ("Ada Visser", "Person"),
        ("Harbour Foods Ltd.", "Company"),
        ("Munich", "Place"),
        ("Germany", "Place"),
    ]
    assert sorted(
        (c.subject.text, c.relation, c.object.text, c.date or c.title) for c in read.claims
    ) == [
        ("Ada Visser", "holdsPositionAt", "Harbour Foods Ltd.", "chief executive"),
        ("Harbour Foods Ltd.", "partnersWith", "Delta Grain GmbH", "2021-05-03"),
        ("Munich", "locatedIn", "Germany", None),
    ]
    assert read.rejections == ()


def test_offsets_lead_back_to_the_text(rules: Language, patterns: tuple[Extractor, ...]) -> None:
    source = document("É 🙂 \r\n" + TEXT)
    read = extract(source, nlp=rules, extractors=patterns)

    for claim in read.claims:
        for named in (claim.subject, claim.object):
            assert source.text[named.start : named.end] == named.text
            assert claim.evidence.start <= named.start < named.end <= claim.evidence.end
    assert len(read.claims) == 3


def test_a_document_is_read_the_same_twice(
    rules: Language, patterns: tuple[Extractor, ...]
) -> None:
    source = document(TEXT)

    once = extract(source, nlp=rules, extractors=patterns)

    assert extract(source, nlp=rules, extractors=patterns) == once


@pytest.mark.parametrize("text", ["", " \n", "\x00", "…", "(" * 500])
def test_a_text_that_says_nothing_is_an_empty_reading(
    rules: Language, patterns: tuple[Extractor, ...], text: str
) -> None:
    source = document(text)

    assert extract(source, nlp=rules, extractors=patterns) == Reading(
        document=source.id, mentions=(), claims=()
    )


def test_extractors_run_one_after_the_other_and_rejections_are_kept_apart() -> None:
    delta, lagos = mention("Delta", "Company"), mention("Lagos", "Place", 9)

    def claim(name: str, source: Document) -> Claim:
        return Claim(
            document=source.id,
            subject=delta,
            relation="locatedIn",
            object=lagos,
            evidence=Span(start=0, end=14),
            extractor=name,
            confidence=1,
        )

    rejection = Rejection(stage="extract", reason="no reason")

    def one(doc: Doc, source: Document) -> Iterator[Claim | Rejection]:
        yield claim("one", source)
        yield rejection

    def two(doc: Doc, source: Document) -> Iterator[Claim | Rejection]:
        yield claim("two", source)

    source = document("Delta in Lagos")

    assert extract(source, nlp=blank(), extractors=[one, two]) == Reading(
        document=source.id,
        mentions=(),
        claims=(claim("one", source), claim("two", source)),
        rejections=(rejection,),
    )


def test_a_claim_that_is_not_sure_enough_is_refused_and_a_rejection_stays() -> None:
    source = document("Delta in Lagos")
    low, high = (
        Claim(
            document=source.id,
            subject=mention("Delta", "Company"),
            relation="locatedIn",
            object=mention("Lagos", "Place", 9),
            evidence=Span(start=0, end=14),
            extractor="test",
            confidence=confidence,
        )
        for confidence in (0.6, 0.7)
    )
    rejection = Rejection(stage="extract", reason="no reason")

    found = list(surer(blank()(""), source, find=lambda *_: [low, rejection, high], least=0.7))

    assert found == [
        Rejection(
            stage="extract",
            reason="not sure enough: below 0.7",
            document=source.id,
            subject="Delta",
            relation="locatedIn",
            object="Lagos",
            confidence=0.6,
            quote="Delta in Lagos",
        ),
        rejection,
        high,
    ]


def test_patterns_make_claims_from_the_least_confidence_on(rules: Language) -> None:
    source, ontology = document(TEXT), load_ontology()
    claims, fewer = (
        extract(
            source,
            nlp=rules,
            extractors=load_extractors(["patterns"], ontology=ontology, min_confidence=least),
        )
        for least in (None, 1.0)
    )

    assert (len(claims.claims), len(claims.rejections)) == (3, 0)
    assert (len(fewer.claims), len(fewer.rejections)) == (0, 3)


def test_the_network_finds_names_and_relations(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {0: ("B-Company", 0.9), 2: ("B-Product", 0.9)}
    network = FakeNetwork(names=names, judged={(0, 2, "uses"): 0.8})
    monkeypatch.setattr(model, "shipped_network", lambda: network)
    monkeypatch.setattr(stage, "shipped_network", lambda: network)
    source = document("Qwert uses zxcvb.")
    ontology = load_ontology()

    said, unsure = (
        extract(
            source,
            nlp=load_mention_model("kgbuild"),
            extractors=load_extractors(["model"], ontology=ontology, min_confidence=least),
        )
        for least in (None, 0.9)
    )

    assert said.mentions == (mention("Qwert", "Company"), mention("zxcvb", "Product", 11))
    assert said.claims == (
        Claim(
            document=source.id,
            subject=said.mentions[0],
            relation="uses",
            object=said.mentions[1],
            evidence=Span(start=0, end=17),
            extractor="model:relation",
            confidence=0.8,
        ),
    )
    assert [r.reason for r in unsure.rejections] == ["not sure enough: below 0.9"]


def test_mentions_are_the_entities_of_the_pipeline() -> None:
    source = document("In Lagos")

    assert extract(source, nlp=ruled(Lagos="Place"), extractors=[]).mentions == (
        Mention(start=3, end=8, text="Lagos", type="Place"),
    )


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("Munich", "Germany", True),
        ("Munich", "Ghana", False),
        ("Germany", "Munich", False),
        ("Xyzburg", "Germany", True),
        ("Xyzburg", "Munich", None),
        ("Munich", "Xyzburg", None),
    ],
)
def test_what_lies_in_what_is_known_of_known_places(
    inner: str, outer: str, expected: bool | None
) -> None:
    assert lies_in(inner, outer, places=places()) is expected

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from factories import document
from fakes import FakeNetwork, small_meta
from kgbuild.extract.ends import End, ends_of
from kgbuild.extract.modality import Cue, Cues
from kgbuild.extract.network import Calibration
from kgbuild.extract.pairs import RELATIONS, allowed_relations
from kgbuild.extract.passages import MAX_PIECES
from kgbuild.extract.references import find_references
from kgbuild.extract.relations import Judge, confidences, find_related
from kgbuild.extract.roles import role_finder
from kgbuild.ontology import load_ontology
from kgbuild.records import Claim, Document, Phrase, Rejection, Span
from marked import cut_doc, marked_doc, mention, plain

Judged = Mapping[tuple[str, str, str], float]
CUES = Cues(
    denied=(),
    reported=(Cue(words=("reportedly",), where="near", example=""),),
    planned=(Cue(words=("will",), where="near", example=""),),
    saying=("said",),
)
ROLES = {("chief", "executive"): True, ("director",): True}
ALLOWED = allowed_relations(load_ontology())


def lies_in(inner: str, outer: str) -> bool | None:
    return {("Munich", "Germany"): True, ("Germany", "Munich"): False}.get((inner, outer))


def judge(network: FakeNetwork, *, least: float | None = None) -> Judge:
    return Judge(
        network=network,
        allowed=ALLOWED,
        symmetric=frozenset({"partnersWith", "competesWith"}),
        roles=role_finder(ROLES),
        contains=lies_in,
        cues=CUES,
        least=least,
    )


def network(doc: Doc, judged: Judged, **fields: object) -> FakeNetwork:
    """A network that judges the first mentions of these names, or references, so."""
    at = {end.span.text: end.span.start for end in reversed(ends_of(doc))}
    return FakeNetwork(
        judged={(at[s], at[o], relation): p for (s, relation, o), p in judged.items()},
        meta=small_meta(**fields),
    )


def source_of(marked: str) -> Document:
    return document(plain(marked), published="2021-05-05")


def found(
    marked: str,
    judged: Judged,
    *,
    least: float | None = None,
    **fields: object,
) -> list[Claim | Rejection]:
    doc = marked_doc(marked)
    said = network(doc, judged, **fields)
    return list(find_related(doc, source_of(marked), judge(said, least=least)))


def only_claim(marked: str, judged: Judged) -> Claim:
    (claim,) = found(marked, judged)
    assert isinstance(claim, Claim)
    return claim


def asked(marked: str) -> list[tuple[str, str]]:
    """The pairs about which the network is asked."""
    doc = marked_doc(marked)
    said = network(doc, {})
    list(find_related(doc, source_of(marked), judge(said)))
    names = {end.span.start: end.span.text for end in ends_of(doc)}
    return [(names[s], names[o]) for pairs in said.asked for s, o in pairs]


def briefly(items: Sequence[Claim | Rejection]) -> list[tuple[str, ...]]:
    return [
        (i.subject.text, i.relation, i.object.text, f"{i.confidence}")
        if isinstance(i, Claim)
        else (i.reason,)
        for i in items
    ]


def test_a_claim_says_what_where_and_how_sure() -> None:
    text = "So. [Ada](Person) owns it. [Delta](Company) reportedly uses [Silo](Product). Yes."

    assert found(text, {("Delta", "uses", "Silo"): 0.8}) == [
        Claim(
            document=source_of(text).id,
            subject=mention("Delta", "Company", 17),
            relation="uses",
            object=mention("Silo", "Product", 39),
            modality="Reported",
            evidence=Span(start=17, end=44),
            extractor="model:relation",
            confidence=0.8,
        )
    ]


def test_the_evidence_runs_from_one_name_to_the_other() -> None:
    claim = only_claim(
        "So. [Delta](Company) grew. It rained. It uses [Silo](Product). Yes.",
        {("Delta", "uses", "Silo"): 0.8},
    )

    assert claim.evidence == Span(start=4, end=40)


def test_the_evidence_holds_a_name_that_runs_over_the_end_of_its_sentence() -> None:
    claim = only_claim(
        "[Delta](Company) uses [Silo. Planner](Product) now.",
        {("Delta", "uses", "Silo. Planner"): 0.8},
    )

    assert claim.evidence == Span(start=0, end=24)


def test_a_claim_about_a_date_has_its_value() -> None:
    claim = only_claim(
        "[Silo](Product) came on [Monday](Date)", {("Silo", "announcedOn", "Monday"): 0.8}
    )

    assert (claim.object.text, claim.value, claim.date) == ("Monday", "2021-05-03", None)
    assert claim.date_phrase == Phrase(start=13, end=19, text="Monday")


def test_what_lies_ahead_is_planned() -> None:
    claim = only_claim(
        "[Silo](Product) starts on [8 May 2021](Date)", {("Silo", "announcedOn", "8 May 2021"): 0.8}
    )

    assert (claim.modality, claim.value) == ("Planned", "2021-05-08")


def test_a_plan_looks_ahead_for_its_date() -> None:
    judged = {("Silo", "announcedOn", "Monday"): 0.8}

    claim = only_claim("[Silo](Product) will come on [Monday](Date)", judged)

    assert (claim.modality, claim.value) == ("Planned", "2021-05-10")


def test_a_plan_for_an_event_asserts_where_it_is() -> None:
    judged = {("Expo", "locatedIn", "Lagos"): 0.8}

    event = only_claim("The [Expo](Event) will open in [Lagos](Place)", judged)
    firm = only_claim("The [Expo](Company) will open in [Lagos](Place)", judged)

    assert (event.modality, firm.modality) == ("Asserted", "Planned")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("[Delta](Company) uses [Silo](Product), said [Ada](Person)", "Ada"),
        ("[Delta](Company) uses [Silo](Product). [Ada](Person) said so", None),
    ],
)
def test_a_claim_says_who_says_it_in_its_passage(text: str, speaker: str | None) -> None:
    assert only_claim(text, {("Delta", "uses", "Silo"): 0.8}).speaker == speaker


def test_a_date_without_a_value_is_a_rejection() -> None:
    text = "So. [Silo](Product) came [some day](Date)."

    assert found(text, {("Silo", "announcedOn", "some day"): 0.8}) == [
        Rejection(
            stage="extract",
            reason="the date is no single day, month or year",
            document=source_of(text).id,
            subject="Silo",
            relation="announcedOn",
            object="some day",
            quote="Silo came some day.",
        )
    ]


@pytest.mark.parametrize(
    ("relation", "date"),
    [("acquires", "2021-05-03"), ("partnersWith", "2021-05-03"), ("supplies", None)],
)
def test_a_deal_has_a_date_of_its_passage(relation: str, date: str | None) -> None:
    text = "[Delta](Company) met [Ostmark](Company) on [3 May 2021](Date). [2020](Date) was good."

    both = {("Delta", relation, "Ostmark"): 0.8, ("Ostmark", relation, "Delta"): 0.8}
    claim, *_ = found(text, both)

    assert isinstance(claim, Claim)
    assert (claim.date, claim.value) == (date, None)
    assert claim.date_phrase == (Phrase(start=21, end=31, text="3 May 2021") if date else None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[Ada](Person), chief executive of [Delta](Company)", "chief executive"),
        ("[Delta](Company) chief executive [Ada](Person)", "chief executive"),
        ("chief executive [Ada](Person) of [Delta](Company)", "chief executive"),
        ("director [Bob](Person) met [Ada](Person), chief executive of [Delta](Company)",
         "chief executive"),
        ("[Ada](Person), director of [Delta](Company), met a chief executive", "director"),
        ("So director [Ada](Person) was long a chief executive of [Delta](Company)",
         "chief executive"),
        ("[Ada](Person) of [Delta](Company)", None),
        ("[Bo Li](Person), chief executive, met [Ada](Person) of [Delta](Company)", None),
        (
            "chief executive [Bo Li](Person) and director [Ada](Person) of [Delta](Company)",
            "director",
        ),
    ],
)  # fmt: skip
def test_a_claim_about_a_post_has_the_nearest_title(text: str, title: str | None) -> None:
    claim = only_claim(text, {("Ada", "holdsPositionAt", "Delta"): 0.8})

    assert claim.title == title


def test_other_claims_have_no_title() -> None:
    claim = only_claim(
        "[Ada](Person), director, bought [Delta](Company)", {("Ada", "acquires", "Delta"): 0.8}
    )

    assert claim.title is None


def test_the_network_is_asked_about_pairs_that_the_ontology_can_join() -> None:
    assert asked("[Ada](Person) met [Delta](Company) in [Munich](Place)") == [
        ("Ada", "Delta"),
        ("Ada", "Munich"),
        ("Delta", "Munich"),
    ]


def test_a_name_says_nothing_of_itself() -> None:
    assert asked("[Delta](Company) met [DELTA](Company)") == []


def test_a_place_does_not_lie_in_one_of_which_the_gazetteer_knows_that_it_does_not() -> None:
    assert asked("[Munich](Place), [Germany](Place)") == [("Munich", "Germany")]
    assert asked("[Munich](Place), [Xyz](Place)") == [("Munich", "Xyz"), ("Xyz", "Munich")]


@pytest.mark.parametrize("text", ["", "[Delta](Company) grew", "[Delta](Company) [Odd](Thing)"])
def test_a_text_with_one_name_is_not_read(text: str) -> None:
    doc = marked_doc(text)
    said = FakeNetwork()

    assert list(find_related(doc, source_of(text), judge(said))) == []
    assert said.passages == []


def test_a_relation_that_the_ontology_does_not_allow_is_no_claim() -> None:
    assert found("[Ada](Person) met [Delta](Company)", {("Ada", "uses", "Delta"): 0.9}) == []


def test_a_relation_that_holds_both_ways_is_judged_both_ways_and_said_once() -> None:
    judged = {
        ("Delta", "partnersWith", "Ostmark"): 0.9,
        ("Ostmark", "partnersWith", "Delta"): 0.5,
    }

    assert briefly(found("[Delta](Company) met [Ostmark](Company)", judged)) == [
        ("Delta", "partnersWith", "Ostmark", "0.7")
    ]


def test_a_relation_that_holds_one_way_is_judged_each_way() -> None:
    judged = {("Delta", "supplies", "Ostmark"): 0.9, ("Ostmark", "supplies", "Delta"): 0.6}

    assert briefly(found("[Delta](Company) met [Ostmark](Company)", judged)) == [
        ("Delta", "supplies", "Ostmark", "0.9"),
        ("Ostmark", "supplies", "Delta", "0.6"),
    ]


@pytest.mark.parametrize(
    ("sure", "expected"),
    [
        (0.7, [("Delta", "uses", "Silo", "0.7")]),
        (0.697, [("Delta", "uses", "Silo", "0.7")]),
        (0.6, [("not sure enough: below 0.7",)]),
        (0.36, [("not sure enough: below 0.7",)]),
        (0.34, []),
    ],
)
def test_a_claim_that_is_not_sure_enough_is_refused_and_one_not_half_as_sure_is_none(
    sure: float, expected: list[tuple[str, ...]]
) -> None:
    table = dict.fromkeys(RELATIONS, Calibration()) | {"uses": Calibration(threshold=0.7)}
    text = "[Delta](Company) uses [Silo](Product)"

    assert briefly(found(text, {("Delta", "uses", "Silo"): sure}, calibration=table)) == expected


def test_the_users_least_confidence_stands_in_for_the_networks_own() -> None:
    table = dict.fromkeys(RELATIONS, Calibration(threshold=0.3))
    text, judged = "[Delta](Company) uses [Silo](Product)", {("Delta", "uses", "Silo"): 0.6}

    assert briefly(found(text, judged, calibration=table)) == [("Delta", "uses", "Silo", "0.6")]
    assert briefly(found(text, judged, calibration=table, least=0.8)) == [
        ("not sure enough: below 0.8",)
    ]


@pytest.mark.parametrize(("sure", "said"), [(0.9999, "0.99"), (0.0001, "0.01")])
def test_no_claim_is_quite_sure_or_quite_unsure(sure: float, said: str) -> None:
    text = "[Delta](Company) uses [Silo](Product)"

    (claim,) = found(text, {("Delta", "uses", "Silo"): sure}, least=0.0001)

    assert isinstance(claim, Claim)
    assert f"{claim.confidence}" == said


def test_a_pair_that_two_passages_hold_is_judged_once() -> None:
    words = ["x"] * (MAX_PIECES - 9) + [
        "Ada",
        "met",
        "Delta",
        "today",
        "in",
        "a",
        "big",
        "red",
        ".",
    ]
    words += ["Silo", "fell"]
    doc = cut_doc(words, {MAX_PIECES - 9, MAX_PIECES})
    ada, delta, silo = MAX_PIECES - 9, MAX_PIECES - 7, MAX_PIECES
    doc.ents = [
        DocSpan(doc, ada, ada + 1, label="Person"),
        DocSpan(doc, delta, delta + 1, label="Company"),
        DocSpan(doc, silo, silo + 1, label="Product"),
    ]
    said = FakeNetwork()

    list(find_related(doc, document(doc.text), judge(said)))

    assert [p.fresh for p in said.passages] == [0, 9]
    assert said.asked == [[(ada, delta)], [(ada, silo), (delta, silo)]]


def test_scores_become_confidences_by_their_relations_own_measure() -> None:
    scores = np.array([[0, 2], [-1000, 1000]], dtype=np.float32)

    made = confidences(scores, [Calibration(), Calibration(slope=2, shift=-4)])

    assert made.tolist() == [[0.5, 0.5], [0, 1]]
    assert made.dtype == np.float32


REFERS = "[Acme](Company) fell. [Delta](Company) met [Acme](Company). It will use [Silo](Product)."
"""`It` may be of two names, and is most likely of the second `Acme`."""


def sureness(marked: str) -> float:
    """How surely the only reference of a text is of its name."""
    (reference,) = find_references(marked_doc(marked))
    assert 0.5 < reference.confidence < 0.95
    return reference.confidence


def test_ends_are_names_dates_and_references_in_the_order_of_the_text() -> None:
    doc = marked_doc("[May](Date): [Delta](Company) left [odd](Thing). It grew in [Lagos](Place).")
    may, delta, _, lagos = doc.ents
    (it,) = find_references(doc)

    assert ends_of(doc) == [
        End(may, may),
        End(delta, delta),
        End(it.span, delta, it.confidence),
        End(lagos, lagos),
    ]


def test_a_claim_through_a_reference_says_for_which_name_it_stands() -> None:
    it = mention("It", "Company", 27).model_copy(update={"stands_for": Span(start=21, end=25)})

    assert only_claim(REFERS, {("It", "uses", "Silo"): 0.9}) == Claim(
        document=source_of(REFERS).id,
        subject=it,
        relation="uses",
        object=mention("Silo", "Product", 39),
        modality="Planned",
        evidence=Span(start=27, end=44),
        extractor="model:relation",
        confidence=round(0.9 * sureness(REFERS), 2),
    )


def test_a_claim_through_two_references_is_as_sure_as_both() -> None:
    text = f"{REFERS} [Silo](Product) works. The app serves the company."
    doc = marked_doc(text)
    sure = {r.span.text: r.confidence for r in find_references(doc)}

    (claim,) = found(text, {("the company", "develops", "The app"): 0.9}, least=0.01)

    assert isinstance(claim, Claim)
    assert sure["the company"] < 1
    assert claim.confidence == round(0.9 * sure["the company"] * sure["The app"], 2)


def test_a_claim_that_its_reference_makes_unsure_is_refused_by_the_names() -> None:
    assert found(REFERS, {("It", "uses", "Silo"): 0.9}, least=0.89) == [
        Rejection(
            stage="extract",
            reason="not sure enough: below 0.89",
            document=source_of(REFERS).id,
            subject="Acme",
            relation="uses",
            object="Silo",
            quote="It will use Silo.",
            confidence=round(0.9 * sureness(REFERS), 2),
        )
    ]


def test_a_claim_without_a_date_is_refused_by_the_name_of_its_reference() -> None:
    text = "[Silo](Product) grew. It came [some day](Date)."

    (refused,) = found(text, {("It", "announcedOn", "some day"): 0.8})

    assert isinstance(refused, Rejection)
    assert (refused.subject, refused.object) == ("Silo", "some day")


def test_a_reference_is_judged_with_names_of_its_own_sentence_alone() -> None:
    text = "[Ada](Person) left. She grew. Rain fell. Her firm met [Acme](Company)."

    assert asked(text) == [("Her", "Acme")]


def test_a_reference_says_nothing_of_the_name_that_it_stands_for() -> None:
    assert asked("[Delta](Company) said that it grew") == []


def test_a_post_of_somebody_who_is_referred_to_has_its_title() -> None:
    text = "[Ada](Person) left. She is chief executive of [Delta](Company), says [Bo](Person)."

    claim = only_claim(text, {("She", "holdsPositionAt", "Delta"): 0.8})

    assert (claim.subject.text, claim.title) == ("She", "chief executive")
    assert claim.subject.stands_for == Span(start=0, end=3)

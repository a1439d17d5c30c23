from factories import document, entity, evidence, fact, gold, gold_entity, gold_fact, graph
from kgbuild.evaluate import evaluate
from kgbuild.mistakes import mistakes
from kgbuild.scores import Mistake

SOURCE = document("Acme works. Widget AG of Lyon uses Zorg.\nRival and Acme Corp met in 2024.")
ACME, WIDGET, ZORG = entity(), entity("Widget AG", "Person"), entity("Zorg", "Product")
RIVAL = gold_entity("e3", "Rival Group", aliases=["Rival"])
THEIRS = [gold_entity("e1", "Acme Corp", aliases=["Acme"]), gold_entity("e2", "Widget AG"), RIVAL]


def told(*mistake: str) -> Mistake:
    kind, what, quote = mistake
    return Mistake.model_validate(
        {"document": "acme.txt", "kind": kind, "what": what, "quote": quote}
    )


def test_mistakes_are_told_with_their_words() -> None:
    uses = fact(WIDGET, "uses", ZORG, evidence(SOURCE, "Widget AG of Lyon uses Zorg"))
    dated = fact(ACME, "announcedOn", "2024", evidence(SOURCE, "met in 2024", object="2024"))
    ours = graph([SOURCE], [ACME, WIDGET, ZORG], [uses, dated])
    theirs = gold(
        THEIRS,
        [
            gold_fact("e1", "partners_with", "e3", evidence="Rival and Acme Corp met"),
            gold_fact("e3", "announced_on", "2024-05", evidence="in 2024"),
        ],
    )

    assert mistakes(evaluate(ours, theirs), ours, theirs) == (
        told("missed", "Rival Group (Company)", "Rival and Acme Corp met in 2024."),
        told("wrong", "Zorg (Product)", "Widget AG of Lyon uses Zorg."),
        told("wrong", "Widget AG (Person, not Company)", "Widget AG of Lyon uses Zorg."),
        told("missed", "Acme Corp partnersWith Rival Group", "Rival and Acme Corp met"),
        told("missed", "Rival Group announcedOn 2024-05", "in 2024"),
        told("wrong", "Acme Corp announcedOn 2024", "met in 2024"),
        told("wrong", "Widget AG uses Zorg (not in the gold)", "Widget AG of Lyon uses Zorg"),
    )


def test_a_name_that_no_sentence_has_leaves_no_quote() -> None:
    ours, theirs = graph([SOURCE]), gold([gold_entity("e1", "Nowhere Ltd")])

    assert mistakes(evaluate(ours, theirs), ours, theirs) == (
        told("missed", "Nowhere Ltd (Company)", ""),
    )


def test_no_mistakes() -> None:
    ours, theirs = graph([SOURCE], [ACME]), gold(THEIRS[:1])

    assert mistakes(evaluate(ours, theirs), ours, theirs) == ()

from pathlib import Path

import pytest

from factories import gold, gold_entity, gold_fact
from kgbuild import benchmark as module
from kgbuild.benchmark import benchmark
from kgbuild.config import Config
from kgbuild.errors import InputError, OptionError
from kgbuild.gold import Case
from kgbuild.scores import Counts, Mistake, Scores

TEXTS = {
    "a.txt": "SHANGHAI, March 26, 2025 -- Acme Corp partners with Widget AG.\n",
    "b.txt": "Widget AG met Acme Corp on Monday.\n",
}
RULES = Config.model_validate(module.RULES)
FIRMS = [gold_entity("e1", "Acme Corp"), gold_entity("e2", "Widget AG")]
SHANGHAI = gold_entity("e3", "Shanghai", "Place")
PARTNERS = gold_fact("e1", "partners_with", "e2")
FOUND = Scores(entities=Counts(tp=5), typed=5, relations={"partners_with": Counts(tp=1, fn=1)})


@pytest.fixture
def cases(tmp_path: Path) -> tuple[Case, ...]:
    """Two documents; the second is said to tell what it does not in words that we know."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    return (
        Case(gold=gold([*FIRMS, SHANGHAI], [PARTNERS]), text=tmp_path / "a.txt"),
        Case(gold=gold(FIRMS, [PARTNERS]), text=tmp_path / "b.txt"),
    )


def quiet(*_: object) -> None: ...


def test_each_document_is_built_alone_and_the_counts_add_up(cases: tuple[Case, ...]) -> None:
    report = benchmark(cases, config=RULES, progress=quiet)

    assert (report.config, report.documents, report.rules) == (RULES, 2, None)
    assert report.scores == FOUND
    assert report.random == FOUND, "there is only one pair of firms in each document"
    assert report.mistakes == (
        Mistake(
            document="acme.txt",
            kind="missed",
            what="Acme Corp partnersWith Widget AG",
            quote="so it says",
        ),
    )


def test_another_configuration_has_the_rules_beside_it(cases: tuple[Case, ...]) -> None:
    twice = RULES.model_copy(update={"extractors": ("patterns", "patterns")})

    report = benchmark(cases, config=twice, progress=quiet)

    assert report.config == twice
    assert report.scores == report.rules == FOUND


def test_progress_runs_once_for_each_configuration(cases: tuple[Case, ...]) -> None:
    seen: list[tuple[int, int, str]] = []
    twice = RULES.model_copy(update={"extractors": ("patterns", "patterns")})

    benchmark(cases, config=twice, progress=lambda *state: seen.append(state))

    assert seen == [(0, 2, "acme.txt"), (1, 2, "acme.txt"), (2, 2, "")] * 2


def test_a_text_that_cannot_be_read_is_named(cases: tuple[Case, ...]) -> None:
    cases[1].text.write_text(" \n")

    with pytest.raises(InputError) as caught:
        benchmark(cases, config=RULES, progress=quiet)

    assert str(caught.value) == f"{cases[1].text}: no text; the gold needs this text"


def test_an_unknown_extractor_is_an_error(cases: tuple[Case, ...]) -> None:
    with pytest.raises(OptionError, match="no extractor named guess"):
        benchmark(cases, config=Config(extractors=("guess",)), progress=quiet)

import pytest

from kgbuild.extract.modality import Cue, Cues, Where, modality_of, settled, speaker_of
from kgbuild.records import Modality
from marked import units_of


def cue(*words: str, where: Where) -> Cue:
    return Cue(words=words, where=where, example="")


def cues(
    *, denied: tuple[Cue, ...] = (), reported: tuple[Cue, ...] = (), planned: tuple[Cue, ...] = ()
) -> Cues:
    return Cues(
        denied=denied, reported=reported, planned=planned, saying=("said", "according to", "told")
    )


CUES = cues(
    denied=(cue("not", "no longer", "n't", where="near"),),
    reported=(
        cue("reportedly", where="before"),
        cue("people familiar with it", where="anywhere"),
    ),
    planned=(cue("will", "plans to", "’ll", where="between"),),
)


def modality(text: str, cues: Cues = CUES) -> Modality:
    """The modality of what stands from A to B."""
    units = units_of(text)
    ends = [unit for unit in units if unit.mentions and unit.text in {"A", "B"}]
    return modality_of(units, ends[0].start, ends[-1].end, cues)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) bought [B](Company)", "Asserted"),
        ("[A](Company) did not buy [B](Company)", "Denied"),
        ("[A](Company) No longer owns [B](Company)", "Denied"),
        ("[A](Company) didn't buy [B](Company)", "Denied"),
        ("[A](Company) didn’t buy [B](Company)", "Denied"),
        ("[A](Company) reportedly bought [B](Company)", "Reported"),
        ("[A](Company) will buy [B](Company)", "Planned"),
        ("[A](Company), they'll buy [B](Company)", "Planned"),
        ("[A](Company) plans to buy [B](Company)", "Planned"),
        ("[A](Company) plans [B](Company)", "Asserted"),
        ("[A](Company) willingly bought [B](Company)", "Asserted"),
        ("[A](Company) bought [B](Company), say people familiar with it", "Reported"),
    ],
)
def test_the_words_of_a_passage_tell_its_modality(text: str, expected: Modality) -> None:
    assert modality(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) reportedly will not buy [B](Company)", "Denied"),
        ("[A](Company) reportedly will buy [B](Company)", "Reported"),
    ],
)
def test_denied_goes_before_reported_and_reported_before_planned(
    text: str, expected: Modality
) -> None:
    assert modality(text) == expected


def zones(text: str) -> set[str]:
    """Where a cue must count for the `maybe` of a text to count."""
    every: tuple[Where, ...] = ("between", "near", "before", "anywhere")
    return {
        where
        for where in every
        if modality(text, cues(planned=(cue("maybe", where=where),))) == "Planned"
    }


ALL = {"between", "near", "before", "anywhere"}
FAR = "so " * 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) maybe bought [B](Company)", ALL),
        (f"[A](Company) {FAR} maybe {FAR} bought [B](Company)", ALL),
        ("maybe [A](Company) bought [B](Company)", ALL),
        ("maybe [C](Company) and [A](Company) bought [B](Company)", ALL),
        ("maybe, so [A](Company) bought [B](Company)", {"before", "anywhere"}),
        (f"maybe {FAR} [A](Company) bought [B](Company)", {"before", "anywhere"}),
        ("[A](Company) bought [B](Company) maybe", {"near", "anywhere"}),
        ("[A](Company) bought [B](Company), maybe", {"anywhere"}),
        (f"[A](Company) bought [B](Company) {FAR} maybe", {"anywhere"}),
        ("[A](Company) bought [B](Company)", set()),
    ],
)
def test_a_cue_counts_where_it_is_told_to(text: str, expected: set[str]) -> None:
    assert zones(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) and [B](Company) maybe met", {"between", "near", "anywhere"}),
        ("[A](Company) & [B](Company) maybe met", {"between", "near", "anywhere"}),
        ("[A](Company) and [B](Company), maybe", {"anywhere"}),
        ("[A](Company) left and [B](Company) maybe met", {"near", "anywhere"}),
    ],
)
def test_two_ends_that_do_one_thing_have_their_verb_after_them(
    text: str, expected: set[str]
) -> None:
    assert zones(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("maybe [A](Company) of [B](Place)", {"before", "anywhere"}),
        ("maybe [A](Company)'s [B](Product)", {"before", "anywhere"}),
        ("maybe [A](Company) [B](Product)", {"before", "anywhere"}),
        ("[A](Company) in [B](Place) maybe fell", {"anywhere"}),
        ("maybe [A](Company), [B](Date)", ALL),
        ("[A](Company), [B](Date) maybe", {"near", "anywhere"}),
    ],
)
def test_the_verb_of_a_sentence_does_not_join_ends_that_stand_side_by_side(
    text: str, expected: set[str]
) -> None:
    assert zones(text) == expected


@pytest.mark.parametrize("word", ["but", "however", "though", "Although", "yet"])
def test_what_stands_before_a_contrast_does_not_count(word: str) -> None:
    assert zones(f"maybe so {word} [A](Company) bought [B](Company)") == set()
    assert zones(f"so {word} maybe [A](Company) bought [B](Company)") == ALL
    assert zones(f"so {word} maybe but so [A](Company) bought [B](Company)") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("But maybe [A](Company) bought [B](Company)", ALL),
        ("maybe [A](Company) but not [B](Company)", ALL),
        ("[A](Company) bought [B](Company) but maybe", {"near", "anywhere"}),
    ],
)
def test_a_contrast_counts_only_between_something_and_the_claim(
    text: str, expected: set[str]
) -> None:
    assert zones(text) == expected


@pytest.mark.parametrize("relative", ["which", "who", "whose", "where", "that"])
@pytest.mark.parametrize(("opener", "closer"), [(",", ","), ("–", "–"), ("—", ";"), (",", ".")])
def test_a_remark_about_something_else_does_not_count(
    relative: str, opener: str, closer: str
) -> None:
    remark = f"[C](Company) {opener} {relative} maybe fell {closer}"

    assert zones(f"{remark} [A](Company) bought [B](Company)") == set()
    assert zones(f"[A](Company) left {remark} with [B](Company)") == set()
    assert zones(f"[A](Company) bought [B](Company) {remark}") == set()


@pytest.mark.parametrize(
    "text",
    [
        "[A](Company), which maybe bought [B](Company), fell",
        "[B](Company), whose owner is maybe [A](Company), fell",
        "[C](Company), where [A](Company) maybe met [B](Company), fell",
        "[C](Company), which [A](Company) maybe left, bought [B](Company)",
    ],
)
def test_a_remark_that_holds_an_end_counts(text: str) -> None:
    assert zones(text) == ALL


def test_what_is_no_relative_clause_is_no_remark() -> None:
    assert "near" in zones("[A](Company), maybe, bought [B](Company)")


def test_words_inside_names_do_not_count() -> None:
    text = "[Will](Person) of [A](Company) met [Not Bread](Company) and [B](Company)"

    assert modality(text) == "Asserted"


@pytest.mark.parametrize(
    ("modality", "relation", "type_", "expected"),
    [
        ("Planned", "locatedIn", "Event", "Asserted"),
        ("Planned", "locatedIn", "Company", "Planned"),
        ("Planned", "announcedOn", "Event", "Planned"),
        ("Denied", "locatedIn", "Event", "Denied"),
        ("Reported", "locatedIn", "Event", "Reported"),
    ],
)
def test_an_event_that_lies_ahead_has_its_place_now(
    modality: Modality, relation: str, type_: str, expected: Modality
) -> None:
    assert settled(modality, relation, type_) == expected


def speaker(text: str) -> str | None:
    """Who says what stands between A and B."""
    units = units_of(text)
    firms = [unit for unit in units if unit.text in {"A", "B"}]
    return speaker_of(units, firms[0].start, firms[-1].end, CUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) bought [B](Company), [Ada](Person) said", "Ada"),
        ("[A](Company) bought [B](Company), [Ada](Person) has also said", "Ada"),
        ("[A](Company) bought [B](Company), said [Ada](Person)", "Ada"),
        ("[A](Company) bought [B](Company), said its [chief executive](Role), [Ada](Person)",
         "Ada"),
        ("[Ada](Person) said that [A](Company) bought [B](Company)", "Ada"),
        ("[Ada](Person), who runs a mill, told us [A](Company) bought [B](Company)", "Ada"),
        ("[Ada](Person) (of a mill) said [A](Company) bought [B](Company)", "Ada"),
        ("According to [Delta](Company), [A](Company) bought [B](Company)", "Delta"),
        ("[A](Company) bought [B](Company), [Ostmark](Organization) said", "Ostmark"),
        ("[A](Company) bought [B](Company)", None),
        ("[A](Company) said it bought [B](Company)", None),
        ("[A](Company) bought [B](Company), [Lagos](Place) said", None),
        ("[A](Company) bought [B](Company), [Said](Person) [Ada](Person) left", None),
        ("[A](Company) bought [B](Company), [Ada](Person), [Said](Person) left", None),
        ("[Ada](Person) smiled as she said that [A](Company) bought [B](Company)", None),
    ],
)  # fmt: skip
def test_the_speaker_stands_beside_a_verb_of_saying(text: str, expected: str | None) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize("mark", [".", ";", '"', "”", "that"])
def test_who_stands_behind_a_mark_says_nothing(mark: str) -> None:
    assert speaker(f"[A](Company) bought [B](Company), he said {mark} [Ada](Person) left") is None


@pytest.mark.parametrize("mark", [".", ";", '"', "”"])
def test_who_stands_before_a_mark_says_nothing_after_it(mark: str) -> None:
    text = f"[A](Company) bought [B](Company) from [Ada](Person), a friend {mark} he said so"

    assert speaker(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) bought [B](Company) from [Ada](Person), [Bo](Person) said", "Bo"),
        ("So said [Ada](Person) to [Bo](Person), [A](Company) bought [B](Company)", "Ada"),
    ],
)
def test_a_person_between_a_verb_and_another_person_is_the_one_who_speaks(
    text: str, expected: str
) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[A](Company) bought [B](Company), he said {} [Ada](Person) left",
        "[Ada](Person), {} said [A](Company) bought [B](Company)",
    ],
)
def test_who_stands_far_from_the_verb_says_nothing(text: str) -> None:
    assert speaker(text.format("so")) == "Ada"
    assert speaker(text.format(FAR)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ada](Person), head of [Delta](Company), said [A](Company) bought [B](Company)", "Ada"),
        ("[Ada](Person) said so . [Delta](Company) said [A](Company) bought [B](Company)", "Ada"),
        ("[Ada](Person) said so . [Bo](Person) said [A](Company) bought [B](Company)", "Bo"),
        ("[A](Company) bought [B](Company), [Ada](Person) said . [Bo](Person) said so", "Ada"),
    ],
)
def test_a_person_speaks_before_a_body_and_the_nearest_before_others(
    text: str, expected: str
) -> None:
    assert speaker(text) == expected

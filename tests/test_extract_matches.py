import pytest

from kgbuild.extract.grammar import Pattern, compile_match
from kgbuild.extract.lists import join_lists
from kgbuild.extract.matches import Match, PatternSet, find_matches, line_of
from kgbuild.extract.modality import Cues
from kgbuild.extract.units import Unit
from kgbuild.records import ENTITY_TYPES, Span
from marked import plain, texts, units_of

EVERY = {"s": ENTITY_TYPES, "o": ENTITY_TYPES}
NO_CUES = Cues(denied=(), reported=(), planned=(), saying=())


def pattern(line: str, *, name: str = "p", confidence: float = 1) -> Pattern:
    return Pattern(
        name=name, relation="r", match=(line,), confidence=confidence, example="", claims=()
    )


def matches(text: str, *patterns: Pattern) -> list[Match]:
    compiled = [(each, compile_match(each.match[0], types=EVERY, words={})) for each in patterns]
    found = PatternSet(tuple(compiled), lambda _: [], lambda a, b: None, NO_CUES)
    units = join_lists(units_of(text), contains=lambda a, b: None)
    return list(find_matches(units, plain(text), found))


def slots(text: str, line: str) -> list[dict[str, list[str]]]:
    """The names in the slots of each match of one line."""
    return [
        {slot: [m.text for m in unit.mentions] for slot, unit in match.slots.items()}
        for match in matches(text, pattern(line))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Delta Grain](Company) Sold it", "<C1:0> sold it "),
        ("[A](Company) and [B](Company) met [C](Place)", "<C+:0> met <L1:2> "),
        ("on [1 May](Date) [chief](Role) [Ada](Person)", "on <T1:1> <R1:2> <P1:3> "),
        ("[A](Organization) [B](Programme)", "<O1:0> <G1:1> "),
        ("[A](Product) [B](Event)", "<D1:0> <E1:1> "),
        ("it <C1:0> met", "it _ c1:0 > met "),
        ("", ""),
    ],
)
def test_a_sentence_is_a_line_of_words_and_letters(text: str, expected: str) -> None:
    line, starts = line_of(join_lists(units_of(text), contains=lambda a, b: None))

    assert line == expected
    assert [line[start - 1 : start] for start in starts[1:]] == [" "] * len(starts[1:])


@pytest.mark.parametrize(
    ("word", "item"), [("<C1:0>", "_c1:0>"), ("a b\u00a0c", "a_b_c"), ("", "_"), ("A", "a")]
)
def test_no_word_passes_for_a_mention_or_for_two_words(word: str, item: str) -> None:
    assert line_of([Unit(word, 0, 1)]) == (item + " ", [0])


def test_a_match_has_the_characters_of_its_parts() -> None:
    text = "So [Delta Grain](Company), has quickly sold it to [Ostmark](Company) today"

    (match,) = matches(text, pattern("{s} ,? .. sold .. to {o}"))

    assert texts(list(match.slots.values())) == ["[Delta Grain]", "[Ostmark]"]
    assert plain(text)[match.start : match.end] == "Delta Grain, has quickly sold it to Ostmark"
    assert match.trigger == Span(start=28, end=38)
    assert plain(text)[28:38] == "sold it to"


def test_the_trigger_of_a_pattern_without_words_is_the_match() -> None:
    (match,) = matches("in [Lagos](Place), [Nigeria](Place)", pattern("{s} , {o}"))

    assert match.trigger == Span(start=3, end=17)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{s} met {o}", {"s": ["A", "B"], "o": ["C", "D"]}),
        ("{s1} met {o}", {"s": ["B"], "o": ["C", "D"]}),
        ("{s} met {o1}", {"s": ["A", "B"], "o": ["C"]}),
        ("{o1} met {s1}", {"o": ["B"], "s": ["C"]}),
    ],
)
def test_a_slot_takes_a_list_or_its_nearest_member(
    line: str, expected: dict[str, list[str]]
) -> None:
    text = "[A](Company) and [B](Company) met [C](Company) and [D](Company)"

    assert slots(text, line) == [expected]


def test_each_takes_lists_alone() -> None:
    text = "[A](Company) met and [B](Company) and [C](Company) met"

    assert slots(text, "{each} met") == [{"each": ["B", "C"]}]


def test_matches_may_overlap() -> None:
    text = "[A](Company) met [B](Company) met [C](Company)"

    assert slots(text, "{s} met {o}") == [{"s": ["A"], "o": ["B"]}, {"s": ["B"], "o": ["C"]}]


def test_patterns_come_in_the_order_that_they_are_given() -> None:
    given = pattern("{s} .. {o}", name="x"), pattern("{o} met {s}", name="a")

    found = matches("[A](Company) met [B](Company)", *given)

    assert [match.pattern.name for match in found] == ["x", "a"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[Ada](Person), [director](Role) of [Delta](Company)", "director"),
        (
            "[Ada](Person), [head](Role) for grain  sales of [Delta](Company)",
            "head for grain sales",
        ),
        ("[Ada](Person), [vice\npresident](Role) of [Delta](Company)", "vice president"),
    ],
)
def test_the_title_holds_the_words_up_to_the_body(text: str, title: str) -> None:
    assert [match.title for match in matches(text, pattern("{s} , {t} .. of {o}"))] == [title]


def test_there_is_no_title_where_the_pattern_has_none() -> None:
    (match,) = matches("[A](Company) met [B](Company)", pattern("{s} met {o}"))

    assert match.title is None

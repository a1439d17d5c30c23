import re
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import LEXICON, MARK, NOTHING, decided, resolved
from kgbuild.decisions import Decisions
from kgbuild.records import (
    ENTITY_TYPES,
    Document,
    Entity,
    Mention,
    Merge,
    Reading,
    Rejection,
    Resolution,
)
from kgbuild.resolve import resolve
from kgbuild.shortening import keys, short_form, shortened

MILESTONE = (
    "[BMW Brilliance Automotive] ([BBA]) built cars, said [BMW Group]. [BMW] is proud of [BBA], "
    "the [BMW Group] said."
)
BESIDE = " It met [Harbour Foods] and [Delta Grain] in [Lyon](Place)."
NEIGHBOURS = {"Harbour Foods", "Delta Grain", "Lyon"}


def resolved_readings(readings: Sequence[Reading]) -> Resolution:
    """Resolve readings whose texts have nothing but spaces between the names."""
    documents = [
        Document(id=r.document, path=r.document, sha256="0", text=_spaced(r)) for r in readings
    ]
    return resolve(readings, documents, lexicon=LEXICON, decisions=NOTHING)


def _spaced(reading: Reading) -> str:
    text = ""
    for mention in reading.mentions:
        text = text.ljust(mention.start) + mention.text
    return text


def names(*texts: str) -> dict[str, tuple[str, ...]]:
    """Give the entities of texts: name to aliases."""
    found = resolved(*texts).entities
    assert len({entity.name for entity in found}) == len(found), "give entities names of their own"
    return {entity.name: entity.aliases for entity in found}


def reasons(*texts: str) -> dict[str, str]:
    return {m.name: m.reason for entity in resolved(*texts).entities for m in entity.merges}


def test_an_entity_holds_all_that_was_asked_for() -> None:
    text = "[Harbour Foods Ltd] grows. [Harbour Foods]' sales rose, [Harbour Foods Ltd] said."

    assert resolved(text, "The [Harbour Foods Ltd]").entities == (
        Entity(
            id="org-harbour-foods-ltd",
            type="Company",
            name="Harbour Foods Ltd",
            aliases=("Harbour Foods",),
            merges=(Merge(name="Harbour Foods", reason="legal form aside"),),
            documents=("doc-1", "doc-2"),
        ),
    )


def test_every_mention_of_an_entity_is_linked_and_dates_are_not() -> None:
    found = resolved("[Acme] of [Lyon](Place) met [Acme] on [3 May](Date).").links

    assert [(k.document, k.start, k.end, k.entity) for k in found] == [
        ("doc-1", 0, 4, "org-acme"),
        ("doc-1", 8, 12, "place-lyon"),
        ("doc-1", 17, 21, "org-acme"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            MILESTONE,
            {"BMW Group": ("BMW",), "BMW Brilliance Automotive": ("BBA",)},
        ),
        (
            "[LingYue Digital Information Technology Co. Ltd] and [BMW ArcherMind Information "
            "Technology Co. Ltd] are of [BMW Group]. [LingYue] serves [BMW].",
            {
                "LingYue Digital Information Technology Co. Ltd": ("LingYue",),
                "BMW ArcherMind Information Technology Co. Ltd": (),
                "BMW Group": ("BMW",),
            },
        ),
        (
            "[Jochen Goller](Person) spoke. [Goller](Person) smiled.",
            {"Jochen Goller": ("Goller",)},
        ),
        (
            "[Mr. Goller](Person) met [Jochen Goller](Person).",
            {"Jochen Goller": ("Mr. Goller",)},
        ),
        (
            "[Ada Mary Byron](Person), [Ada Byron](Person), [Ada Mary](Person)",
            {"Ada Mary Byron": ("Ada Byron", "Ada Mary")},
        ),
        (
            "[Samsun Motors Co., Ltd] owns [Samsun Motors], and [Samsun] builds cars.",
            {"Samsun Motors Co., Ltd": ("Samsun", "Samsun Motors")},
        ),
        ("[Tokai Heavy Industries, Ltd.] or [THI]", {"Tokai Heavy Industries, Ltd.": ("THI",)}),
        ("[Ostmark Trading Co] is [Ostmark Trading Company Limited]", None),
        (
            "[Coral Institute of Ostmark](Organization), the [Coral Institute](Organization)",
            {"Coral Institute of Ostmark": ("Coral Institute",)},
        ),
        ("[Bosch] is [Robert Bosch GmbH]", {"Robert Bosch GmbH": ("Bosch",)}),
        (
            "[US](Place), [United States](Place), [U.S.](Place)",
            {"United States": ("U.S.", "US")},
        ),
        ("the [Republic of Ostmark](Place) or [Ostmark](Place)", None),
        (
            "[Zorg platform](Product), [Zorg](Product), [Zorg](Product)",
            {"Zorg": ("Zorg platform",)},
        ),
        ("[Acme]'s [ACME] and the [Acme’s]", {"Acme": ("ACME",)}),
        ("[Acme’s•] and [Acme]", {"Acme": ()}),
    ],
)
def test_names_of_one_thing_in_a_document_join(
    text: str, expected: dict[str, tuple[str, ...]] | None
) -> None:
    found = names(text)

    assert found == expected if expected is not None else len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[Acme AG] of Bonn and [Acme Ltd] of Hull: [Acme] is in both names.",
        "[Ada Byron](Person) and [Eve Byron](Person): which [Byron](Person)?",
        "[Acme] and [Acme Trading Overseas Corporation]",
        "[Acme Group] and [Acme Overseas Ltd]",
        "[Jordan](Place) and [Jordan](Person)s of [Michael Jordan River](Place)",
        "[Huddle Mining Inc.] and [Mining]",
        "[Mexico](Place) and [Mexico City](Place)",
        "[New York](Place), [NY](Place)",
        "[Lagos](Place) and [Lagos State](Place)",
        "[Lyon](Place) and [Lyon SA]",
        "[WHO] and [World Hotel Owners], or [World Health Organization](Organization)?",
    ],
)
def test_names_that_may_be_of_two_things_stay_apart(text: str) -> None:
    different = {mark[1] for mark in MARK.finditer(text)}

    assert {entity.name for entity in resolved(text).entities} == different


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("[Korea Trade-Investment Agency](Organization) ([KOTRA](Product)) met", True),
        ("[KOTRA](Product) ([Korea Trade-Investment Agency](Organization)) met", True),
        ("[Korea Trade-Investment Agency](Organization), which [KOTRA](Product) met", False),
        ("[Korea Trade-Investment Agency](Organization) ([Korta](Product)) met", False),
        ("[Korea Trade-Investment Agency](Organization) ([KX](Product)) met", False),
        ("[Kansas City](Place), [KC](Place)", True),
        ("[Kansas City](Place), [KSC](Place)", False),
        ("[Ada Byron King](Person) ([ADK](Person))", False),
        ("[Coral Defence Agency] ([CDA]), [Coral Data Alliance] ([CDA])", False),
    ],
)
def test_an_acronym_in_brackets_is_of_the_name_beside_it(text: str, joined: bool) -> None:
    marks = {mark[1] for mark in MARK.finditer(text)}

    assert (len(resolved(text).entities) < len(marks)) == joined


def test_an_acronym_of_another_type_leaves_the_type_as_it_is() -> None:
    text = "[Korea Trade-Investment Agency](Organization) ([KOTRA](Product)): [KOTRA](Product)"

    assert [(e.id, e.type) for e in resolved(text).entities] == [
        ("org-korea-trade-investment-agency", "Organization")
    ]


def test_the_most_frequent_type_wins_and_a_tie_goes_to_the_first() -> None:
    text = "[Zorg](Product) [Zorg](Company) [Zorg](Product) [Quux](Organization) [Quux](Company)"

    assert [(e.name, e.type) for e in resolved(text).entities] == [
        ("Quux", "Company"),
        ("Zorg", "Product"),
    ]


@pytest.mark.parametrize(
    ("texts", "alone", "beside"),
    [
        (("[Jochen Goller](Person)", "[Jochen Goller](Person), [Goller](Person)"), 2, 1),
        (("[Dr. Jochen Goller](Person)", "[Jochen Goller](Person)"), 2, 1),
        (("[Jochen Goller](Person)", "[Jochen Karl Goller](Person)"), 2, 1),
        (("[Jochen Goller](Person)", "[Eve Goller](Person)"), 2, 2),
        (("[Dan Goller](Person)", "[Daniel Goller](Person)"), 2, 1),
        (("[Goller](Person)", "[Goller](Person)"), 2, 1),
        (("[Goller](Person)", "[Jochen Goller](Person), [Goller](Person)"), 2, 1),
        (("[Goller](Person)", "[Jochen Goller](Person) met [Eve Goller](Person)."), 3, 3),
        (("[Mr. Goller](Person)", "[Mr Goller](Person)"), 2, 1),
        (("[Alibaba]", "[Alibaba Group]", "[Alibaba Group Holding Ltd]"), 3, 1),
        (("[Acme]", "[Acme AG]"), 1, 1),
        (("[Acme AG]", "[Acme Ltd]"), 2, 2),
        (("[Acme AG]", "[Acme]", "[Acme Ltd]"), 3, 3),
        (("[Acme AG] and [Acme Ltd]", "[Acme]"), 3, 3),
        (("[LingYue Digital Technology Ltd]: [LingYue]", "[LingYue]"), 2, 1),
        (("[Samsun Motors]: [Samsun]", "[Samsun Steel]: [Samsun]", "[Samsun]"), 3, 3),
        (("[Ostmark Mining Museum]", "[Ostmark Press Museum]"), 2, 2),
        (("[US](Place)", "[United States](Place)", "[America](Place)"), 1, 1),
        (("[Georgia](Place)", "[GA](Place)"), 2, 2),
        (("[Kansas](Place)", "[Kansas City](Place)"), 2, 2),
        (("[Bonn](Place)", "[Bonn](Company)"), 2, 1),
        (("[Zorg](Product)", "[Zorg](Product)"), 2, 1),
        (("[Zorg](Product)", "[Zorg platform](Product): [Zorg](Product)"), 2, 1),
        (("[Coral Aid Union] ([CAU])", "[Coral Aid Union] ([CAU])"), 1, 1),
        (("[Coral Aid Union] ([CAU])", "[CAU]"), 2, 1),
        (("[Coral Aid Union] ([CAU])", "[Coral Aid Union] ([CAU])", "[CAU]"), 2, 1),
        (("[Coral Aid Union Fund] ([CAUF])", "[CAUF]"), 2, 1),
        (("[Coral Aid Union] ([CAU])", "[Cargo Aid Union] ([CAU])", "[CAU]"), 3, 3),
    ],
)
def test_across_documents_names_join_that_tell_enough_with_what_stands_beside_them(
    texts: tuple[str, ...], alone: int, beside: int
) -> None:
    found = [resolved(*texts), resolved(*(f"{text}.{BESIDE}" for text in texts))]

    named = [[e.name for e in each.entities if e.name not in NEIGHBOURS] for each in found]
    assert [len(each) for each in named] == [alone, beside]


def test_a_name_that_two_firms_of_other_documents_share_stays_alone_and_that_is_told() -> None:
    found = resolved("[Tarn AG]", "[Tarn]", "[Tarn Ltd]")

    assert [entity.name for entity in found.entities] == ["Tarn", "Tarn AG", "Tarn Ltd"]
    assert found.rejections == (
        Rejection(
            stage="resolve", reason="kept apart: short for 'tarn ag' and 'tarn ltd'", subject="Tarn"
        ),
    )


def test_a_name_goes_to_the_one_of_two_firms_that_has_more_in_common_with_it() -> None:
    found = resolved(f"[Tarn AG] grows.{BESIDE}", f"[Tarn] grows.{BESIDE}", "[Tarn Ltd]")

    assert [(e.name, e.aliases) for e in found.entities if e.name not in NEIGHBOURS] == [
        ("Tarn AG", ("Tarn",)),
        ("Tarn Ltd", ()),
    ]
    assert found.rejections == (
        Rejection(
            stage="resolve",
            reason="kept apart: likelier 'tarn ag'",
            subject="Tarn",
            object="Tarn Ltd",
        ),
    )


def test_a_document_that_names_both_keeps_them_apart() -> None:
    """Full names of one firm but for the legal form: the first document holds them apart."""
    apart = "[Acme Holding AG] sued [Acme Inc]."

    assert names(apart, "[Acme AG]", "[Acme Inc]") == {
        "Acme Holding AG": (),
        "Acme Inc": (),
        "Acme AG": (),
    }


def test_a_short_form_joins_no_host_that_a_document_keeps_apart() -> None:
    """In the second document `Zorg` may be of either firm, in the first it is of one."""
    one = "[Zorg Digital Ltd]: [Zorg]"
    two = "[Zorg Digital Ltd], [Zorg Motors Ltd]: [Zorg]"

    assert [(e.name, e.documents) for e in resolved(one, two).entities] == [
        ("Zorg", ("doc-2",)),
        ("Zorg Digital Ltd", ("doc-1", "doc-2")),
        ("Zorg Motors Ltd", ("doc-2",)),
    ]


def test_reasons_say_how_each_name_was_joined() -> None:
    assert reasons(MILESTONE + BESIDE, f"[BMW AG] grows, [BMW] says.{BESIDE}") == {
        "BMW": "legal form aside",
        "BMW AG": "legal form aside",
        "BBA": "acronym",
    }
    assert reasons("[US](Place)", "the [United States](Place)") == {
        "US": "another name of the place"
    }
    assert reasons("[ACME] [Acme]", "[Acmé]") == {"ACME": "same name", "Acmé": "same name"}


def test_a_name_taken_in_twice_keeps_the_reason_for_which_it_was_taken_in_first() -> None:
    text = "[Ostmark Aid Union Ltd], [Ostmark Aid Union] ([OAU])"

    assert reasons(text) == {
        "OAU": "acronym",
        "Ostmark Aid Union": "legal form aside",
    }


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("[Acme], [Acme], [Acme Group]", "Acme Group"),
        ("[ACME GROUP], [ACME GROUP], [Acme Group]", "Acme Group"),
        ("[WTO](Organization) ([World Tea Office](Organization))", "World Tea Office"),
        ("[Goller](Person) [Goller](Person) [Jochen Goller](Person)", "Jochen Goller"),
        ("[Jiangsu](Place), [Jiangsu](Place), [Jiangsu province](Place)", "Jiangsu"),
        ("[Zorg](Product), [Zorg platform](Product)", "Zorg platform"),
        ("[Connecticut](Place) won. [CT](Place) votes, says [CT](Place).", "Connecticut"),
    ],
)
def test_the_best_name(text: str, best: str) -> None:
    assert list(names(text)) == [best]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("The Acme\n  Group’s", "Acme Group"),
        ("Acme.", "Acme"),
        ("Acme Inc.", "Acme Inc."),
        ("U.S.", "U.S."),
        ("Acme Co., Ltd.", "Acme Co., Ltd."),
        ("“Acme”", "Acme"),
        ("Yahoo!", "Yahoo!"),
        ("Aubrey Bodine‘s", "Aubrey Bodine"),
        ("Bodine • ©", "Bodine"),
        ("the", "the"),
    ],
)
def test_names_are_written_without_what_the_sentence_adds(written: str, name: str) -> None:
    mention = Mention(start=0, end=len(written), text=written, type="Company")
    alone = Reading(document="doc-1", mentions=(mention,), claims=())

    assert [e.name for e in resolved_readings([alone]).entities] == [name]


@pytest.mark.parametrize("written", ["…", '""', "'s", "\u200b"])
def test_a_mention_without_a_name_in_it_is_left_out(written: str) -> None:
    mention = Mention(start=0, end=len(written), text=written, type="Company")
    alone = Reading(document="doc-1", mentions=(mention,), claims=())

    assert resolved_readings([alone]) == Resolution(entities=(), links=())


def test_entities_that_would_share_an_id_all_carry_a_hash() -> None:
    one, two = resolved("[Goller](Person)", "[Goller](Person)").entities

    assert re.fullmatch(r"person-goller-[0-9a-f]{6}", one.id)
    assert re.fullmatch(r"person-goller-[0-9a-f]{6}", two.id)
    assert one.id != two.id


def test_the_hash_of_an_entity_stays_when_other_documents_join_the_corpus() -> None:
    few = resolved("[Goller](Person)", "[Goller](Person)").entities
    more = resolved("[Goller](Person)", "[Goller](Person)", "[Goller](Person)").entities

    assert {entity.id for entity in few} <= {entity.id for entity in more}


def test_nothing_gives_nothing() -> None:
    assert resolved_readings([]) == Resolution(entities=(), links=())


WORDS = ["Acme", "Motors", "Digital", "Group", "AG", "Ltd", "Ada", "Byron", "of", "Ostmark", "Dr."]
some_names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
odd_names = st.text(min_size=1, max_size=12)
acronyms = st.text(alphabet="ABDGMO", min_size=2, max_size=4)


@st.composite
def corpora(draw: st.DrawFn) -> list[Reading]:
    """Documents of names that are short for one another in many ways."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        start, mentions = 0, []
        for name in draw(st.lists(some_names | acronyms | odd_names, max_size=8)):
            end = start + len(name)
            type_ = draw(st.sampled_from(ENTITY_TYPES))
            mentions.append(Mention(start=start, end=end, text=name, type=type_))
            start = end + draw(st.integers(1, 4))
        found.append(Reading(document=f"doc-{number}", mentions=tuple(mentions), claims=()))
    return found


@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_readings_does_not_matter(readings: list[Reading], random: Random) -> None:
    shuffled = list(readings)
    random.shuffle(shuffled)

    assert resolved_readings(shuffled) == resolved_readings(readings)


@given(corpora())
def test_what_holds_of_every_resolution(readings: list[Reading]) -> None:
    resolution = resolved_readings(readings)
    ids = [entity.id for entity in resolution.entities]

    assert ids == sorted(set(ids))
    assert {link.entity for link in resolution.links} == set(ids)
    places = [(link.document, link.start, link.end) for link in resolution.links]
    assert places == sorted(set(places))
    for entity in resolution.entities:
        assert entity.name not in entity.aliases
        assert list(entity.aliases) == sorted(set(entity.aliases))
        assert tuple(merge.name for merge in entity.merges) == entity.aliases
        assert all(merge.reason for merge in entity.merges)
        linked = {link.document for link in resolution.links if link.entity == entity.id}
        assert list(entity.documents) == sorted(linked)


@given(some_names | acronyms | odd_names, some_names | odd_names)
@pytest.mark.parametrize("type_", ["Company", "Person", "Place", "Product"])
def test_every_name_that_fits_is_looked_up(type_: str, short: str, name: str) -> None:
    """The index must never hide what the rules would join."""
    if short_form(short, name, type_=type_):
        assert keys(short) & shortened(name)


def test_many_names_are_resolved_in_little_time() -> None:
    """Each name looks up those that it fits: time grows with the names, not with their square."""
    text = " ".join(f"[Acme {number} Corp]" for number in range(3000)) + " [Acme]"

    assert len(resolved(text).entities) == 3001


def entities(*texts: str, decisions: Decisions) -> dict[str, tuple[str, ...]]:
    return {e.name: e.aliases for e in resolved(*texts, decisions=decisions).entities}


def test_decisions_join_part_and_rename() -> None:
    texts = "[Acme AG] ([Acme]) met [Tarn].", "[Widget]"
    decisions = decided("same,Tarn,Widget", "different,Acme,Acme AG", "rename,acme,Acme Village")

    found = resolved(*texts, decisions=decisions)

    assert [(e.id, e.name, e.aliases, e.merges) for e in found.entities] == [
        ("org-acme-ag", "Acme AG", (), ()),
        ("org-acme-village", "Acme Village", ("Acme",), (Merge(name="Acme", reason="renamed"),)),
        ("org-tarn", "Tarn", ("Widget",), (Merge(name="Widget", reason="decided"),)),
    ]


def test_a_decision_about_a_name_that_no_text_has_is_told() -> None:
    assert resolved("[Acme]", decisions=decided("same,Acme,Nobody")).rejections == (
        Rejection(
            stage="resolve",
            reason="a decision is about a name not in the texts",
            subject="nobody",
        ),
    )


def test_same_outranks_a_short_form_that_fits_two() -> None:
    text = "[Acme AG] of Bonn and [Acme Ltd] of Hull: [Acme] is in both names."

    assert entities(text, decisions=decided("same,Acme,Acme Ltd")) == {
        "Acme AG": (),
        "Acme Ltd": ("Acme",),
    }


def test_same_outranks_a_document_that_names_both() -> None:
    texts = "[Acme Foods] sued [Tarn].", "[Acme Foods]", "[Tarn]"

    assert entities(*texts, decisions=decided("same,Acme Foods,Tarn")) == {"Acme Foods": ("Tarn",)}


def test_what_scores_joined_gives_way_where_decisions_would_clash() -> None:
    """Without more said, `Zorg` is short for the platform and `Acme` for the firm."""
    texts = "[Zorg platform](Product): [Zorg](Product)", "[Acme AG]: [Acme]"
    assert entities(*texts, decisions=NOTHING) == {"Zorg platform": ("Zorg",), "Acme AG": ("Acme",)}

    clashing = decided("same,Zorg,Acme AG", "different,Zorg platform,Acme")

    assert entities(*texts, decisions=clashing) == {
        "Acme AG": ("Zorg",),
        "Acme": (),
        "Zorg platform": (),
    }

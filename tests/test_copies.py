import subprocess
import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import document
from kgbuild.copies import group_copies, shingles

TITLE = "Northgate and Velora to build a battery plant in Halden"
DATELINE = "HALDEN, 4 March 2025 (Nordwire) --"
NEWS = [
    "Northgate Motors said today that it will build a battery plant in Halden with Velora Energy, "
    "which makes cells for lorries and buses, and that the two firms have signed a contract that "
    "runs for twelve years. The plant will open in 2028 and will supply all factories of the "
    "carmaker in the north of the country.",
    "Each of the partners will hold half of the new firm. The town of Halden gives the land, which "
    "belonged to a paper mill until 2019, and will build a road and a rail link to the port.",
    '"Cells are the heart of an electric lorry, and we want to know ours by name," said Ada Lind, '
    "chief executive of Northgate Motors, at a ceremony in the town hall on Tuesday evening.",
    "Velora Energy will send two hundred engineers from its works in Lyon to train the first "
    "teams. A school in the town will teach the trade from next autumn on, in two languages.",
]
ABOUT = [
    "Northgate Motors builds lorries and buses in six countries and employs nineteen thousand "
    "people. Founded in 1921 by three brothers as a repair shop for steam engines, it has been "
    "listed on the stock exchange since 1987. Last year it sold sixty thousand vehicles, of which "
    "one in five was electric, and it wants to sell no others from 2035 on.",
    "This text holds statements about the future that rest on what the management believes today. "
    "What happens in fact may differ from them for many reasons, among them prices, wars, laws and "
    "the weather, and nobody will correct these statements when new facts become known.",
]
RELEASE = "\n\n".join([TITLE, f"{DATELINE} {NEWS[0]}", *NEWS[1:], "About Northgate Motors", *ABOUT])
EDITED = "\n\n".join(
    [
        "New battery plant for lorries",
        f"OSLO (Trucks Daily), March 5: {NEWS[0]}",
        f"{NEWS[1]} Work on the site begins in May, as our reporter has learned from the builders.",
        NEWS[3],
        "About Northgate Motors",
        *ABOUT,
        "Subscribe to our newsletter",
        "Trucks Daily is read by people who move goods. Write to us and tell us what we missed!",
        "Imprint | Privacy | Terms of use",
    ]
)
OTHER = "\n\n".join(
    [
        "Northgate names a chief financial officer",
        f"{DATELINE} Northgate Motors has appointed Jon Vik as chief financial officer as of 1 "
        "May. He comes from the ferry line Skagen, where he led the sale of nine ships, and "
        "follows Eva Moe, who retires after eighteen years with the lorry maker and its bank.",
        "About Northgate Motors",
        *ABOUT,
    ]
)
ELSEWHERE = (
    "The harbour of Skagen has closed its oldest quay after divers found holes in the sheet piles "
    "that are as large as a door. Fishing boats will land their catch at the ferry pier until the "
    "repairs are done, said the harbour master, who hopes for help from the region. The quay was "
    "built in 1907, when the town had more boats than houses, and was last mended before the war. "
    "Nobody was hurt, and the auction hall stays open for buyers from Monday to Friday."
)


def groups(*texts: str) -> list[int]:
    """For each text the number of the first one that is in its group."""
    documents = [document(text, path=str(n)) for n, text in enumerate(texts)]
    found = group_copies(documents)
    of_each = [found[d.id] for d in documents]
    return [of_each.index(group) for group in of_each]


def form_letter(town: str, day: str, street: str) -> str:
    return (
        f"Skagen Gas will renew its pipes in {town} from {day} on. The pipes in {street} are older "
        f"than sixty years. People in {town} may meet closed lanes in {street} and detours, and on "
        f"{day} the gas will be off between eight and noon. Crews will ring at each house in "
        f"{street} to light the boilers again. {town} has two hundred customers of Skagen Gas."
    )


def test_the_group_is_the_smallest_id() -> None:
    documents = [document(text) for text in (RELEASE, EDITED, ELSEWHERE)]
    release, edited, elsewhere = (d.id for d in documents)

    assert group_copies(documents) == {
        release: min(release, edited),
        edited: min(release, edited),
        elsewhere: elsewhere,
    }


def test_an_edited_copy_is_a_copy() -> None:
    """Another title and dateline, a paragraph less, a sentence more, a footer of the site."""
    assert groups(RELEASE, EDITED) == [0, 0]


@pytest.mark.parametrize(
    "copy",
    [
        "\n\n".join([f"{DATELINE} {NEWS[0]}", *NEWS[1:]]),
        "\n\n".join(["In short", NEWS[0], NEWS[1], "Read more"]),
        "\n\n".join(NEWS[1:3]),
        RELEASE.replace("\n\n", "\n"),
        RELEASE.upper().replace("'", "’"),
        "\n\n".join("\n".join(line.split(". ")) for line in RELEASE.split("\n\n")),
        f"{TITLE}\n\n" + "\n\n".join(["Menu", "News", "Shop", "Log in"] * 8) + f"\n\n{RELEASE}",
        f"{ELSEWHERE}\n\n{RELEASE}",
    ],
    ids=["no stock text", "excerpt", "middle", "lines", "case", "wrapped", "menu", "below"],
)
def test_a_copy_in_another_shape_is_a_copy(copy: str) -> None:
    assert groups(RELEASE, copy) == [0, 0]


def test_a_release_with_the_same_stock_text_is_no_copy() -> None:
    shared = set(shingles(RELEASE)) & set(shingles(OTHER))

    assert len(shared) > 0.6 * len(shingles(OTHER))
    assert groups(RELEASE, OTHER, EDITED) == [0, 1, 0]


def test_a_text_of_its_own_that_quotes_the_lead_is_no_copy() -> None:
    assert groups("\n\n".join(NEWS), f"{NEWS[0]}\n\n{ELSEWHERE * 2}") == [0, 1]


def test_form_letters_are_no_copies() -> None:
    """Neither short ones nor those that have most of their words in common."""
    short = [form_letter("Halden", "Monday", "Quay Street"), form_letter("Moss", "Friday", "Kay")]
    long = [
        f"The harbour of {town} has closed its oldest quay after divers found holes in the sheet "
        f"piles that are as large as a door. The boats of {town} will land their catch at the pier "
        f"of {town} until the repairs are done, said the harbour master, who hopes for help from "
        f"the region.\n\n{' '.join(ABOUT)}"
        for town in ("Halden", "Moss")
    ]

    assert groups(*short, *long) == [0, 1, 2, 3]


def test_stock_text_of_its_own_makes_no_copies() -> None:
    """Not even of a release that has hardly any other words."""
    assert groups("\n\n".join(ABOUT), RELEASE, OTHER) == [0, 1, 2]


def test_a_round_up_does_not_join_what_it_holds() -> None:
    round_up = "\n\n".join([ELSEWHERE * 2, OTHER, *NEWS])

    assert groups(OTHER, "\n\n".join(NEWS), round_up) == [0, 1, 2]


def test_an_excerpt_goes_with_the_text_that_is_most_like_it() -> None:
    letters = [form_letter(town, town, town) for town in ("Halden", "Moss")]
    story = "\n\n".join([*NEWS[:2], ELSEWHERE, *letters, *OTHER.split("\n\n")[:2]])

    assert groups("\n\n".join(NEWS[:2]), story, RELEASE) == [0, 1, 0]


def test_copies_are_found_through_one_another() -> None:
    shorter = "\n\n".join(NEWS[:3])

    assert groups(RELEASE, shorter, "\n\n".join(NEWS[:2]), NEWS[0]) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([""], [0]),
        (["", " \n", "— …"], [0, 1, 2]),
        (["Acme buys Widget", "ACME: buys “Widget”!", "Acme buys Quux"], [0, 0, 2]),
        (["Acme", "Acme buys Widget in a deal that nobody had seen coming"], [0, 1]),
        (["日本語の文章。", "日本語の文章。 "], [0, 0]),
        ([ELSEWHERE, ""], [0, 1]),
    ],
)
def test_short_and_empty_texts(texts: list[str], expected: list[int]) -> None:
    assert groups(*texts) == expected


def test_titles_and_menus_are_left_out_of_the_shingles() -> None:
    text = "A title that is long as a run\n\nNews\n\nOne two three four five six seven eight."

    assert shingles(text.replace("eight", "eight nine ten")) == [
        "one two three four five six seven eight",
        "two three four five six seven eight nine",
        "three four five six seven eight nine ten",
    ]


def test_a_text_without_sentences_keeps_all_words() -> None:
    assert shingles("Lyon\n\nHalden, Oslo") == ["lyon halden oslo"]


PASSAGES = [*NEWS, *ABOUT, ELSEWHERE, OTHER, TITLE, "Read more"]
TEXTS = st.lists(st.lists(st.sampled_from(PASSAGES), max_size=6).map("\n\n".join), max_size=8)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_what_holds_of_all_groups(texts: list[str], random: Random) -> None:
    documents = [document(text) for text in dict.fromkeys(texts)]
    shuffled = list(documents)
    random.shuffle(shuffled)

    found = group_copies(documents)

    assert found == group_copies(shuffled)
    assert list(found) == sorted(d.id for d in documents)
    for id_, group in found.items():
        assert group <= id_
        assert found[group] == group


@pytest.mark.parametrize("call", ["import kgbuild.pipeline", "from kgbuild.copies import *"])
def test_the_library_is_loaded_where_there_are_copies_to_find(call: str) -> None:
    code = f"import sys; {call}; assert not {{'datasketch', 'scipy'}} & set(sys.modules)"

    subprocess.run([sys.executable, "-c", code], check=True)

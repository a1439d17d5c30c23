import json
from pathlib import Path

import pytest

from factories import gold, gold_entity, gold_fact
from kgbuild.errors import InputError
from kgbuild.gold import GOLD_RELATIONS, OURS, SYMMETRIC, Case, load_gold
from kgbuild.ontology import load_ontology

ENTITIES: list[dict[str, object]] = [
    {"id": "e1", "name": "Acme Corp", "type": "Company", "aliases": ["Acme"], "wikidata": None},
    {"id": "e2", "name": "Lyon", "type": "Place", "aliases": []},
]
FACT = {"s": "e1", "p": "located_in", "o": "e2", "evidence": "Acme of Lyon", "tier": "core"}


def written(folder: Path, **changes: object) -> Path:
    """Write a gold folder of one document beside a folder of its text; give the gold file."""
    content = {"doc": "acme.txt", "published": None, "entities": ENTITIES, "facts": [FACT]}
    file = folder / "gold" / "acme.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content | changes), encoding="utf-8")
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "acme.txt").write_text("Acme of Lyon")
    return file


def refused(folder: Path, *said: str, texts: Path | None = None) -> None:
    with pytest.raises(InputError) as caught:
        load_gold(folder, texts=texts)
    for words in said:
        assert words in str(caught.value)


def test_a_gold_file_is_read(tmp_path: Path) -> None:
    file = written(tmp_path)

    assert load_gold(file.parent) == (
        Case(
            gold=gold(
                [
                    gold_entity("e1", "Acme Corp", aliases=["Acme"]),
                    gold_entity("e2", "Lyon", "Place"),
                ],
                [gold_fact("e1", "located_in", "e2", evidence="Acme of Lyon")],
            ),
            text=tmp_path / "texts" / "acme.txt",
        ),
    )


def test_files_come_sorted_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        written(tmp_path, facts=[]).rename(tmp_path / "gold" / f"{name}.json")
        (tmp_path / "texts" / f"{name}.txt").write_text(name)
        path = tmp_path / "gold" / f"{name}.json"
        path.write_text(path.read_text().replace("acme.txt", f"{name}.txt"))

    assert [case.text.name for case in load_gold(tmp_path / "gold")] == ["a.txt", "b.txt"]


def test_a_text_may_lie_beside_its_gold(tmp_path: Path) -> None:
    folder = written(tmp_path).parent
    (tmp_path / "texts" / "acme.txt").rename(folder / "acme.txt")

    assert load_gold(folder)[0].text == folder / "acme.txt"


def test_texts_are_where_the_user_says_and_nowhere_else(tmp_path: Path) -> None:
    folder, other = written(tmp_path).parent, tmp_path / "other"
    other.mkdir()

    refused(folder, f"no text 'acme.txt' in {other};", "--texts", texts=other)

    (other / "acme.txt").write_text("Acme")
    assert load_gold(folder, texts=other)[0].text == other / "acme.txt"


def test_a_text_that_is_missing_is_named_with_the_places_searched(tmp_path: Path) -> None:
    file = written(tmp_path, doc="gone.txt")

    places = f"{tmp_path / 'texts'} or {file.parent}"
    refused(file.parent, f"{file}: doc: no text 'gone.txt' in {places}", "--texts")


def test_a_date_may_be_as_precise_as_the_text(tmp_path: Path) -> None:
    dates = ("2025", "2025-03", "2025-03-26")
    facts = [FACT | {"p": "announced_on", "o": date} for date in dates]

    (case,) = load_gold(written(tmp_path, facts=facts).parent)

    assert tuple(fact.object for fact in case.gold.facts) == dates


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"entities": [ENTITIES[0] | {"type": "Firm"}]}, ["entities.0.type: ", "not 'Firm'"]),
        ({"entities": [ENTITIES[0], ENTITIES[0]]}, ["entities: two have the id 'e1'"]),
        ({"entities": [{"id": "e1"}]}, ["entities.0.name: Field required (and 2 more)"]),
        ({"entities": None}, ["entities: "]),
        ({"facts": [FACT | {"p": "likes"}]}, ["facts.0.p: ", "'located_in'", "not 'likes'"]),
        ({"facts": [FACT, FACT | {"o": "e9"}]}, ["facts.1.o: no entity has the id 'e9'"]),
        ({"facts": [FACT | {"s": "e9"}]}, ["facts.0.s: no entity has the id 'e9'"]),
        ({"facts": [{"s": "e1", "p": "uses", "o": "e2"}]}, ["facts.0.evidence: Field required"]),
        ({"facts": [FACT | {"modality": "hoped"}]}, ["facts.0.modality: ", "not 'hoped'"]),
        (
            {"facts": [FACT | {"p": "announced_on", "o": "2025-02-30"}]},
            ["facts.0.o: '2025-02-30' is no date as YYYY, YYYY-MM or YYYY-MM-DD"],
        ),
        ({"facts": [FACT | {"p": "announced_on"}]}, ["facts.0.o: 'e2' is no date"]),
        ({"doc": 7}, ["doc: "]),
    ],
)
def test_what_is_not_gold_is_named_with_its_place(
    tmp_path: Path, changes: dict[str, object], said: list[str]
) -> None:
    file = written(tmp_path, **changes)

    refused(file.parent, f"{file}: ", *said, "; mend the gold file")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"doc": "a\x00"}'])
def test_what_is_not_json_is_named(tmp_path: Path, content: bytes) -> None:
    file = written(tmp_path)
    file.write_bytes(content)

    refused(file.parent, f"{file}: ", "; mend the gold file")


def test_a_folder_that_is_missing_or_empty(tmp_path: Path) -> None:
    file = written(tmp_path)

    refused(tmp_path / "gone", f"{tmp_path / 'gone'}: no such folder")
    refused(file.parent, f"{tmp_path / 'gone'}: no such folder", texts=tmp_path / "gone")
    refused(tmp_path / "texts", "no gold in this folder; put NAME.json files there")


def test_gold_relations_are_those_of_the_ontology() -> None:
    relations = load_ontology().relations

    assert tuple(OURS) == GOLD_RELATIONS
    assert sorted(OURS.values()) == [relation.name for relation in relations]
    assert {OURS[name] for name in SYMMETRIC} == {r.name for r in relations if r.symmetric}

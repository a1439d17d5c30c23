"""The README is true: its commands exist and its questions have answers."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from kgbuild import store
from kgbuild.cli import app
from kgbuild.queries import named_queries

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
QUESTIONS = re.findall(r"```sparql\n(.*?)```", README, flags=re.DOTALL)


def verbs() -> set[str]:
    return set(getattr(get_command(app), "commands", {}))


def rows(folder: Path, number: int) -> tuple[tuple[str, ...], ...]:
    return store.query(store.load(folder), QUESTIONS[number]).rows


def test_every_command_is_in_the_readme() -> None:
    assert {verb for verb in verbs() if f"`kgbuild {verb} " in README} == verbs()


def test_every_make_target_is_in_the_makefile() -> None:
    named = set(re.findall(r"(?:`|\$ )make ([a-z]+)", README))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert named - targets == set()


def test_every_shipped_query_is_in_the_readme() -> None:
    assert {name for name in named_queries() if not re.search(rf"\b{name}\b", README)} == set()


def test_continuous_integration_runs_the_two_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert [x for x in script.splitlines() if x.startswith("make")] == ["make graph", "make test"]


@pytest.mark.parametrize(
    ("partner", "date"),
    [
        ("Alibaba Group", "2025-03-26"),
        ("Alibaba Group", "2021"),
        ("CATL", ""),
        ("EVE Energy Co., Ltd.", ""),
        ("Momenta", ""),
    ],
)
def test_partners_of_bmw_group(raw_folder: Path, partner: str, date: str) -> None:
    found = [row for row in rows(raw_folder, 0) if row[:2] == (partner, date)]

    assert found
    assert all("BMW" in quote for *_, quote in found)


def test_what_is_in_china_at_any_depth(raw_folder: Path) -> None:
    found = set(rows(raw_folder, 1))

    assert {
        ("BMW Group", "China"),
        ("Mercedes-Benz Group", "China"),
        ("Jiangsu", "China"),
        ("Nanjing", "Jiangsu"),
        ("Dassault Systemes", "Nanjing"),
        ("Joint Innovation Base", "Shanghai"),
    } <= found


def test_what_was_announced_when(raw_folder: Path) -> None:
    found = {row[:2] for row in rows(raw_folder, 2)}

    assert {("1988-01-01", "Audi"), ("2021-05-20", "Joint Innovation Base")} <= found


def test_links_in_the_docs_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]

    assert broken == []

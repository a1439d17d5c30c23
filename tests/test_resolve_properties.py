"""What holds of every resolution: the order of documents, one more of them, and decisions."""

from itertools import pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from corpora import (
    NAMES,
    NOTHING,
    decided,
    marked_corpora,
    marked_texts,
    named_in,
    plain,
    resolved_documents,
)
from kgbuild.decisions import Decisions
from kgbuild.errors import InputError
from kgbuild.names import normal
from kgbuild.records import Resolution


def parts(resolution: Resolution) -> set[frozenset[tuple[str, int, int]]]:
    """What is linked to one entity, for each."""
    found: dict[str, set[tuple[str, int, int]]] = {}
    for link in resolution.links:
        found.setdefault(link.entity, set()).add((link.document, link.start, link.end))
    return {frozenset(mentions) for mentions in found.values()}


@given(marked_corpora(2), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(texts: dict[str, str], random: Random) -> None:
    ids = list(texts)
    random.shuffle(ids)

    assert resolved_documents({id_: texts[id_] for id_ in ids}) == resolved_documents(texts)


@given(marked_corpora(), marked_texts(), st.sampled_from(["doc-0", "doc-35", "doc-9"]))
def test_one_more_document_splits_nothing_without_a_reason_that_is_told(
    texts: dict[str, str], text: str, id_: str
) -> None:
    before, after = resolved_documents(texts), resolved_documents(texts | {id_: text})
    told = {
        normal(name)
        for rejection in after.rejections
        if rejection.stage == "resolve"
        for name in (rejection.subject, rejection.object)
        if name
    }
    whole = parts(after)

    for entity in before.entities:
        links = {(k.document, k.start, k.end) for k in before.links if k.entity == entity.id}
        names = {normal(name) for name in (entity.name, *entity.aliases)}
        assert any(links <= part for part in whole) or names & told


rows = st.lists(
    st.tuples(
        st.sampled_from(["same", "different", "different"]),
        st.sampled_from(sorted({plain(name) for name in NAMES})),
        st.sampled_from(sorted({plain(name) for name in NAMES})),
    ).map(",".join),
    min_size=1,
    max_size=5,
)


def read(lines: list[str]) -> Decisions | None:
    """Give the decisions, or None where they contradict each other."""
    try:
        return decided(*lines)
    except InputError:
        return None


@given(marked_corpora(), rows)
def test_decisions_outrank_every_score(texts: dict[str, str], lines: list[str]) -> None:
    decisions = read(lines)
    assume(decisions is not None)
    homes: dict[str, set[str]] = {}
    for (_, name), entities in named_in(
        resolved_documents(texts, decisions=decisions or NOTHING), texts
    ).items():
        homes.setdefault(normal(name), set()).update(entities)

    for kind, a, b in (line.split(",") for line in lines):
        one, other = (homes.get(normal(name), set()) for name in (a, b))
        if kind == "different":
            assert not one & other
        else:
            assert len(one | other) <= 1


@given(marked_corpora(), rows)
def test_decisions_taken_out_again_leave_no_trace(texts: dict[str, str], lines: list[str]) -> None:
    before = resolved_documents(texts)
    resolved_documents(texts, decisions=read(lines) or NOTHING)

    assert resolved_documents(texts) == before


@given(marked_corpora())
def test_each_name_is_linked_once(texts: dict[str, str]) -> None:
    links = resolved_documents(texts).links

    for one, other in pairwise(links):
        assert one.document < other.document or one.end <= other.start

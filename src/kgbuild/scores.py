"""What an evaluation finds: counts of right, wrong and missed, what follows, what lies behind."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from kgbuild.config import Config
from kgbuild.gold import CORE, GOLD_RELATIONS, GoldEntity, GoldFact, GoldRelation
from kgbuild.records import Entity, Fact, Record


class Counts(Record):
    """True positives, false positives, false negatives; a share of nothing is 0."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Of what was said, the part that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Of what there is to say, the part that was said."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def shares(self) -> dict[str, float]:
        """Precision, recall and F1 to four digits, as they are reported."""
        named = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: round(share, 4) for name, share in named.items()}


class Scores(Record):
    """Counts of one document or of many."""

    entities: Counts = Counts()
    typed: int = 0
    """Entities found that have the gold's type."""
    relations: dict[GoldRelation, Counts] = Field(default_factory=dict)
    """In the order of `GOLD_RELATIONS`; one that does not occur has no entry."""

    @property
    def type_accuracy(self) -> float:
        """Of the entities found, the part that has the gold's type."""
        return self.typed / self.entities.tp if self.entities.tp else 0.0

    @property
    def core(self) -> Counts:
        """Partners, places and dates together."""
        return added(counts for name, counts in self.relations.items() if name in CORE)

    @property
    def extended(self) -> Counts:
        """The other relations together."""
        return added(counts for name, counts in self.relations.items() if name not in CORE)

    @property
    def all(self) -> Counts:
        """All relations together."""
        return added(self.relations.values())


class Evaluation(Record):
    """The result for one document: the counts, and what lies behind them."""

    scores: Scores
    missed_entities: tuple[GoldEntity, ...]
    wrong_entities: tuple[Entity, ...]
    """Those that the gold lacks."""
    mistyped: tuple[tuple[GoldEntity, Entity], ...]
    right_facts: tuple[tuple[GoldFact, Fact], ...]
    missed_facts: tuple[GoldFact, ...]
    wrong_facts: tuple[Fact, ...]


class Mistake(Record):
    """One thing of one document that was missed or is wrong."""

    document: str
    kind: Literal["missed", "wrong"]
    what: str
    quote: str
    """The evidence of a fact, the gold's or ours; for an entity the first sentence that has it."""


class Report(Record):
    """How good a configuration is, and what its baselines reach."""

    config: Config
    documents: int
    scores: Scores
    rules: Scores | None
    """By rules alone; None where that is the configuration itself."""
    random: Scores
    """With the same entities, and facts drawn by chance: see `baseline`."""
    mistakes: tuple[Mistake, ...]


def total(scores: Sequence[Scores]) -> Scores:
    """Add up the counts of many documents."""
    met = {name for each in scores for name in each.relations}
    return Scores(
        entities=added(each.entities for each in scores),
        typed=sum(each.typed for each in scores),
        relations={
            name: added(each.relations.get(name, Counts()) for each in scores)
            for name in GOLD_RELATIONS
            if name in met
        },
    )


def added(counts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    every = list(counts)
    return Counts(
        tp=sum(each.tp for each in every),
        fp=sum(each.fp for each in every),
        fn=sum(each.fn for each in every),
    )

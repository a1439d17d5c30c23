"""When a deal was made: the date that its passage tells, or that of the news which it is."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date as calendar_date
from functools import cached_property
from itertools import takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kgbuild.dates import earliest, find_dates, latest, precision, resolve_date
from kgbuild.extract.bystanders import Saying, distance, holds, is_bystander
from kgbuild.extract.news import dateline_of, lede_of, phrase_at
from kgbuild.extract.units import entities
from kgbuild.records import Document, Modality, PartialDate, Phrase

_NEAR = 10
"""Words between `takes place` and a date."""
_BESIDE = 4
"""Words between a day and `announced`."""
_MOST = 5
"""Dates on either side of a deal that are looked at."""
_FRESH = 7
"""Days that news is old at most."""


@dataclass(frozen=True)
class Told:
    """A date that a text tells, and the words that tell it."""

    date: PartialDate
    phrase: Phrase


class Timeline:
    """The dates of one document, each with what it means."""

    def __init__(self, doc: Doc, document: Document) -> None:
        self.document = document
        self._doc = doc
        self._spans = [ent for ent in doc.ents if ent.label_ == "Date"]
        self._starts = [span.start_char for span in self._spans]
        self._found: dict[str, list[Token]] = {}
        self._sequels: dict[int, DocSpan | None] = {}

    def of_event(self, start: int, modality: Modality) -> Told | None:
        """What the date means that stands at this character of the document, in a claim."""
        span = self._spans[bisect_left(self._starts, start)]
        near = self._doc[max(span.sent.start, span.start - _NEAR) : span.start]
        unsure = None if holds(near, "schedules") or holds(near, "ahead") else False
        return self._told(span, upcoming=True if modality == "Planned" else unsure)

    def settled(self, modality: Modality, date: PartialDate) -> Modality:
        """The modality of what is said to happen on a date: ahead of the publication, a plan."""
        return "Planned" if modality == "Asserted" and self._is_ahead(date) else modality

    def of_deal(self, saying: Saying) -> Told | None:
        """When a deal was made: on the date in its passage that fits and is nearest, else on that
        which the next sentence tells of it, else on the day of the news, where it is the news."""
        sequel = self._sequel(saying)
        return (
            self._nearest(saying)
            or (sequel and self._nearest(sequel))
            or self._of_news(saying.passage)
        )

    def _nearest(self, saying: Saying) -> Told | None:
        upcoming = None if saying.modality == "Planned" else False
        found = [
            (distance(span, saying), -len(told.date), told.phrase.start, told)
            for span in self._around(saying)
            if (told := self._told(span, upcoming=upcoming))
            and not self._is_dateline(span)
            and not (self._is_ahead(told.date) and saying.modality != "Planned")
            and not is_bystander(span, saying, exact=precision(told.date) == "day")
        ]
        return min(found, key=lambda item: item[:3])[-1] if found else None

    def _around(self, saying: Saying) -> list[DocSpan]:
        """The dates of a passage in what is said and a few on either side."""
        first = bisect_left(self._starts, saying.passage.start_char)
        last = bisect_left(self._starts, saying.passage.end_char)
        low = max(first, bisect_left(self._starts, saying.start) - _MOST)
        high = min(last, bisect_left(self._starts, saying.end) + _MOST, low + 3 * _MOST)
        return [span for span in self._spans[low:high] if span.end <= saying.passage.end]

    def _sequel(self, saying: Saying) -> Saying | None:
        """The next sentence of the paragraph, up to a firm, where it says `the two signed it`."""
        end = saying.passage.end
        if end not in self._sequels:
            self._sequels[end] = self._sequel_at(end)
        words = self._sequels[end]
        if words is None:
            return None
        return Saying(words, words.start_char, words.start_char, saying.modality)

    def _sequel_at(self, end: int) -> DocSpan | None:
        if end >= len(self._doc) or "\n" in self._doc[end - 1].text_with_ws:
            return None
        sentence = self._doc[end].sent
        firms = (e.start for e in entities(sentence) if e.label_ in {"Company", "Organization"})
        words = self._doc[sentence.start : next(firms, sentence.end)]
        return words if holds(words, "both") and holds(words, "signing") else None

    def _is_ahead(self, date: PartialDate) -> bool:
        published = self.document.published
        return published is not None and earliest(date) > latest(published)

    def _told(self, span: DocSpan, *, upcoming: bool | None) -> Told | None:
        before = self._before[bisect_left(self._starts, span.start_char)]
        return self._read(span, upcoming=upcoming, before=before)

    @cached_property
    def _before(self) -> list[PartialDate | None]:
        """The last value that was told before each date, and before the end."""
        values: list[PartialDate | None] = [None]
        for span in self._spans:
            told = self._read(span, upcoming=False, before=values[-1])
            values.append(told.date if told else values[-1])
        return values

    def _read(
        self, span: DocSpan, *, upcoming: bool | None, before: PartialDate | None
    ) -> Told | None:
        """What a date means; it may share its first or last token with other words."""
        words = [phrase_at(span.text, span.start_char)]
        words += [phrase_at(d.text, span.start_char + d.start) for d in find_dates(span.text)]
        published = self.document.published
        for phrase in words:
            value = resolve_date(phrase.text, published=published, upcoming=upcoming, before=before)
            if value:
                return Told(value, phrase)
        return None

    @cached_property
    def _dateline(self) -> Phrase | None:
        return dateline_of(self.document)

    @cached_property
    def _lede(self) -> tuple[int, int]:
        return lede_of(self.document, self._dateline)

    def _is_dateline(self, span: DocSpan) -> bool:
        """Whether a date is the dateline's: when the text appeared, which may be a day later."""
        line = self._dateline
        return bool(line and span.start_char < line.end and line.start < span.end_char)

    def _of_news(self, passage: DocSpan) -> Told | None:
        """The day that the news tells of itself, for what its headline or first paragraph says."""
        published = self.document.published
        start, end = self._lede
        if published is None or passage.start_char >= end:
            return None
        if self._places("past", passage):
            return None
        if self._day_of_news:
            return self._day_of_news
        if line := self._dateline:
            value = resolve_date(line.text, published=published)
            return Told(value or published, line)
        words = self._places("announcing", passage)
        if not words or passage.start_char < start:
            return None
        return Told(published, phrase_at(words[0].text, words[0].idx))

    def _places(self, name: str, passage: DocSpan) -> list[Token]:
        """Where a passage of the news has words of a list."""
        if name not in self._found:
            lede = takewhile(lambda token: token.idx < self._lede[1], self._doc)
            self._found[name] = [token for token in lede if holds([token], name)]
        return [t for t in self._found[name] if passage.start <= t.i < passage.end]

    @cached_property
    def _day_of_news(self) -> Told | None:
        """The day beside `announced` or `signed` in the first paragraph."""
        for span in self._spans:
            if span.start_char >= self._lede[1]:
                break
            told = self._told(span, upcoming=False)
            near = self._doc[max(span.sent.start, span.start - _BESIDE) : span.end + _BESIDE]
            fresh = told and self._is_fresh(told.date) and not self._is_dateline(span)
            if told and fresh and holds(near, "saying"):
                return told
        return None

    def _is_fresh(self, value: PartialDate) -> bool:
        """Whether a day is that of the publication or one shortly before it."""
        published = self.document.published
        if published is None or {precision(value), precision(published)} != {"day"}:
            return False
        days = [calendar_date.fromisoformat(day).toordinal() for day in (published, value)]
        return 0 <= days[0] - days[1] <= _FRESH

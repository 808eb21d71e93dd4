"""The sentence: articles are read, grouped into stories, aligned into claims, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sayso import encoder
from sayso.align import AlignOptions, align
from sayso.count import count, identify, repeated, resolved
from sayso.data import Article, Ledger, Reading, Story
from sayso.group import GroupOptions, group
from sayso.ids import content_id
from sayso.read import published_from, read_article

LEAD = 600
"""Characters of a report that say what its story is: the title and what a news report puts first."""

Progress = Callable[[int, int], None]


def _today() -> date:
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of all verbs. `today` bounds a date of publication that has to be inferred from the text."""

    today: date = field(default_factory=_today)
    group: GroupOptions = GroupOptions()
    align: AlignOptions = AlignOptions()


def read_articles(articles: Sequence[Article], settings: Settings, *, on_progress: Progress | None = None) -> Iterator[Reading]:
    """Read articles one by one; a missing date of publication is inferred from the text and marked so."""
    for at, article in enumerate(articles):
        yield read_article(dated(article, settings.today))
        if on_progress:
            on_progress(at + 1, len(articles))


def compare_articles(articles: Sequence[Article], settings: Settings, *, on_progress: Progress | None = None) -> tuple[Ledger, ...]:
    """Ledgers of the stories that the articles tell, ordered by id; the order of the articles changes nothing."""
    ordered = sorted({a.id: a for a in articles}.values(), key=lambda a: a.id)
    readings = list(read_articles(ordered, settings, on_progress=on_progress))
    likes = encoder.vectors([opening(r.article) for r in readings])
    with encoder.one_thread():
        groups = group(readings, options=settings.group, vectors=likes)
    stories = [story_of([readings[i] for i in members]) for members in groups]
    return tuple(sorted((ledger_of(story, settings) for story in stories), key=lambda ledger: ledger.id))


def ledger_of(story: Story, settings: Settings) -> Ledger:
    """The ledger of one story: its statements, aligned into claims, with their witnesses."""
    who = identify(story.readings)
    statements = resolved(story.readings, who)
    of = repeated(story, statements)
    claims = align(story.readings, [s for s in statements if s.id not in of], options=settings.align)
    return count(story, statements, claims, who, of=of)


def opening(article: Article) -> str:
    """The text whose vector tells what story a report is of."""
    return f"{article.title or ''}\n{article.text[article.body : article.body + LEAD]}"


def dated(article: Article, today: date) -> Article:
    """The article with a date of publication, inferred from its text where it has none."""
    if article.published is not None:
        return article
    inferred = published_from(article.text[article.body :], today=today)
    return replace(article, published=inferred, published_inferred=True) if inferred else article


def story_of(readings: Sequence[Reading]) -> Story:
    """A story of readings in order of publication; a report without any date is read again with the date of the story's others."""
    days = sorted(_day(r.article) for r in readings if r.article.published)
    if days:
        middle = days[len(days) // 2]
        readings = [r if r.article.published else read_article(replace(r.article, published=middle, published_inferred=True)) for r in readings]
    ordered = tuple(sorted(readings, key=lambda r: (str(r.article.published or ""), r.article.id)))
    title = next((r.article.title for r in ordered if r.article.title), None) or _first_sentence(ordered[0])
    return Story(content_id(*sorted(r.article.id for r in ordered)), title, ordered)


def _day(article: Article) -> date:
    published = article.published
    assert published is not None
    return published.date() if isinstance(published, datetime) else published


def _first_sentence(reading: Reading) -> str:
    if not reading.sentences:
        return "(no text)"
    first = reading.sentences[0]
    return " ".join(reading.article.text[first.start : first.end].split())

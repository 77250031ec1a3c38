"""Works that probably stand twice in the bibliography: by one address, or by title and author.

Only what is probably one work under two keys is told. Another edition, a chapter beside its book, a review or a record
beside the work may look the same: then ``docs/register/distinct.tsv`` says why both stand: their keys with spaces
between, a tab, the reason. A line that answers to nothing any more is itself a problem.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from edition.problems import Problem
from edition.register.works import NAME, Work

DISTINCT = Path("docs") / "register" / "distinct.tsv"
#: parameters that say how a reader came to an address, not what stands there
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|mc_[ce]id|igshid|_openstat")
#: Russian letters in Latin ones, near enough to tell that two spellings of a name are one
LATIN = str.maketrans({
    **dict(zip("абвгдезийклмнопрстуфхыэё", "abvgdeziiklmnoprstufhyee", strict=True)),
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ь": "", "ъ": "",
})  # fmt: skip
EDITION = re.compile(r"\b(?:Collected|Selected) Works\b|https?:")  #: says of a field that it names no title
#: copies of an encyclopaedia that is free to copy are copies of its articles
COPY = re.compile(r"wikipedia|위키백과|wikisum", re.IGNORECASE)


def plain_address(url: str) -> str:
    """Return what two ways of writing one address share.

    >>> plain_address("http://www.example.org/a/?utm_source=rss#x"), plain_address("https://m.example.org/a")
    ('example.org/a', 'example.org/a')
    >>> plain_address("https://en.m.wikipedia.org/wiki/Cheka") == plain_address("https://en.wikipedia.org/wiki/Cheka")
    True
    """
    parts = urlsplit(url)
    host = ".".join(part for part in (parts.hostname or "").split(".") if part not in {"www", "m", "mobile", "amp", ""})
    query = urlencode(
        sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0]))
    )
    return f"{host}{unquote(parts.path).rstrip('/')}{'?' if query else ''}{query}"


def plain_title(title: str) -> str:
    """Return what two ways of writing one title share: letters and digits, an article and brackets left out.

    >>> plain_title("The Red Terror (Wikipedia copy)"), plain_title("Red terror")
    ('redterror', 'redterror')
    """
    words = re.sub(r"(?<!\s)\s*+[(\[](?=[^()\[\]]*[^\W\d])[^()\[\]]*+[)\]]\.?$", "", title.casefold())
    words = re.sub(r"^(?:the|an?) ", "", words)
    return re.sub(
        r"[\W_]+", "", "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    )


def double_problems(root: Path, works: Mapping[str, Work]) -> Iterator[Problem]:
    """Yield a problem for each two works that are probably one and are not called distinct, at the later of them."""
    distinct, faults = _distinct(root, works)
    yield from faults
    used: set[int] = set()
    for (first, second), why in sorted(_probable(works.values()).items(), key=lambda item: works[item[0][1]].line):
        lines = [line for line, keys in distinct.items() if {first, second} <= keys]
        used |= set(lines)
        if not lines:
            message = f"{second} is probably {first} (line {works[first].line}): {why}"
            remedy = f"keep one and replace the key of the other, or say in {DISTINCT.as_posix()} why both stand: "
            yield Problem(NAME, works[second].line, "work", message, f"{remedy}{first} {second}⇥why (⇥ is a tab)")
    for line in sorted(distinct.keys() - used):
        yield Problem(DISTINCT.as_posix(), line, "work", "tells nothing apart that looks the same", "take it away")


def _probable(works: Iterable[Work]) -> dict[tuple[str, str], str]:
    """Return pairs of keys, in the order of the file, each with what speaks for one work."""
    addresses: dict[str, list[Work]] = defaultdict(list)
    titles: dict[tuple[str, str], list[tuple[Work, bool]]] = defaultdict(list)
    for work in sorted(works, key=lambda work: work.line):
        for address in {plain_address(url) for url in work.addresses}:
            addresses[address].append(work)
        for title, whole in _titles(work).items():
            for maker in _makers(work):
                titles[title, maker].append((work, whole))
    found: dict[tuple[str, str], str] = {}
    for group in addresses.values():
        found |= {(one.key, other.key): "one address" for one, other in combinations(group, 2)}
    for alike in titles.values():
        for (one, whole), (other, also_whole) in combinations(alike, 2):
            if (whole or also_whole) and not _differ(one, other):
                found.setdefault((one.key, other.key), "one title, one author")
    return found


def _titles(work: Work) -> dict[str, bool]:
    """Return the work's titles, and what stands before their colons; each with whether it is a whole title."""
    named = [work.field(name) for name in ("title", "original", "english", "korean")]
    named = [title for title in named if not EDITION.search(title)]
    cut = {plain_title(title.partition(":")[0]): False for title in named}
    found = cut | {plain_title(title): True for title in named}
    found.pop("", None)
    return found


def _differ(one: Work, other: Work) -> bool:
    """Tell whether two works of one title and author are of two years, both seen: then they are two editions."""
    years = [work.field("year") if "year" not in work.unseen else "" for work in (one, other)]
    return all(years) and years[0] != years[1]


def _makers(work: Work) -> set[str]:
    """Return the family names of the work's authors in Latin letters, or its encyclopaedia, or else its site."""
    source = " ".join([work.field("organization"), *re.findall(r"[(（]([^()]*)[)）]", work.title)])
    if COPY.search(f"{source} {work.field('url')}"):
        return {"wikipedia"}
    names = {name.strip() for author in work.authors for name in re.sub(r"\([^)]{0,500}\)", "", author).split("/")}
    families = {re.sub(r"\W", "", name.split()[-1].casefold().translate(LATIN))[:4] for name in names if name.split()}
    return families or {urlsplit(work.field("url")).hostname or ""}


def _distinct(root: Path, works: Mapping[str, Work]) -> tuple[dict[int, frozenset[str]], list[Problem]]:
    path, found, problems = root / DISTINCT, dict[int, frozenset[str]](), list[Problem]()
    for line, row in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else [], start=1):
        if not row.strip() or row.startswith("#"):
            continue
        keys, _, why = row.partition("\t")
        lost = sorted(set(keys.split()) - works.keys())
        if not why.strip():
            problems.append(Problem(DISTINCT.as_posix(), line, "work", "tells works apart without reason", "add ⇥why"))
        if lost:
            message, remedy = f"the bibliography has no {', '.join(lost)}", "correct the key, or take it away"
            problems.append(Problem(DISTINCT.as_posix(), line, "work", message, remedy))
        else:
            found[line] = frozenset(keys.split())
    return found, problems

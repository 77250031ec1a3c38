"""Whether the addresses in our files still answer: ``edition links``, the one command that uses the network.

Every address of our data and pages is asked once, politely: one question at a time to a host, with a pause, a name and
a time limit; ``HEAD`` first, ``GET`` where that is not answered. A host that refuses programs (401, 403, 429 …) is not
called dead. For an address that is, the Internet Archive is asked for a copy, so that the remedy can be followed to the
letter. Nothing is changed, and no build or test asks anything but this machine.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from edition.problems import Problem, relative
from edition.register.links import ADDRESS, address_faults, our_files, trimmed

AGENT = "after-october-links/1 (weekly check of a scholarly edition's references)"
ARCHIVE = "https://archive.org/wayback/available?url="  #: answers with the nearest snapshot, as JSON
REFUSALS = frozenset({401, 403, 405, 406, 418, 429, 451, 503, 520, 521, 522, 525, 526, 530, 999})  #: to programs
MOVED = frozenset({301, 308})
AT_ONCE = 8  #: hosts asked at the same time


@dataclass(frozen=True, slots=True)
class Manners:
    """How an address is asked."""

    timeout: float = 20.0  #: seconds for one question
    pause: float = 1.0  #: seconds between two questions to a host
    tries: int = 2
    archive: str = ARCHIVE  #: empty: no archive is asked


@dataclass(slots=True)
class Answer:
    """What was learnt of an address."""

    address: str
    places: list[tuple[str, int]]  #: (file, line) of each place that names it
    state: str = ""  #: ``ok``, ``moved``, ``refused`` or ``dead``
    told: str = ""  #: status or error, in words
    moved_to: str = ""
    archived: str = ""


class _Trail(HTTPRedirectHandler):
    """Follows redirects and keeps where permanent ones led."""

    def __init__(self) -> None:
        self.permanent = ""
        self.broken = False

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        """Note the step, unless a temporary one came before."""
        if code in MOVED and not self.broken:
            self.permanent = newurl
        else:
            self.broken = True
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def addresses(root: Path) -> dict[str, list[tuple[str, int]]]:
    """Return every external address of our files that is well formed, with its places."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in our_files(root):
        shown = relative(path, root)
        for line, row in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            for match in ADDRESS.finditer(row):
                address = trimmed(match[0])
                if not list(address_faults(address)):
                    found.setdefault(address.partition("#")[0], []).append((shown, line))
    return found


def ask_all(
    named: dict[str, list[tuple[str, int]]], manners: Manners, tell: Callable[[str], None] = lambda line: None
) -> list[Answer]:
    """Return an answer for each address, sorted by place; hosts are asked side by side, each one question at a time."""
    hosts: dict[str, list[Answer]] = {}
    for address, places in named.items():
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(Answer(address, places))

    def ask_host(answers: list[Answer]) -> None:
        for index, answer in enumerate(answers):
            if index:
                time.sleep(manners.pause)
            ask(answer, manners)
            tell(f"{answer.state:<8} {answer.told:<24} {answer.address}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ask_host, hosts.values()))
    answers = [answer for mine in hosts.values() for answer in mine]
    for answer in answers:
        if answer.state == "dead" and manners.archive:
            answer.archived = archived(answer.address, manners)
    return sorted(answers, key=lambda answer: answer.places[0])


def ask(answer: Answer, manners: Manners) -> None:
    """Fill *answer* in."""
    for turn in range(manners.tries):
        for method in ("HEAD", "GET"):
            status, told, moved_to = _question(answer.address, method, manners)
            answer.told, answer.moved_to = told, moved_to
            if 200 <= status < 400:
                answer.state = "moved" if moved_to and moved_to != answer.address else "ok"
                return
        answer.state = "refused" if status in REFUSALS else "dead"
        if status in REFUSALS or status in (404, 410):
            return
        if turn + 1 < manners.tries:
            time.sleep(manners.pause)


def _question(address: str, method: str, manners: Manners) -> tuple[int, str, str]:
    """Return status (0 where nobody answered), the same in words, and where permanent redirects led."""
    trail = _Trail()
    request = Request(_ascii(address), method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
    try:
        with build_opener(trail).open(request, timeout=manners.timeout) as response:
            return response.status, str(response.status), trail.permanent
    except HTTPError as error:
        error.close()
        return error.code, f"{error.code} {error.reason}", trail.permanent
    except (URLError, OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        return 0, f"no answer: {type(reason).__name__ if isinstance(reason, OSError) else reason}", ""


def _ascii(address: str) -> str:
    """Return *address* as it goes over the wire.

    >>> _ascii("https://ko.wikipedia.org/wiki/타타르")
    'https://ko.wikipedia.org/wiki/%ED%83%80%ED%83%80%EB%A5%B4'
    """
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="=&%:@!$'()*+,;/?~-._")
    return parts._replace(netloc=host, path=path, query=query).geturl()


def archived(address: str, manners: Manners) -> str:
    """Return the address of the archive's copy, empty where there is none or the archive does not answer."""
    request = Request(f"{manners.archive}{quote(address, safe='')}", headers={"User-Agent": AGENT})
    try:
        with build_opener().open(request, timeout=manners.timeout) as response:
            found = json.loads(response.read(1_000_000)).get("archived_snapshots", {}).get("closest", {})
    except (URLError, OSError, http.client.HTTPException, ValueError, AttributeError):
        return ""
    there = str(found.get("url", "")) if found.get("available") else ""
    return there.replace("http://web.archive.org/", "https://web.archive.org/", 1)


def reachable_problems(answers: Iterable[Answer]) -> Iterator[Problem]:
    """Yield a problem for each place of an address that is dead."""
    for answer in answers:
        if answer.state == "dead":
            remedy = f"a copy is at {answer.archived}: name it beside the address" if answer.archived else (
                "find where it has gone, or another copy; where there is none, say in the entry that it was seen"
            )  # fmt: skip
            for path, line in answer.places:
                yield Problem(path, line, "link", f"{answer.address} does not answer ({answer.told})", remedy)


def markdown(answers: Sequence[Answer]) -> str:
    """Return the answers as the text of an issue: what is dead, what has moved, what was refused."""
    counts = {state: sum(answer.state == state for answer in answers) for state in ("ok", "moved", "refused", "dead")}
    lines = [
        f"{len(answers)} addresses asked: {counts['ok']} answer, {counts['moved']} have moved for good, "
        f"{counts['refused']} refuse programs, {counts['dead']} are dead.",
    ]
    for state, title in (("dead", "Dead"), ("moved", "Moved for good"), ("refused", "Not told: refused to a program")):
        mine = [answer for answer in answers if answer.state == state]
        lines += ["", f"## {title}", ""] if mine else []
        for answer in mine:
            more = f" → `{answer.moved_to}`" if answer.moved_to and state == "moved" else f" ({answer.told})"
            kept = f"; copy: `{answer.archived}`" if answer.archived else ""
            places = ", ".join(f"`{path}:{line}`" for path, line in answer.places)
            lines.append(f"- `{answer.address.replace('`', '%60')}`{more}{kept}: {places}")
    return "\n".join(lines) + "\n"

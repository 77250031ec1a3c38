"""`edition links`, against a server of this machine: what answers, what has moved, what refuses, what is dead."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from edition.cli import main
from edition.register import reachable
from edition.register.reachable import Manners, addresses, ask_all, markdown, reachable_problems

ROOT = Path(__file__).resolve().parents[1]
COPY = "http://web.archive.org/web/20200101000000/"


class Handler(BaseHTTPRequestHandler):
    """One path for each way in which a host answers."""

    asked: list[tuple[str, str, str]] = []  # noqa: RUF012  (emptied for each test)

    def do_HEAD(self) -> None:
        """Answer as the path says."""
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        parts = urlsplit(self.path)
        if parts.path == "/archive":
            url = parse_qs(parts.query)["url"][0]
            kept = {"closest": {"available": True, "url": COPY + url}} if url.endswith("/gone") else {}
            self.reply(200, json.dumps({"archived_snapshots": kept}))
        elif parts.path == "/slow":
            time.sleep(1.5)
            self.reply(200)
        elif parts.path == "/no-head":
            self.reply(405 if self.command == "HEAD" else 200)
        elif parts.path in ("/moved", "/for-now"):
            self.reply(301 if parts.path == "/moved" else 302, to="/fine")
        else:
            self.reply({"/fine": 200, "/%ED%83%80": 200, "/gone": 404, "/lost": 410, "/no": 403}[parts.path])

    do_GET = do_HEAD

    def reply(self, status: int, text: str = "", to: str = "") -> None:
        """Send a whole answer."""
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Handler.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()


def manners(server: str) -> Manners:
    return Manners(timeout=0.6, pause=0.0, archive=f"{server}/archive?url=")


def test_every_way_of_answering(server: str) -> None:
    paths = ["fine", "타", "moved", "for-now", "no-head", "gone", "lost", "no", "slow"]
    named = {f"{server}/{path}": [("bibliography.bib", line)] for line, path in enumerate(paths, start=1)}
    named["http://127.0.0.1:9/"] = [("docs/chronology.toml", 3), ("docs/notes.md", 4)]
    answers = ask_all(named, manners(server))
    states = {answer.address.removeprefix(server): answer.state for answer in answers}
    assert states == {
        "/fine": "ok", "/타": "ok", "/moved": "moved", "/for-now": "ok", "/no-head": "ok", "/gone": "dead",
        "/lost": "dead", "/no": "refused", "/slow": "dead", "http://127.0.0.1:9/": "dead",
    }  # fmt: skip
    told = {answer.address.removeprefix(server): answer for answer in answers}
    assert told["/moved"].moved_to == f"{server}/fine"
    assert told["/gone"].archived == f"https://web.archive.org/web/20200101000000/{server}/gone"
    assert told["/lost"].archived == ""
    problems = [str(problem) for problem in reachable_problems(answers)]
    assert len(problems) == 5
    assert problems[0].startswith(f"bibliography.bib:6: link {server}/gone does not answer (404 Not Found)")
    assert "a copy is at https://web.archive.org/" in problems[0]
    assert {agent for _, _, agent in Handler.asked} == {reachable.AGENT}
    issue = markdown(answers)
    assert issue.startswith("10 addresses asked: 4 answer, 1 have moved for good, 1 refuse programs, 4 are dead.")
    assert f"- `{server}/gone` (404 Not Found); copy: `https://web.archive.org/" in issue
    assert "`docs/chronology.toml:3`, `docs/notes.md:4`" in issue


def test_a_host_is_asked_one_question_at_a_time_with_a_pause(server: str) -> None:
    named = {f"{server}/fine?{number}": [("x", number)] for number in range(4)}
    begun = time.monotonic()
    ask_all(named, Manners(timeout=1, pause=0.1, archive=""))
    assert time.monotonic() - begun > 0.3


def test_addresses_come_from_our_files_with_their_lines() -> None:
    found = addresses(ROOT)
    assert len(found) > 500
    path, line = found["http://encyclopedia.1914-1918-online.net/article/provisional_government"][0]
    assert "provisional_government" in (ROOT / path).read_text(encoding="utf-8").split("\n")[line - 1]
    assert not [
        place
        for places in found.values()
        for place, _ in places
        if place.startswith("docs/texts") and place.endswith(".md")
    ]


def test_the_command_names_file_and_line(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    (tmp_path / "docs" / "page.md").write_text(f"# A\n\nSee {server}/fine.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reachable, "address_faults", lambda address: [])  # this machine is no host of a reference
    words = ["links", "--pause", "0", "--archive", "", "--markdown", "issue.md"]
    fine = CliRunner().invoke(main, words)
    assert (fine.exit_code, fine.stdout.strip()) == (0, "1 addresses asked, none is dead")
    (tmp_path / "docs" / "page.md").write_text(f"# A\n\nSee <{server}/gone>.\n", encoding="utf-8")
    dead = CliRunner().invoke(main, words)
    assert dead.exit_code == 1
    assert f"docs/page.md:3: link {server}/gone does not answer (404 Not Found)" in dead.stderr
    assert "1 are dead" in (tmp_path / "issue.md").read_text(encoding="utf-8")

"""The register of a public edition: forms and headwords that would make a run of a withheld text, side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import yaml

from edition.markup import LOADER
from edition.register.entries import FOLDER, RegisterEntry
from edition.withhold.runs import Forbidden
from edition.withhold.shorten import LEFT_OUT

NEAR = 6  #: entries between two that may be left out, for nothing of a withheld text names them
_HEAD = re.compile(r"(?m)^(en|ko): \"?(.*?)\"?$")


def headwords(
    lists: Sequence[Sequence[RegisterEntry]], files: Mapping[str, bytes], forbidden: Forbidden
) -> dict[str, str]:
    """Return path → text of the entries whose Korean headword had to be cut.

    A headword must not go on as a text does: neither into a form of its own entry nor into the headword next to it
    in one of the *lists* of paths that stand in an index, in the order of either language.
    """
    paths = {f"{FOLDER.as_posix()}/{entry.slug}.md": entry for entries in lists for entry in entries}
    heads = {path: dict(_HEAD.findall(files[path].decode())) for path in paths}
    cut: dict[str, str] = {}
    for path, entry in paths.items():
        word = heads[path].get("ko", "")
        while word and any(forbidden.holds(f"{word} {form}") for form in entry.forms if not forbidden.holds(form)):
            word = f"{word.removesuffix(LEFT_OUT).rstrip()[:-1]} {LEFT_OUT}" if len(word) > len(LEFT_OUT) + 1 else ""
        if word != heads[path].get("ko", ""):
            heads[path]["ko"] = cut[path] = word or LEFT_OUT
    for one, other in _neighbours(lists, heads):
        if forbidden.holds(f"{heads[one].get('ko', '')} {heads[other].get('ko', '')}"):
            kept = heads[other]["ko"].rstrip("」』”").rpartition(" ")[0]
            heads[other]["ko"] = cut[other] = f"{kept} {LEFT_OUT}".strip()
    return {path: _with_headword(files[path].decode(), word) for path, word in cut.items()}


def _neighbours(
    lists: Sequence[Sequence[RegisterEntry]], heads: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the paths of any two entries that stand side by side in the index of a book."""
    for entries in lists:
        paths = [f"{FOLDER.as_posix()}/{entry.slug}.md" for entry in entries]
        for language in ("ko", "en"):
            ordered = sorted(paths, key=lambda path: heads[path].get(language, "").strip("‘“「『"))
            yield from ((one, other) for place, one in enumerate(ordered) for other in ordered[place + 1 :][:NEAR])


def _with_headword(text: str, word: str) -> str:
    return re.sub(r"(?m)^ko: .*$", lambda _: f"ko: {json.dumps(word, ensure_ascii=False)}", text, count=1)


def only_short_forms(text: str) -> str:
    """Return the file *text* of an entry of the register without forms that were shortened: they name nothing."""
    head = re.search(r"(?m)^forms: (\[.*\])$", text)
    if head is None:
        return text
    kept = [form for form in yaml.load(head[1], LOADER) if LEFT_OUT not in form]
    return text[: head.start()] + f"forms: {json.dumps(kept, ensure_ascii=False)}" + text[head.end() :]

"""Where the edition's files are kept in public: addresses of a code host that open a file at a line, or an issue.

The shapes are those that the hosts document or use: GitHub, GitLab, and Gitea with its relatives (Forgejo, Codeberg).
Without a repository there are no addresses, and every way to us that needs none remains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from edition.problems import EditionError, Problem

NAMES = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea"}
#: how each host writes the address of its editor, and that of a new issue
EDIT = {
    "github": "{repository}/edit/{branch}/{path}#L{line}",
    "gitlab": "{repository}/-/edit/{branch}/{path}#L{line}",
    "gitea": "{repository}/_edit/{branch}/{path}#L{line}",
}
ISSUE = {
    "github": "{repository}/issues/new?title={title}&body={body}",
    "gitlab": "{repository}/-/issues/new?issue[title]={title}&issue[description]={body}",
    "gitea": "{repository}/issues/new?title={title}&body={body}",
}
#: signs in a host's name that say what runs there
SIGNS = {"github": ("github",), "gitlab": ("gitlab",), "gitea": ("codeberg", "gitea", "forgejo")}


@dataclass(frozen=True, slots=True)
class Host:
    """A repository on a code host."""

    repository: str  #: its address, without a slash at its end
    kind: str  #: one of `NAMES`
    branch: str

    @property
    def name(self) -> str:
        """What the host is called."""
        return "Codeberg" if "codeberg" in self.repository else NAMES[self.kind]

    def edit(self, path: str, line: int) -> str:
        """Return the address that opens *path* at *line* in the host's editor.

        >>> host_of("https://github.com/after/october").edit("docs/texts/a b.md", 3)
        'https://github.com/after/october/edit/main/docs/texts/a%20b.md#L3'
        """
        return self.template(EDIT).replace("{path}", quote(path)).replace("{line}", str(line))

    def template(self, shapes: dict[str, str]) -> str:
        """Return the address of *shapes* (`EDIT` or `ISSUE`) for this repository, its other braces to be filled."""
        shape = shapes[self.kind]
        return shape.replace("{repository}", self.repository).replace("{branch}", quote(self.branch))


def host_of(repository: str, kind: str = "", branch: str = "main") -> Host | None:
    """Return the host of *repository*, none where that is empty; *kind* where the address does not tell it.

    Raises `EditionError` for what is no address of a repository.

    >>> host_of("https://codeberg.org/after/october/").kind, host_of("")
    ('gitea', None)
    """
    repository = repository.strip().removesuffix("/").removesuffix(".git")
    if not repository:
        return None
    found = re.fullmatch(r"https://([\w.-]+(?::\d+)?)(?:/[\w.~-]+){2,}", repository)
    if not found:
        raise _fault(f"{repository!r} is no address of a repository", "write https://, the host, owner and name")
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*", branch):
        raise _fault(f"{branch!r} is no name of a branch", "write main, or what the branch is called")
    guessed = next((name for name, signs in SIGNS.items() if any(sign in found[1] for sign in signs)), "")
    kind = kind or guessed
    if kind not in NAMES:
        raise _fault(f"{found[1]} does not say which code host it is", f"set edition_host to {', '.join(NAMES)}")
    return Host(repository, kind, branch)


def _fault(message: str, remedy: str) -> EditionError:
    return EditionError(Problem("docs/conf.py", 0, "usage", message, remedy))

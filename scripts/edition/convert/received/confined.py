"""A file as received is read in a process of its own, with little memory and time, which is ended whatever it does.

The file comes from somebody else, and the libraries that read it are of others: a page may nest without end, an archive
unpack to more than any disk holds, a PDF lead its reader in a circle. What goes wrong there goes wrong in the child
(`edition.convert.received.child`), and is told here as a refusal. The child gets the bytes and no name, and its answer
is held against the form that it must have. This is no sandbox: a library that is taken over can do what its user can.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from edition.convert.received.model import Extracted, Hint, refusal
from edition.problems import EditionError, Problem
from edition.safety import limits

#: alone with its own library, whatever the folder it is called in or the environment hold; it writes no file
READER = (sys.executable, "-I", "-B", "-m", "edition.convert.received.child")
EXHAUSTED = 3  #: its exit status where it had no memory left, or went down too deep
SMALLER = "divide it, or save it anew from the program it was made with; if you trust it, save it as UTF-8 text"
#: signal by which the system ended the reader → what is wrong with the file
ENDED = {
    signal.SIGXCPU: "keeps its reader busy without end",
    signal.SIGALRM: "keeps its reader waiting without end",
    signal.SIGXFSZ: "gives more text than a witness can have",
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a reader may use up."""

    memory: int = limits.READER_MEMORY  #: bytes of address space
    seconds: int = limits.READER_SECONDS  #: of a processor
    patience: int = limits.READER_PATIENCE  #: seconds by the clock
    answer: int = limits.READER_ANSWER  #: bytes


def extract(data: bytes, file: PurePath, allowed: Allowed = Allowed()) -> Extracted:
    """Return the text of *file*, whose bytes are *data*; raises `EditionError` where none can be had from it."""
    shown = file.as_posix()
    answer = _asked({"verb": "extract", "shown": shown}, data, shown, allowed)
    if "fault" in answer:
        raise _broken(shown, f"stumbled: {answer['fault']}")
    try:
        found = Extracted(**answer["extracted"])
        found.hints = {int(line): Hint(**hint) for line, hint in answer["extracted"]["hints"].items()}
        found.questions = [([int(line) for line in lines], str(words)) for lines, words in found.questions]
        size = len(found.text.encode("utf-8", "surrogatepass"))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise _broken(shown, f"answered in no form it should: {type(error).__name__}") from error
    most = limits.BYTES[".txt"]
    if size > most and not found.same:
        raise refusal(shown, f"gives {size:,} bytes of text, more than the {most:,} of a witness", SMALLER)
    return found


def extract_again(data: bytes, kind: str, encoding: str, shown: str, allowed: Allowed = Allowed()) -> str:
    """Return the text that `extract` took out of *data*, by what it found then.

    Raises `EditionError` as `extract` does, `ValueError` where *kind* or *encoding* is not what it found.
    """
    task = {"verb": "again", "kind": kind, "encoding": encoding, "shown": shown}
    answer = _asked(task, data, shown, allowed)
    if "fault" in answer:
        raise ValueError(answer["fault"])
    if not isinstance(answer.get("text"), str):
        raise _broken(shown, "answered without a text")
    return str(answer["text"])


def _asked(task: dict[str, str], data: bytes, shown: str, allowed: Allowed) -> dict[str, Any]:
    """Return the answer of a reader to *task*; raises `EditionError` for its problems, and where it gave none."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:  # without a name: no kill leaves them
        given.write(json.dumps({**task, "limits": asdict(allowed)}).encode() + b"\n")
        given.write(data)
        given.flush()
        given.seek(0)
        status = _run(given, told, shown, allowed)
        told.seek(0)
        words = told.read(allowed.answer + 1)
    if status == EXHAUSTED:
        raise refusal(shown, f"wants more than {allowed.memory:,} bytes of memory to be read", SMALLER)
    if -status in ENDED:
        raise refusal(shown, ENDED[signal.Signals(-status)], SMALLER)
    if status:
        raise _broken(shown, f"broke down ({_named(status)}), for want of memory perhaps")
    try:
        answer = json.loads(words.decode("utf-8", "surrogatepass"))
        problems = [Problem(**problem) for problem in answer.get("problems", ())]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _broken(shown, "gave no answer") from error
    if problems:
        raise EditionError(problems)
    return dict(answer)


def _run(given: BinaryIO, told: BinaryIO, shown: str, allowed: Allowed) -> int:
    """Run a reader to its end and return its status; one that goes on too long is ended, with all it started."""
    child = subprocess.Popen(
        READER, stdin=given, stdout=told, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True, close_fds=True
    )
    try:
        return child.wait(allowed.patience + 1)
    except subprocess.TimeoutExpired as error:
        raise refusal(shown, ENDED[signal.SIGALRM], SMALLER) from error
    finally:  # an interruption, too, for the reader has a session of its own and hears of none
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _named(status: int) -> str:
    try:
        return signal.Signals(-status).name if status < 0 else f"status {status}"
    except ValueError:
        return f"status {status}"


def _broken(shown: str, how: str) -> EditionError:
    remedy = "save it anew from the program it was made with, or as UTF-8 text; tell us of it, if it is a sound file"
    return refusal(shown, f"cannot be read: its reader {how}", remedy)

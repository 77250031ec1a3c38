"""The confined process: reads a file as received, and answers with its text or with why there is none.

``python -m edition.convert.received.child`` has its task on standard input: a line of JSON, then the bytes of the file.
It sets its limits before it reads them, opens no file by name, and writes one object of JSON to standard output.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from edition.convert.received.confined import EXHAUSTED
from edition.convert.received.kinds import extract, extract_again
from edition.problems import EditionError


def confine(limits: dict[str, int]) -> None:
    """Set *limits* (``memory``, ``seconds``, ``patience``, ``answer``) on this process; nothing can raise them again.

    Where the system knows no limit of a kind (macOS has none of memory), the others hold.
    """
    wanted = {
        resource.RLIMIT_AS: (limits["memory"], limits["memory"]),
        resource.RLIMIT_CPU: (limits["seconds"], limits["seconds"] + 1),  # told by a signal before it is ended
        resource.RLIMIT_FSIZE: (limits["answer"], limits["answer"]),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, pair in wanted.items():
        _, allowed = resource.getrlimit(kind)
        soft, hard = (most if allowed == resource.RLIM_INFINITY else min(most, allowed) for most in pair)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))
    for name in (signal.SIGXFSZ, signal.SIGALRM):  # Python ignores the one; the other ends a reader left alone
        signal.signal(name, signal.SIG_DFL)
    signal.alarm(limits["patience"])


def read(task: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return what *task* asks of *data*: the text with all that is said of it, its text again, or problems."""
    try:
        if task["verb"] == "extract":
            return {"extracted": asdict(extract(data, PurePosixPath(task["shown"])))}
        return {"text": extract_again(data, task["kind"], task["encoding"], task["shown"])}
    except EditionError as error:
        return {"problems": [asdict(problem) for problem in error.problems]}
    except (LookupError, ValueError) as error:
        return {"fault": f"{type(error).__name__}: {error}"[:300]}


def answer(given: BinaryIO, told: BinaryIO) -> int:
    """Do the task that *given* holds, write the answer to *told*, and return the exit status."""
    task = json.loads(given.readline())
    confine(task["limits"])
    try:
        words = json.dumps(read(task, given.read()), ensure_ascii=False, check_circular=False)
        told.write(words.encode("utf-8", "surrogatepass"))
        told.flush()
    except (MemoryError, RecursionError):
        return EXHAUSTED
    return 0


if __name__ == "__main__":
    sys.exit(answer(sys.stdin.buffer, sys.stdout.buffer))

"""Writing TOML: as much of it as the files of the edition need."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any


def toml(data: Mapping[str, Any]) -> str:
    """Return *data* as TOML: plain values first, then tables, each entry of a list of tables on lines of its own."""
    plain = {key: value for key, value in data.items() if not _is_tables(value) and not isinstance(value, dict)}
    parts = [f"{key} = {_value(value)}\n" for key, value in plain.items()]
    for key, value in data.items():
        if isinstance(value, dict):
            parts.append(f"\n[{key}]\n" + "".join(f"{_key(name)} = {_value(item)}\n" for name, item in value.items()))
        elif _is_tables(value):
            parts += [
                f"\n[[{key}]]\n" + "".join(f"{_key(name)} = {_value(item)}\n" for name, item in entry.items())
                for entry in value
            ]
    return "".join(parts)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

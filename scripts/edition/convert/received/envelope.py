"""A page saved as MHTML, or a mail: the part that is the page; the other parts are pictures and style sheets."""

from __future__ import annotations

import email
import email.policy

from edition.convert.received.model import Extracted, refusal
from edition.convert.received.web import extract_page


def extract_envelope(data: bytes, shown: str) -> Extracted:
    """Return the text of the first page in an envelope; raises `EditionError` where there is none."""
    try:
        parts = list(email.message_from_bytes(data, policy=email.policy.compat32).walk())
        pages = [part for part in parts if part.get_content_type() == "text/html"]
        body = pages[0].get_payload(decode=True) if pages else None
    except (ValueError, LookupError, TypeError) as error:
        raise refusal(shown, f"cannot be read as MHTML: {error}", "save the page again, as HTML") from error
    if not isinstance(body, bytes) or not body.strip():
        raise refusal(shown, "holds no page of HTML", "save the page again, as HTML")
    extracted = extract_page(body, shown, declared=str(pages[0].get_param("charset") or ""))
    extracted.kind = "mhtml"
    others = sum(not part.is_multipart() for part in parts) - 1
    if len(pages) > 1:
        extracted.questions.append(([1], f"{len(pages)} pages are in the file, of frames perhaps: the first was taken"))
    extracted.left_out += [f"{others} × other part of the file"] * bool(others)
    return extracted

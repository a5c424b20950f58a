"""E-mail: a message is a document; a mailbox holds one for each message.

What is attached is read as a document of its own if it is of a kind that can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import PurePosixPath
from typing import Any

from analysis.errors import SeedError
from analysis.formats import FORMATS
from analysis.formats.base import Content, Entry, Part, Refusal, Source, converter, found, tidy
from analysis.formats.html import page_text
from analysis.settings import SETTINGS_NAME

__all__ = ["read", "read_mailbox"]

_SEPARATOR = re.compile(rb"From [^\r\n]*\r?\n")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")


def read(source: Source) -> Iterator[Part]:
    """The message's own text, plain before HTML, and what is attached to it."""
    message = message_from_bytes(source.data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise source.refuse("broken", "is no e-mail message; it has no headers")
    text = _body(source, message)
    attached = list(_attached(source, message))
    if text.strip() or not attached:
        yield Content(text, _described(message), converter=converter())
    yield from attached


def read_mailbox(source: Source) -> Iterator[Part]:
    """The messages of a mailbox, called by their number."""
    limits = source.settings.limits
    number = 0
    for number, message in enumerate(_messages(source), 1):
        if number > limits.entries:
            many = f"holds more than {limits.entries:,} messages"
            advice = f"split it, or raise limits.entries in {SETTINGS_NAME}"
            raise source.refuse("too_large", f"{many}; {advice}")
        yield Entry(str(number), _QUOTED_FROM.sub(rb"\1", message), ".eml")
    if not number:
        raise _no_mailbox(source)


def _messages(source: Source) -> Iterator[bytes]:
    """What stands between the lines that begin messages, each after an empty line."""
    message: list[bytes] | None = None
    before = b""
    with source.open() as lines:
        for number, line in enumerate(lines):
            apart = number == 0 or (number > 1 and before in {b"\n", b"\r\n"})
            if apart and _SEPARATOR.fullmatch(line):
                if message is not None:
                    yield b"".join(message)
                message = []
            elif message is not None:
                message.append(line)
            elif line.strip():
                raise _no_mailbox(source)
            before = line
    if message is not None:
        yield b"".join(message)


def _no_mailbox(source: Source) -> SeedError:
    message = "is no mailbox: it does not begin with a line 'From '; save the messages as .eml"
    return source.refuse("broken", message)


def _body(source: Source, message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        content = body.get_content()
    except (LookupError, ValueError) as error:
        message_ = f"its text has an encoding that is not known ({error}); save it as UTF-8"
        raise source.refuse("encoding", message_) from None
    if body.get_content_subtype() != "html":
        return tidy(str(content))
    return page_text(str(content))


def _described(message: EmailMessage) -> dict[str, str]:
    return found(
        title=_header(message, "subject"),
        author=", ".join(name or address for name, address in _people(message)),
        published=_date(message),
    )


def _header(message: EmailMessage, name: str) -> Any:
    """A header, or "" where it is so broken that the library fails on it."""
    try:
        return message[name] or ""
    except Exception:  # the library fails on broken headers in many ways
        return ""


def _people(message: EmailMessage) -> list[tuple[str, str]]:
    return getaddresses([str(_header(message, "from"))])[:20]


def _date(message: EmailMessage) -> str:
    when = getattr(_header(message, "date"), "datetime", None)
    return when.date().isoformat() if when is not None else ""


def _attached(source: Source, message: EmailMessage) -> Iterator[Part]:
    for number, part in enumerate(message.iter_attachments(), 1):
        nested = part.get_content_type() == "message/rfc822"
        name = PurePosixPath(str(part.get_filename() or "").replace("\\", "/")).name
        suffix = ".eml" if nested else PurePosixPath(name).suffix.lower()
        if suffix not in FORMATS:
            continue  # pictures, calendars, signatures
        try:
            content = part.get_content()
            yield Entry(name or f"{number}{suffix}", _bytes(content), suffix)
        except Exception as error:  # as for headers
            why = f"the attachment cannot be decoded ({type(error).__name__}); save it beside"
            yield Refusal(name or str(number), "broken", why)


def _bytes(content: Any) -> bytes:
    if isinstance(content, EmailMessage):
        return content.as_bytes()
    return content.encode("utf-8") if isinstance(content, str) else bytes(content)

"""Small files of each format, made by hand so that each can be broken in one place."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PROSE = (
    "The union said on Friday that about 1,200 dockers had stopped work. "
    "It is not known for how long they will stay away."
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(files, *, method=ZIP_DEFLATED):
    """A zip file of (name or ZipInfo, bytes or text), the same bytes each time."""
    stream = BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, data in files:
            info = name if isinstance(name, ZipInfo) else ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, data)
    return stream.getvalue()


def stored(files):
    return zipped(files, method=ZIP_STORED)


def docx(body="", *, extra=(), head="", prose=PROSE):
    """A Word file with one paragraph, and `body` after it."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>'
        f"<w:p><w:r><w:t>{prose}</w:t></w:r></w:p>{body}</w:body></w:document>"
    )
    return zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), *extra])


def odt(body="", *, head="", prose=PROSE):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content xmlns:office="{office}" '
        f'xmlns:text="{text}"><office:body><office:text><text:p>{prose}</text:p>{body}'
        "</office:text></office:body></office:document-content>"
    )
    return zipped(
        [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]
    )


def html(body="", *, head="", title="Dockers walk out", prose=PROSE):
    paragraphs = "".join(f"<p>{prose} A spokesman denied it on day {day}.</p>" for day in range(4))
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article>"
        f"<h1>{title}</h1>{paragraphs}{body}</article></body></html>"
    )


def pdf(  # noqa: PLR0913 - each is a place to break
    lines=(PROSE,), *, pages=1, catalog="", page="", info="", extra=(), xref=True
):
    """A PDF of so many pages, each with the same lines; `extra` are more objects, from number 6."""
    words = " ".join(f"({_escaped(line)}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 60 740 Td {words} ET".encode("latin-1")
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{'3 0 R ' * pages}] /Count {pages} >>".encode(),
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >> {page} >>"
        ).encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        *(each if isinstance(each, bytes) else each.encode() for each in extra),
    ]
    return _pdf_file(objects, f"/Root 1 0 R {info}", xref=xref)


def _escaped(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf_file(objects, trailer, *, xref):
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def flate(data):
    """A PDF stream object, compressed."""
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def mail(*headers, body=PROSE, subject="Port strike"):
    lines = [
        *("From: Maria Keller <keller@example.org>", f"Subject: {subject}"),
        *("Date: Fri, 14 Mar 2025 09:00:00 +0100", *headers, "", body, ""),
    ]
    return "\r\n".join(lines)


def mbox(*messages):
    return "".join(
        f"From keller@example.org Fri Mar 14 09:00:00 2025\n{each}\n\n" for each in messages
    )


def rtf(body="", *, prose=PROSE):
    return rf"{{\rtf1\ansi\ansicpg1252 {prose}\par {body}}}"

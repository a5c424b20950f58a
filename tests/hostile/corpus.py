"""Hostile and broken files, each with what must become of it.

`CASES` names each file and gives its content and its outcomes, one for each document or refusal it
yields: ``ok``, or the reason of the refusal. Run as a program, it writes them into a folder::

    PYTHONPATH=tests python -m hostile.corpus FOLDER
"""

import json
import struct
import sys
from pathlib import Path
from zipfile import ZipInfo

from hostile.made import (
    PROSE,
    docx,
    flate,
    html,
    mail,
    mbox,
    odt,
    pdf,
    rtf,
    stored,
    zipped,
)

BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "img": "<img src=x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)></svg>",
    "breakout": "\"'></td></script><script>alert(1)</script>",
    "iframe": '<iframe src="http://127.0.0.1:9/"></iframe>',
    "style": "<style>@import url(http://127.0.0.1:9/x.css);*{display:none}</style>",
    "link": "[click](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>",
    "image": "![x](http://127.0.0.1:9/x.png)",
    "comment": "<!-- --!><script>alert(1)</script> ]]> -->",
    "typst": '#eval("1") #read("/etc/passwd") #{panic()} $x$ @cite <label> = Heading',
    "jinja": "{{ 7*7 }} {% import os %} {{ config.__class__ }} ${7*7} #{7*7}",
    "format": "{0.__class__} {a[b]} {} %s %n %(x)s {0!r:>9999999999}",
    "latex": r"\input{/etc/passwd} \write18{id} $\frac{1}{0}$",
    "formula": '=HYPERLINK("http://127.0.0.1:9/","x") said @SUM(1+1) +1 -1',
    "command": "`id` $(id) ; rm -rf / | cat & \\x00 %00 %0a",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;script&#x3e;alert(1)&#60;/script&#62;",
    "template": "`${alert(1)}` <template><script>alert(1)</script></template>",
    "bidi": "\u202eThe sdloh mad\u202c \u2066x\u2069 \u200f\u200e",
    "zero": "The\u200b dam\u200d hol\u2060ds\ufeff and\u00ad so",
    "html_json": '{"application/vnd.seedbrief": "</script><script>alert(1)</script>"}',
}
"""What must do nothing wherever text is shown, written or run."""


def _payload_cases():
    for name, payload in PAYLOADS.items():
        said = f"The minister said that {payload} had left the port. {PROSE}"
        yield f"payload/{name}.txt", said, ["ok"]
        front = json.dumps(payload, ensure_ascii=True)
        lines = f"---\ntitle: {front}\nauthor: {front}\npublisher: {front}\nkind: {front}\n---\n"
        yield f"payload/{name}-front.md", lines + PROSE, ["ok"]


ODD_NAMES = {
    "<img src=x onerror=alert(1)>.txt": "ok",
    "name/{{7*7}}{0.__class__}%s.txt": "ok",
    "name/=cmd|' /C calc'!A0.txt": "ok",
    "name/con.txt": "ok",
    "name/-rf.txt": "ok",
    "name/'\"`$(id).txt": "ok",
    "name/..txt": None,  # hidden
    "name/...txt": None,
    "name/#eval(1).txt": "ok",
    "name/\u202etxt.exe.txt": "ok",
    "name/김정은.txt": "ok",
    "name/a\nb.txt": "name",
    "name/a\\..\\b.txt": "ok",
    "name/ .txt": "ok",
    "name/" + "n" * 200 + ".txt": "ok",
    "name/%2e%2e%2fetc.txt": "ok",
    "name/a;b&c|d.txt": "ok",
    "name/*.txt": "ok",
    "name/~.txt": "ok",
    "name/a.txt.exe": "type",
    "name/noext": "type",
    "name/a.TXT": "ok",
    "name/doc.doc": "type",
    "name/sheet.xlsx": "type",
    "name/run.py": "type",
    "name/brief.ipynb": "type",
}

ENCODINGS = {
    "utf16.txt": (PROSE.encode("utf-16"), "encoding"),
    "utf16be.txt": (PROSE.encode("utf-16-be"), "encoding"),
    "utf32.txt": (PROSE.encode("utf-32"), "encoding"),
    "latin1.txt": ("café " + PROSE).encode("latin-1"),
    "cp1251.txt": ("Привет " + PROSE).encode("cp1251"),
    "overlong.txt": b"\xc0\xaf" + PROSE.encode(),
    "surrogate.txt": b"\xed\xa0\x80" + PROSE.encode(),
    "cut.txt": PROSE.encode() + b"\xe2\x82",
    "beyond.txt": b"\xf7\xbf\xbf\xbf" + PROSE.encode(),
    "nul.txt": b"a\x00b " + PROSE.encode(),
    "bom.txt": (b"\xef\xbb\xbf" + PROSE.encode(), "ok"),
    "boms.txt": (b"\xef\xbb\xbf\xef\xbb\xbf" + PROSE.encode(), "ok"),
    "crlf.txt": (PROSE.replace(". ", ".\r\n\r\n").encode(), "ok"),
    "cr.txt": (PROSE.replace(". ", ".\r").encode(), "ok"),
    "controls.txt": (b"\x01\x02\x07\x08\x1b[31m " + PROSE.encode(), "ok"),
    "ansi.txt": (b"\x1b]0;title\x07\x1b[2J " + PROSE.encode(), "ok"),
    "noncharacter.txt": ("\ufdd0\uffff " + PROSE).encode(),
    "combining.txt": ("a" + "\u0301" * 500 + " " + PROSE).encode(),
    "emoji.txt": ("\U0001f468\u200d\U0001f469\u200d\U0001f467 " + PROSE).encode(),
    "rtl.txt": ("\u05d0\u05d1 \u0627\u0644 " + PROSE).encode(),
    "private.txt": ("\ue000\U000f0000 " + PROSE).encode(),
    "binary.txt": bytes(range(256)) * 8,
    "elf.txt": b"\x7fELF\x02\x01\x01\x00" + bytes(64),
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t \r\n", "empty"),
    "linesep.txt": (PROSE.replace(" ", "\u2028", 3).encode(), "ok"),
}
_DECODABLE = {"noncharacter.txt", "combining.txt", "emoji.txt", "rtl.txt", "private.txt"}


def _encoding_cases():
    for name, given in ENCODINGS.items():
        data, outcome = given if isinstance(given, tuple) else (given, None)
        outcome = outcome or ("ok" if name in _DECODABLE else "encoding")
        yield f"encoding/{name}", data, [outcome]


FRONTS = {
    "tags.md": ("title: !!python/object/apply:os.system ['id']", "front_matter"),
    "new.md": ("title: !!python/name:os.system", "front_matter"),
    "anchors.md": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]" for n in range(9))
        + "\ntitle: *j",
        "front_matter",
    ),
    "cycle.md": ("title: &a [*a]", "front_matter"),
    "merge.md": ("a: &a {title: x}\n<<: *a", "ok"),
    "deep.md": ("title: " + "[" * 900 + "]" * 900, "front_matter"),
    "long.md": ("title: " + "x" * 60_000, "front_matter"),
    "twice.md": ("title: a\ntitle: b", "ok"),
    "number.md": ("title: " + "9" * 5_000, "ok"),
    "date.md": ("published: 9999-99-99", "front_matter"),
    "script.md": ("url: javascript:alert(1)", "front_matter"),
    "file.md": ("url: file:///etc/passwd", "front_matter"),
    "data.md": ("url: data:text/html,<script>alert(1)</script>", "front_matter"),
    "two.md": ("--- a\n--- b", "ok"),
    "binary.md": ("title: !!binary aGk=", "front_matter"),
    "set.md": ("title: !!set {a, b}", "front_matter"),
    "nul.md": ('title: "\\0"', "front_matter"),
    "half.md": ('title: "\\ud800"', "front_matter"),
    "tab.md": ("\ttitle: a", "front_matter"),
    "open.md": ("title: 'open", "front_matter"),
}


def _front_cases():
    for name, (lines, outcome) in FRONTS.items():
        outcomes = ["ok"] if outcome == "ok" else ["ok", outcome]  # the text is read in any case
        yield f"front/{name}", f"---\n{lines}\n---\n{PROSE}", outcomes


def _html_cases():
    yield "html/plain.html", html(), ["ok"]
    yield "html/scripts.html", html("<script>alert(1)</script>" * 50), ["ok"]
    yield (
        "html/events.html",
        html('<p onclick="alert(1)">x</p><img src=x onerror=alert(1)>'),
        ["ok"],
    )
    yield "html/refresh.html", html(head='<meta http-equiv=refresh content="0;url=//x">'), ["ok"]
    yield "html/base.html", html(head='<base href="http://127.0.0.1:9/">'), ["ok"]
    yield "html/title.html", html(title="&lt;script&gt;alert(1)&lt;/script&gt;"), ["ok"]
    yield "html/deep.html", html("<div>" * 30_000), ["ok"]
    yield "html/wide.html", html("<b></b>" * 30_000), ["ok"]
    yield "html/entity.html", BILLION + html("&i;&x;"), ["empty"]
    yield "html/external.html", EXTERNAL + html("&x;"), ["ok"]
    yield "html/nul.html", html("\x00<p>a\x00b</p>"), ["ok"]
    yield (
        "html/latin1.html",
        html("caf\xe9", head="<meta charset=iso-8859-1>").encode("latin-1"),
        ["ok"],
    )
    yield "html/utf16.html", html().encode("utf-16"), ["ok"]
    yield "html/charset.html", html(head="<meta charset=no-such>"), ["ok"]
    yield (
        "html/date.html",
        html(head='<meta property="article:published_time" content="9999">'),
        ["ok"],
    )
    yield (
        "html/canonical.html",
        html(head='<link rel=canonical href="javascript:alert(1)">'),
        ["ok"],
    )
    yield (
        "html/jsonld.html",
        html(head='<script type="application/ld+json">{"@type":[[[</script>'),
        ["ok"],
    )
    yield "html/empty.html", "", ["empty"]
    yield "html/no-text.html", "<html><body><nav></nav></body></html>", ["empty"]
    yield "html/garbage.html", bytes(range(256)) * 20, ["empty"]
    yield "html/pdf.html", pdf(), ["empty"]
    yield "html/attributes.html", html(f"<p {'a=1 ' * 100_000}>x</p>"), ["ok"]
    yield "html/comment.html", html("<!--" * 50_000), ["ok"]
    yield "html/table.html", html("<table>" * 2_000), ["ok"]


def _pdf_cases():
    yield "pdf/plain.pdf", pdf(), ["ok"]
    yield "pdf/no-xref.pdf", pdf(xref=False), ["ok"]
    yield "pdf/bad-xref.pdf", pdf().replace(b"0000000009", b"9999999999"), ["ok"]
    yield "pdf/cut.pdf", pdf()[:400], ["broken"]
    yield "pdf/empty.pdf", b"", ["broken"]
    yield "pdf/header.pdf", b"%PDF-1.7\n", ["broken"]
    yield "pdf/text.pdf", PROSE, ["broken"]
    yield "pdf/html.pdf", html(), ["broken"]
    yield "pdf/no-pages.pdf", pdf(pages=0), ["broken"]
    yield "pdf/many-pages.pdf", pdf(pages=2_001), ["too_large"]
    yield "pdf/count.pdf", pdf().replace(b"/Count 1", b"/Count 999999999"), ["ok"]
    yield "pdf/negative.pdf", pdf().replace(b"/Count 1", b"/Count -9"), ["ok"]
    yield "pdf/loop.pdf", pdf().replace(b"/Kids [3 0 R ]", b"/Kids [2 0 R ]"), ["empty"]
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    yield "pdf/script.pdf", pdf(catalog=script), ["ok"]
    yield "pdf/launch.pdf", pdf(catalog="/OpenAction << /S /Launch /F (/bin/sh) >>"), ["ok"]
    yield (
        "pdf/remote.pdf",
        pdf(catalog="/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>"),
        ["ok"],
    )
    yield "pdf/encrypted.pdf", _encrypted_pdf(), ["encrypted"]
    bomb = pdf(extra=[flate(b" " * 300_000_000)]).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")
    yield "pdf/bomb.pdf", bomb, ["empty"]
    yield "pdf/picture.pdf", pdf([""]), ["empty"]
    yield "pdf/title.pdf", pdf(info="/Info << /Title (<script>alert\\(1\\)</script>) >>"), ["ok"]
    yield "pdf/huge-page.pdf", pdf().replace(b"612 792", b"9e30 9e30"), ["ok"]
    yield "pdf/nan.pdf", pdf().replace(b"612 792", b"nan inf"), ["ok"]
    yield "pdf/deep.pdf", pdf(catalog="/X " + "[" * 20_000 + "]" * 20_000), ["ok"]
    yield "pdf/lines.pdf", pdf([PROSE[:90]] * 5_000), ["too_large"]
    yield "pdf/stream.pdf", pdf().replace(b"/Length ", b"/Length 99999"), ["ok"]
    yield "pdf/font.pdf", pdf().replace(b"/Type1", b"/Type3"), ["empty"]
    yield "pdf/garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 50, ["broken"]


def _encrypted_pdf():
    lock = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{o}> /U <{u}> >>"
    data = pdf(extra=[lock.format(o="11" * 32, u="22" * 32)], info="/Encrypt 6 0 R")
    return data.replace(b"/Size 7", b"/Size 7 /ID [<00> <00>]")


def _office_cases():
    yield "office/plain.docx", docx(), ["ok"]
    yield "office/plain.odt", odt(), ["ok"]
    yield "office/entities.docx", docx("<w:p>&i;</w:p>", head=BILLION), ["broken"]
    yield "office/external.docx", docx("<w:p>&x;</w:p>", head=EXTERNAL), ["broken"]
    yield "office/dtd.docx", docx(head=REMOTE), ["ok"]
    yield "office/entities.odt", odt("&i;", head=BILLION), ["broken"]
    yield "office/external.odt", odt("&x;", head=EXTERNAL), ["broken"]
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="attachedTemplate" TargetMode="External" '
        'Target="http://127.0.0.1:9/x.dotm"/></Relationships>'
    )
    yield "office/template.docx", docx(extra=[("word/_rels/settings.xml.rels", relation)]), ["ok"]
    yield "office/macro.docx", docx(extra=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")]), ["ok"]
    yield "office/slip.docx", docx(extra=[("../../escaped.xml", "<x/>")]), ["ok"]
    yield "office/bomb.docx", docx(extra=[("word/x.xml", b" " * 250_000_000)]), ["too_large"]
    yield "office/large.docx", docx(prose="dam holds. " * 600_000), ["too_large"]
    yield "office/deep.docx", docx("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000), ["nesting"]
    yield "office/deep.odt", odt("<text:span>" * 20_000 + "</text:span>" * 20_000), ["nesting"]
    yield "office/spaces.odt", odt('<text:p>a<text:s text:c="999999999"/>b</text:p>'), ["ok"]
    yield "office/negative.odt", odt('<text:p>a<text:s text:c="-5"/>b</text:p>'), ["ok"]
    yield "office/no-document.docx", zipped([("word/other.xml", "<x/>")]), ["broken"]
    yield "office/not-xml.docx", zipped([("word/document.xml", PROSE)]), ["broken"]
    yield "office/ole.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["encrypted"]
    yield "office/text.docx", PROSE, ["broken"]
    yield "office/empty.docx", b"", ["broken"]
    yield "office/cut.docx", docx()[:-30], ["broken"]
    yield "office/empty.odt", odt(prose=""), ["empty"]
    yield (
        "office/utf7.docx",
        zipped([("word/document.xml", b'<?xml version="1.0" encoding="utf-7"?><x/>')]),
        ["broken"],
    )
    yield (
        "office/fields.docx",
        docx("<w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>"),
        ["ok"],
    )
    yield "office/script.docx", docx(prose="&lt;script&gt;alert(1)&lt;/script&gt; " + PROSE), ["ok"]
    yield "rtf/plain.rtf", rtf(), ["ok"]
    yield "rtf/text.rtf", PROSE, ["broken"]
    yield "rtf/open.rtf", rtf("{" * 50_000), ["ok"]
    yield "rtf/close.rtf", rtf("}" * 50_000), ["ok"]
    yield "rtf/object.rtf", rtf(r"{\object\objdata 0105000002}"), ["ok"]
    yield "rtf/unicode.rtf", rtf(r"\u-10179?\u-8704? \u999999999?"), ["broken"]
    yield "rtf/binary.rtf", rtf(r"{\pict\bin999999999 x}"), ["ok"]
    yield (
        "rtf/link.rtf",
        rtf(r'{\field{\*\fldinst{HYPERLINK "javascript:alert(1)"}}{\fldrslt x}}'),
        ["ok"],
    )
    yield "rtf/codepage.rtf", rtf().replace("1252", "999999"), ["ok"]


def _mail_cases():
    yield "mail/plain.eml", mail(), ["ok"]
    yield "mail/script.eml", mail(subject="<script>alert(1)</script>"), ["ok"]
    yield "mail/html.eml", mail("Content-Type: text/html", body=html()), ["ok"]
    yield "mail/no-headers.eml", "\r\n" + PROSE, ["broken"]
    yield "mail/empty.eml", b"", ["broken"]
    yield "mail/charset.eml", mail("Content-Type: text/plain; charset=no-such"), ["encoding"]
    yield "mail/base64.eml", mail("Content-Transfer-Encoding: base64", body="!!!!"), ["empty"]
    yield "mail/address.eml", mail("From: " + "<" * 3_000), ["ok"]
    yield "mail/comments.eml", mail("From: " + "(" * 3_000), ["ok"]
    yield "mail/date.eml", mail("Date: Fri, 99 Foo 99999 99:99:99 +9999"), ["ok"]
    yield "mail/headers.eml", mail(*[f"X-{n}: y" for n in range(20_000)]), ["ok"]
    yield "mail/injection.eml", mail(subject="=?utf-8?q?a=0d=0aBcc:_x?="), ["ok"]
    yield "mail/encoded.eml", mail(subject="=?utf-8?b?" + "A" * 5_001 + "?="), ["ok"]
    deep = PROSE
    for number in range(200):
        deep = f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n{deep}\n'
    yield "mail/deep.eml", mail(body="x").replace("\r\n\r\n", "\r\n" + deep, 1), ["ok"]
    yield "mail/attachment.eml", _attached("../../etc/x.txt", PROSE), ["ok", "ok"]
    yield "mail/picture.eml", _attached("x.png", "not a picture"), ["ok"]
    yield "mail/archive.eml", _attached("x.zip", "no zip"), ["ok", "broken"]
    yield "mail/boundary.eml", mail('Content-Type: multipart/mixed; boundary=""'), ["empty"]
    yield "mail/two.mbox", mbox(mail(), mail(subject="Again")), ["ok", "ok"]
    yield "mail/bad.mbox", mbox(mail(), "no headers at all", mail()), ["ok", "broken", "ok"]
    yield "mail/text.mbox", PROSE, ["broken"]
    yield "mail/empty.mbox", b"", ["broken"]
    yield "mail/from.mbox", mbox(*["X: y\n"] * 10_001), ["too_large"]
    yield "mail/from-line.mbox", mbox(mail(body=f"{PROSE}\n>From here on it is quiet.")), ["ok"]


def _attached(name, body):
    return mail(
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        body=(
            f"--b\r\nContent-Type: text/plain\r\n\r\n{PROSE}\r\n--b\r\n"
            f'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="{name}"'
            f"\r\n\r\n{body}\r\n--b--\r\n"
        ),
    )


def _json_cases():
    one = json.dumps({"text": PROSE, "title": "<script>alert(1)</script>"})
    yield "json/plain.json", one, ["ok"]
    yield "json/list.json", f"[{one}, {one}]", ["ok", "ok"]
    yield "json/lines.jsonl", f"{one}\n\n{one}\n", ["ok", "ok"]
    yield "json/bad-line.jsonl", f"{one}\nnot json\n{one}", ["ok", "broken", "ok"]
    yield "json/deep.json", "[" * 100_000, ["broken"]
    yield "json/deep.jsonl", '{"text":' + "[" * 100_000 + f"\n{one}", ["broken", "ok"]
    yield "json/nan.json", '{"text": NaN}', ["broken"]
    yield "json/infinity.json", f'{{"text": "{PROSE}", "x": Infinity}}', ["broken"]
    yield "json/twice.json", '{"text": "a", "text": "b"}', ["broken"]
    yield "json/digits.json", '{"text": ' + "9" * 1_000_000 + "}", ["broken"]
    yield "json/exponent.json", f'{{"text": "{PROSE}", "x": 1e999999}}', ["ok"]
    yield "json/no-text.json", '{"body": "x"}', ["fields"]
    yield "json/number.json", '{"text": 5}', ["fields"]
    yield "json/null.json", "null", ["broken"]
    yield "json/string.json", '"text"', ["broken"]
    yield "json/half.json", '{"text": "\\ud800 ' + PROSE + '"}', ["encoding"]
    yield "json/nul.json", '{"text": "\\u0000 ' + PROSE + '"}', ["encoding"]
    yield "json/cut.json", one[:-5], ["broken"]
    yield "json/comment.json", "// x\n" + one, ["broken"]
    yield "json/utf16.json", one.encode("utf-16"), ["encoding"]
    yield "json/names.jsonl", '{"id": "../../x", "text": "' + PROSE + '"}', ["ok"]
    yield "json/same.jsonl", f'{{"id": 1, "text": "{PROSE}"}}\n' * 2, ["ok", "duplicate"]
    yield "json/many.jsonl", '{"text":"a"}\n' * 10_001, ["too_large"]
    yield "json/proto.json", f'{{"text": "{PROSE}", "__proto__": {{"x": 1}}}}', ["ok"]
    yield "json/url.json", f'{{"text": "{PROSE}", "url": "javascript:alert(1)"}}', ["ok"]


def _zip_cases():
    yield "zip/plain.zip", zipped([("a.txt", PROSE), ("b/c.md", PROSE)]), ["ok", "ok"]
    yield "zip/slip.zip", zipped([("../a.txt", PROSE), ("b.txt", PROSE)]), ["name", "ok"]
    yield "zip/absolute.zip", zipped([("/etc/a.txt", PROSE)]), ["name"]
    yield "zip/windows.zip", zipped([("C:\\a.txt", PROSE), ("..\\b.txt", PROSE)]), ["name", "name"]
    yield "zip/newline.zip", zipped([("a\nb.txt", PROSE)]), ["name"]
    yield "zip/markup.zip", zipped([("<script>alert(1)<!--.txt", PROSE)]), ["ok"]
    yield "zip/bomb.zip", zipped([("a.txt", b"a" * 250_000_000)]), ["too_large"]
    yield "zip/long.zip", zipped([("a.txt", b"a b " * 2_000_000)]), ["too_large"]
    nested = zipped([("a.txt", PROSE)])
    for _ in range(6):
        nested = stored([("n.zip", nested)])
    yield "zip/nested.zip", nested, ["nesting"]
    yield "zip/two-deep.zip", stored([("b.zip", zipped([("a.txt", PROSE)]))]), ["ok"]
    bomb = zipped([("a.txt", b"a" * 60_000_000)])
    yield "zip/bombs.zip", zipped([(f"{n}.zip", bomb) for n in range(5)]), ["too_large"] * 5
    yield "zip/many.zip", stored([(f"{n}.txt", b"") for n in range(10_001)]), ["too_large"]
    yield (
        "zip/hidden.zip",
        zipped([(".a.txt", PROSE), ("__MACOSX/b.txt", PROSE), ("c.txt", PROSE)]),
        ["ok"],
    )
    link = ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    yield "zip/link.zip", zipped([(link, "/etc/passwd")]), ["unreadable"]
    yield "zip/cut.zip", zipped([("a.txt", PROSE)])[:-20], ["broken"]
    yield "zip/text.zip", PROSE, ["broken"]
    yield "zip/empty.zip", b"", ["broken"]
    yield "zip/no-files.zip", zipped([]), []
    good = stored([("a.txt", PROSE)])
    yield "zip/crc.zip", good.replace(b"union", b"onion", 1), ["broken"]
    yield "zip/locked.zip", _flagged(good), ["encrypted"]
    yield "zip/lies.zip", _lying(zipped([("a.txt", PROSE * 100)])), ["broken"]
    yield "zip/same.zip", _same(), ["ok", "duplicate"]
    yield "zip/types.zip", zipped([("a.exe", b"MZ"), ("b.txt", PROSE)]), ["type", "ok"]
    yield (
        "zip/mixed.zip",
        zipped([("a.pdf", pdf()), ("b.docx", docx()), ("c.pdf", b"x")]),
        ["ok", "ok", "broken"],
    )
    yield "zip/prefix.zip", b"MZ" + bytes(500) + good, ["ok"]


def _flagged(data):
    """The same archive, which says that its file is encrypted."""
    place = data.index(b"PK\x01\x02") + 8
    return data[:place] + b"\x01" + data[place + 1 :]


def _lying(data):
    """The same archive, which says that its file has ten bytes."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", 10) + data[place + 4 :]


def _same():
    return stored([("a.txt", PROSE), ("a.txt", PROSE + " Again.")])


def _text_cases():
    yield "text/line.txt", "said " * 30_000, ["ok"]
    yield "text/brackets.txt", "(" * 20_000, ["ok"]
    yield "text/word.txt", "x" * 1_000_000, ["ok"]
    yield "text/labels.txt", "Keller: " * 1_500, ["ok"]
    yield "text/names.txt", "Civil of " * 3_000, ["ok"]
    yield "text/quotes.txt", '"' * 20_000, ["ok"]
    yield "text/long.txt", "The dam holds. " * 400_000, ["too_large"]
    yield "text/huge.txt", b"x" * 20_000_001, ["too_large"]
    yield "text/newlines.txt", "\n" * 100_000 + PROSE, ["ok"]
    yield "text/tabs.txt", "\t" * 100_000 + PROSE, ["ok"]


def _all():
    yield from _payload_cases()
    for name, outcome in ODD_NAMES.items():
        yield name, PROSE, [outcome] if outcome else []
    for cases in (
        *(_encoding_cases, _front_cases, _html_cases, _pdf_cases, _office_cases),
        *(_mail_cases, _json_cases, _zip_cases, _text_cases),
    ):
        yield from cases()


CASES = {name: (data, outcomes) for name, data, outcomes in _all()}


def write(folder, names=None):
    """Write the files, or those of them that are named, into `folder`."""
    for name in CASES if names is None else names:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = CASES[name][0]
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return Path(folder)


if __name__ == "__main__":
    print(f"{len(CASES)} files in {write(sys.argv[1])}")

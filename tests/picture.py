"""The picture in the README: page 1 of the brief on the kit's own seeds.

`make pictures` stores it anew; `test_docs.py` tells when it no longer shows today's brief.
"""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

PATH = Path(__file__).parents[1] / "docs" / "brief.png"

DPI = 96
COLOURS = 64  # letters stay smooth, and the file a third as large
STALE = 0.03  # of the pixels; a line more moves all below it, some 5 %
BORDER = "#c8c8c8"  # or a white page has no edge on a white page


def first_page(pdf):
    """The first page of a PDF as a picture with an edge."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    framed = ImageOps.expand(image, border=1, fill=BORDER)
    return framed.quantize(COLOURS, dither=Image.Dither.NONE)


def store(pdf):
    """Replace the picture in the README."""
    first_page(pdf).save(PATH, optimize=True)

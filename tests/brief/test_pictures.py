"""Pages look as they did: pictures of a brief on invented seeds against stored ones.

`make pictures` stores them anew; look at each before you commit it. A test that fails leaves what
it saw, and what differs in red, in `build/pictures/`.
"""

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

import analysis

HERE = Path(__file__).parent / "pictures"
SEEN = Path(__file__).parents[2] / "build" / "pictures"
RENEW = bool(os.environ.get("RENEW_PICTURES"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOTEBOOKS = ("brief", "figures")

DPI = 60
SHADES = 16  # of grey: a third of the size, and no difference to the eye
VISIBLE = 48  # of 255: what a new version of a renderer may change at the edge of a letter
PAGE_PART = 0.002  # of a page's pixels that may differ visibly; a moved line of text changes 1 %
SCREEN_PART = 0.005  # another browser sets letters a little otherwise
BUDGET = 1_500_000  # bytes for all pictures together

SCREENS = {
    # name: width and height of the window, colours
    "phone": (360, 2800, "light"),
    "desk": (1600, 2400, "light"),
    "desk-dark": (1600, 2400, "dark"),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The briefs on the invented seeds."""
    out = tmp_path_factory.mktemp("pictures") / "report"
    analysis.build(HERE / "seeds", out, notebooks=NOTEBOOKS, progress=False)
    return out


def pages(path):
    """Each page of a PDF as a grey picture, by name."""
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            image = page.render(scale=DPI / 72, grayscale=True).to_pil()
            yield f"{path.stem}-{number:02}", _few_shades(image)


def screen(path, name, folder):
    """The upper end of a page in a browser window, at half its size."""
    width, height, colours = SCREENS[name]
    frame = folder / f"{name}.html"  # a window of its own would not be as narrow as a phone
    frame.write_text(
        f'<body style="margin:0"><iframe src="{path.as_uri()}" width="{width}" height="{height}" '
        'style="border:0;display:block"></iframe>'
    )
    shot = folder / f"{name}.png"
    subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--force-device-scale-factor=0.5", f"--user-data-dir={folder / 'profile'}"),
            f"--blink-settings=preferredColorScheme={'0' if colours == 'dark' else '1'}",
            f"--window-size={max(width, 600)},{height}",
            f"--screenshot={shot}",
            frame.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with Image.open(shot) as image:
        return _few_shades(image.crop((0, 0, width // 2, height // 2)).convert("L"))


def _few_shades(image):
    step = 255 / (SHADES - 1)
    return image.point(lambda value: round(round(value / step) * step))


def differing(seen, stored):
    """The part of the pixels that differ visibly once edges are blurred, and where they are."""
    soft = [np.asarray(i.filter(ImageFilter.BoxBlur(1)), dtype=np.int16) for i in (seen, stored)]
    far = np.abs(soft[0] - soft[1]) > VISIBLE
    return far.mean(), far


def shown(seen, stored, far):
    """The new picture in pale grey with what differs in red, beside the stored one."""
    pale = 255 - (255 - np.asarray(seen)) // 3
    marked = np.dstack([np.where(far, 220, pale), np.where(far, 0, pale), np.where(far, 0, pale)])
    return Image.fromarray(np.hstack([marked.astype(np.uint8), np.asarray(stored.convert("RGB"))]))


def compare(seen, most):
    """Fail with the names of the pictures that do not look like the stored ones."""
    SEEN.mkdir(parents=True, exist_ok=True)
    wrong = []
    for name, image in seen.items():
        path = HERE / f"{name}.png"
        if not path.exists():
            wrong.append(f"{name} is new")
            image.save(SEEN / f"{name}.png")
            continue
        with Image.open(path) as opened:
            stored = opened.convert("L")
        if stored.size != image.size:
            wrong.append(f"{name} is {image.size} and was {stored.size}")
            image.save(SEEN / f"{name}.png")
            continue
        part, far = differing(image, stored)
        if part > most:
            wrong.append(f"{name} differs in {part:.2%} of its pixels")
            image.save(SEEN / f"{name}.png")
            shown(image, stored, far).save(SEEN / f"{name}-difference.png")
    assert not wrong, (
        f"{'; '.join(wrong)}. Look into {SEEN}; if it is meant, run `make pictures`, look at the "
        "new pictures and commit them"
    )


def store(seen, pattern):
    """Replace the stored pictures that `pattern` names."""
    for path in HERE.glob(pattern):
        path.unlink()
    for name, image in seen.items():
        image.quantize(SHADES).save(HERE / f"{name}.png", optimize=True)
    pytest.skip(f"stored anew: {', '.join(seen)}")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_pages_look_as_before(report, notebook):
    seen = dict(pages(report / f"{notebook}.pdf"))
    if RENEW:
        store(seen, f"{notebook}-[0-9]*.png")
    gone = {path.stem for path in HERE.glob(f"{notebook}-[0-9]*.png")} - set(seen)
    assert not gone, f"the brief has no longer these pages: {sorted(gone)}; run `make pictures`"
    compare(seen, PAGE_PART)


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path: apt install chromium")
@pytest.mark.parametrize("name", SCREENS)
def test_screens_look_as_before(report, name, tmp_path):
    seen = {f"screen-{name}": screen(report / "brief.html", name, tmp_path)}
    if RENEW:
        store(seen, f"screen-{name}.png")
    compare(seen, SCREEN_PART)


def test_a_change_is_seen_and_an_edge_is_not():
    """A line that moved or a small box that is gone counts; softer letters do not."""
    with Image.open(sorted(HERE.glob("brief-*.png"))[0]) as opened:
        page = opened.convert("L")
    moved = Image.new("L", page.size, 255)
    moved.paste(page, (0, 3))
    assert differing(moved, page)[0] > PAGE_PART
    assert differing(page, page)[0] == 0
    softer = page.filter(ImageFilter.GaussianBlur(0.4))
    assert differing(softer, page)[0] <= PAGE_PART
    boxed = page.copy()
    boxed.paste(0, (100, 100, 140, 120))
    assert differing(boxed, page)[0] > PAGE_PART


def test_pictures_stay_small():
    """They are in git for good, each version of them."""
    assert sum(path.stat().st_size for path in HERE.glob("*.png")) <= BUDGET

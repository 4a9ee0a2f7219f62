"""Draw the page's PNG icons from favicon.svg: `python -m tests.browser.draw_icons`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path("service/translator/web/static")
# The part of a maskable icon that no mask cuts off is a circle of four fifths of its width.
SAFE_SHARE = 0.72
PLAIN, FULL = "transparent", "#0f5c63"
ICONS = {
    "icon-180.png": (180, 0.86, FULL),  # iOS rounds the corners by itself
    "icon-192.png": (192, 1.0, PLAIN),
    "icon-512.png": (512, 1.0, PLAIN),
    "icon-maskable-512.png": (512, SAFE_SHARE, FULL),
}


def page_of(size: int, share: float, ground: str) -> str:
    """Put the drawing, at a share of the width, on a ground."""
    drawing = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    width = round(size * share)
    return (
        f"<style>body{{margin:0;width:{size}px;height:{size}px;display:grid;place-items:center;"
        f"background:{ground}}}svg{{width:{width}px;height:{width}px}}</style>{drawing}"
    )


def main() -> None:
    """Draw all icons."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (size, share, ground) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(page_of(size, share, ground))
            page.screenshot(path=STATIC / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()

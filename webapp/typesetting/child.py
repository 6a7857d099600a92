"""The process in which pages are set: HTML comes in, a PDF file goes out; nothing is looked up.

The style sheets and fonts are the application’s own, taken up beforehand. What a page names
besides is passed over.
"""

from __future__ import annotations

import os
import re
import tempfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from questions.reading.child import serve
from webapp.typesetting.formulas import put_formulas

_HERE = "http://static.invalid/"
_STATIC = Path(__file__).parent.parent / "static"
_RANGE = re.compile(rb";\s*unicode-range:[^;}]*")
_SHEETS = ("tokens", "components", "app", "paper", "pages")


class Own(URLFetcher):
    """Gives the application’s own files."""

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """Return a file of the folder of static files."""
        content = (_STATIC / url.removeprefix(_HERE)).read_bytes()
        if not url.endswith(".css"):
            return URLFetcherResponse(url, content, {"Content-Type": "font/woff2"})
        # What a font is said to have would be looked for in no other.
        style = _RANGE.sub(b"", content)
        return URLFetcherResponse(url, style, {"Content-Type": "text/css"})


class Nothing(URLFetcher):
    """Gives nothing but what stands in the page itself, whatever is named."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Refuse, which leaves out what was named."""
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        raise ValueError(f"{url} is not fetched.")


def main() -> None:
    """Set a page with the fonts laid out in the folder that the first argument names."""
    serve(_prepare)


def _prepare(folder: str) -> Callable[[bytes], dict[str, Any]]:
    tempfile.tempdir = folder
    # Where what is known of the system's fonts is kept: looking through them takes ten seconds.
    os.environ.setdefault("HOME", str(Path.home()))
    fonts = FontConfiguration()
    sheets = [
        CSS(url=f"{_HERE}css/{name}.css", url_fetcher=Own(), font_config=fonts) for name in _SHEETS
    ]

    def set_one(content: bytes) -> dict[str, Any]:
        html, drawings = put_formulas(content.decode())
        page = HTML(string=html, base_url=_HERE, url_fetcher=Nothing())
        # Pictures that are there already, by address, are looked up nowhere else.
        made = page.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_tags=True, cache={**drawings}
        )
        return {"pdf": b64encode(made or b"").decode()}

    return set_one


if __name__ == "__main__":
    main()

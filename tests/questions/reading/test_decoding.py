from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.reading.decoding import LARGEST, Decoded, decode, is_html
from questions.reading.unreadable import UnreadableError

TEXT = "Naïve “café” — 10 €.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_is_marked_and_utf8_is_sure(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == Decoded(TEXT)


def test_utf16_of_either_order_is_read_by_its_mark() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(("\ufeff" + TEXT).encode(encoding)) == Decoded(TEXT)


def test_windows_1252_is_assumed_and_said() -> None:
    assert decode(TEXT.encode("cp1252")) == Decoded(TEXT, "Windows-1252")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty."),
        (b" \n\t", "is empty."),
        (b"\xef\xbb\xbf", "is empty."),
        (b"\xff\xfe", "is empty."),
        (b"A \0 sentence.", "is not a text file."),
        (b"\x89PNG\r\n\x1a\n\xde\x02", "is not a text file."),
        (b"caf\xe9 \x81", "is not UTF-8 (byte 3), nor Windows-1252. Save it as UTF-8."),
        (b"\xff\xfea", "begins as UTF-16, but goes on otherwise. Save it as UTF-8."),
        (b"\xff\xfe\x00\xd8a\x00", "begins as UTF-16, but goes on otherwise. Save it as UTF-8."),
        (b"\xef\xbb\xbfcaf\xe9.", "begins as UTF-8, but goes on otherwise. Save it as UTF-8."),
    ],
)
def test_says_why_there_is_no_text(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(content)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><p>It is so.",
        b"\xef\xbb\xbf\n<html lang=en>",
        b"<?xml version='1.0'?>\n<!-- a\n --><html>",
        "\ufeff<!doctype html>".encode("utf-16-le"),
    ],
)
def test_a_web_page_is_told(content: bytes) -> None:
    assert is_html(content)


def test_a_text_on_html_is_text() -> None:
    text = b"The <html> tag opens a page."
    assert not is_html(text)
    assert decode(text).text == text.decode()


@given(st.binary(max_size=60))
def test_bytes_are_text_or_it_is_said_why_not(content: bytes) -> None:
    try:
        text = decode(content).text
    except UnreadableError as error:
        assert str(error).endswith(".")
    else:
        assert text.strip()
        assert "\0" not in text


def test_a_document_has_a_megabyte_at_most() -> None:
    assert LARGEST == 1024 * 1024

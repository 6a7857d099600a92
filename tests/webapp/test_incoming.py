"""Addresses and forms that are too large are refused before anything reads them."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.webapp.browsing import token_on
from webapp.gateway.limits import LARGEST_FORM, LONGEST_URL, MOST_FIELDS

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


def part(name: str, value: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def urlencoded(fields: list[tuple[str, str]]) -> bytes:
    return urlencode(fields).encode()


def multipart(fields: list[tuple[str, str]]) -> bytes:
    return "".join([*(part(name, value) for name, value in fields), "--x--\r\n"]).encode()


@pytest.mark.alone
@pytest.mark.parametrize(("kind", "write"), [(URLENCODED, urlencoded), (MULTIPART, multipart)])
def test_a_form_has_so_many_fields_and_no_more(app: Flask, kind: str, write: object) -> None:
    browser = app.test_client()
    token = ("csrf_token", token_on(browser, "/sign-in"))

    def send(fields: list[tuple[str, str]]) -> int:
        body = write([token, *fields])  # type: ignore[operator]
        return browser.post("/sign-in", data=body, content_type=kind).status_code

    assert send([("a", "1")] * (MOST_FIELDS - 1)) in (400, 422)
    assert send([("a", "1")] * MOST_FIELDS) == 413
    begun = time.process_time()
    assert send([("a", "1")] * 400_000) == 413
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(("kind", "write"), [(URLENCODED, urlencoded), (MULTIPART, multipart)])
def test_a_form_is_so_large_and_no_larger(app: Flask, kind: str, write: object) -> None:
    browser = app.test_client()
    body = write([("email", "x" * (LARGEST_FORM + 1))])  # type: ignore[operator]
    assert browser.post("/sign-in", data=body, content_type=kind).status_code == 413


@pytest.mark.alone
@pytest.mark.parametrize(
    "body",
    [
        b"&" * LARGEST_FORM,
        b"%" * LARGEST_FORM,
        b"a=" + b"%CC%81" * (LARGEST_FORM // 6),
        b"=" * LARGEST_FORM,
        b"+" * LARGEST_FORM,
    ],
)
def test_a_hostile_form_is_read_fast(app: Flask, body: bytes) -> None:
    begun = time.process_time()
    answer = app.test_client().post("/sign-in", data=body, content_type=URLENCODED)
    assert answer.status_code in (400, 413, 422)
    assert time.process_time() - begun < 3


@pytest.mark.alone
@pytest.mark.parametrize(
    "body",
    [
        b"\r\n" * (LARGEST_FORM * 2),
        b"--x" * LARGEST_FORM,
        b"--x\r\n" + b"A: b\r\n" * LARGEST_FORM,
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n" + b"\r\n--" * LARGEST_FORM,
        b"--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n"
        + b"\r\n--" * LARGEST_FORM,
        b"--x\r\nContent-Disposition: form-data; " + b"a=b;" * (LARGEST_FORM // 4),
        b"--x\r\nContent-Disposition: form-data; name*=utf-8''" + b"%" * LARGEST_FORM,
    ],
    ids=["lines", "boundaries", "headers", "dashes", "dashes-file", "options", "name"],
)
def test_a_hostile_multipart_form_is_read_fast(app: Flask, body: bytes) -> None:
    begun = time.process_time()
    body = body[: 8 * 1024 * 1024 - 20] + b"\r\n\r\n\r\n--x--\r\n"
    answer = app.test_client().post("/sign-in", data=body, content_type=MULTIPART)
    assert answer.status_code in (400, 413, 422)
    assert time.process_time() - begun < 5


def test_a_long_address_is_refused(app: Flask) -> None:
    browser = app.test_client()
    for address in ("/sign-in?next=/" + "a" * LONGEST_URL, "/" + "a" * LONGEST_URL):
        said = browser.get(address)
        assert said.status_code == 414 and "too long" in said.text
    assert browser.get("/sign-in?next=/" + "a" * 1000).status_code == 200

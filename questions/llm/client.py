"""A model behind an address that speaks OpenAI's protocol."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from questions.llm.model import MalformedError, ModelError, NotInstalledError, Settings

if TYPE_CHECKING:
    import openai

LARGEST = 1_000_000  # bytes of an answer
_FORMS = ("json_schema", "json_object", "text")
_REFUSING_A_FORM = {400, 415, 422}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_SAID = 200  # characters of what a server says about itself


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Reply(BaseModel):
    choices: list[_Choice]


class Server:
    """The model that ``settings`` name. A connection is made with the first question."""

    def __init__(self, settings: Settings) -> None:
        try:
            import openai
        except ImportError as error:
            raise NotInstalledError(
                "A language model needs one more package. Run pip install 'recite[llm]'."
            ) from error
        self._settings = settings
        self._form = 0
        self._client = openai.OpenAI(
            base_url=settings.url,
            api_key=settings.key or "none",
            max_retries=settings.retries,
            timeout=settings.timeout,
            # The document goes where it was sent and nowhere else: no proxy for this machine.
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False,
                trust_env=urlsplit(settings.url).hostname not in _LOOPBACK,
            ),
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def answer(self, instructions: str, text: str, schema: Mapping[str, object]) -> str:
        """Return the answer, in the strictest form that the server takes.

        Raises:
            ModelError: naming the cause and a remedy.
        """
        import httpx2
        import openai

        while True:
            try:
                return self._read(self._post(instructions, text, schema))
            except openai.APIStatusError as error:
                if error.status_code not in _REFUSING_A_FORM or self._form + 1 == len(_FORMS):
                    self._fail(self._meaning(error))
                self._form += 1
            except (openai.APITimeoutError, httpx2.TimeoutException):
                self._fail_late()
            except (openai.APIConnectionError, httpx2.HTTPError):
                self._fail("cannot be reached. Start it, or correct RECITE_LLM_URL")

    def _post(self, instructions: str, text: str, schema: Mapping[str, object]) -> bytes:
        import openai

        form = _FORMS[self._form]
        more: dict[str, Any] = {} if form == "text" else {"response_format": {"type": form}}
        if form == "json_schema":
            more["response_format"][form] = {"name": "questions", "strict": True, "schema": schema}
        with self._client.chat.completions.with_streaming_response.create(
            model=self._settings.model,
            messages=[
                {"role": "system", "content": instructions},
                {"role": "user", "content": text},
            ],
            # Set for another server, these would be told to this one.
            extra_headers=dict.fromkeys(["OpenAI-Organization", "OpenAI-Project"], openai.omit),
            **more,
        ) as response:
            body = b""
            until = time.monotonic() + self._settings.timeout
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    self._fail(f"answers with more than {LARGEST // 1_000} kB. Try another model")
                if time.monotonic() > until:
                    self._fail_late()
        return body

    def _read(self, body: bytes) -> str:
        try:
            choice = _Reply.model_validate_json(body).choices[0]
        except (ValidationError, IndexError):
            self._fail(
                "does not answer like an OpenAI-compatible server. Correct RECITE_LLM_URL: "
                "it often ends in /v1"
            )
        if choice.message.refusal or choice.finish_reason == "content_filter":
            self._fail("refuses to write questions on this document. Try another model")
        if choice.finish_reason == "length":
            raise MalformedError("The model's answer is cut off. Allow it longer answers.")
        return choice.message.content or ""

    def _meaning(self, error: openai.APIStatusError) -> str:
        status = error.status_code
        known = {
            401: "does not accept the key. Correct RECITE_LLM_KEY",
            403: "does not accept the key. Correct RECITE_LLM_KEY",
            404: f"knows no model “{self._settings.model}”, or no such address. Correct "
            "RECITE_LLM_MODEL or RECITE_LLM_URL, which often ends in /v1",
            429: "is asked too often, or an allowance is used up. Try again later",
        }
        if status in known:
            return known[status]
        if status < 400:
            return (
                "sends elsewhere, which is not followed. Give the final address in RECITE_LLM_URL"
            )
        if status >= 500:
            return f"has an error of its own ({status}). See its log, or try again later"
        said = self._clean(error.message)
        return f"refuses what is asked ({status}: {said}). Try another model"

    def _clean(self, said: str) -> str:
        """Return what a server says, safe to show: it may repeat the key, or steer a terminal."""
        if self._settings.key:
            said = said.replace(self._settings.key, "…")
        return re.sub(r"[^ -~]+", " ", said)[:_SAID]

    def _fail_late(self) -> NoReturn:
        self._fail(
            f"does not answer within {self._settings.timeout:g} seconds. "
            "Raise RECITE_LLM_TIMEOUT, or try a smaller model"
        )

    def _fail(self, how: str) -> NoReturn:
        parts = urlsplit(self._settings.url)
        raise ModelError(f"The model server at {parts.scheme}://{parts.netloc} {how}.") from None

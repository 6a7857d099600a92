"""Files in a bucket of storage that speaks S3, each an object by its name.

What it raises never tells a key, an address or what the server wrote: codes and plain words alone.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import IO, Any

import boto3
from botocore import exceptions
from botocore.config import Config

from questions.media import NAME
from webapp.server_addresses import BucketAddress

# Plain choices: whoever waits for a picture holds a thread, of which there are eight.
_TRIES = 2
_CONNECT_SECONDS, _READ_SECONDS = 2, 5
_SILENT_SECONDS = 5.0
_LONGEST_CODE = 40
_SILENT = "the storage does not answer"
_SILENCE = (exceptions.ConnectionError, exceptions.HTTPClientError)
_log = logging.getLogger("recite.stores")
# At DEBUG it writes each request with its signature.
logging.getLogger("botocore").setLevel(logging.WARNING)


class Bucket:
    """A bucket, or what in it begins with a prefix."""

    def __init__(
        self, address: BucketAddress, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep files in it; nothing is asked of the server before the first of them."""
        self._address = address
        self._elapsed = elapsed
        self._opening = Lock()
        self._silent_until = float("-inf")

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file: an object is there once the server has all of it. Raises OSError."""
        with self._asking() as client:
            client.put_object(**self._place(name), Body=content)

    def open(self, name: str) -> IO[bytes]:
        """Return a file, which is read at once. Raises FileNotFoundError, or another OSError."""
        with self._asking() as client:
            return io.BytesIO(client.get_object(**self._place(name))["Body"].read())

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield each file's name and when it was kept last. Raises OSError."""
        bucket, prefix = self._address.bucket, self._address.prefix
        with self._asking() as client:
            pages = iter(
                client.get_paginator("list_objects_v2").paginate(
                    Bucket=bucket, Prefix=prefix, Delimiter="/"
                )
            )
        while True:
            with self._asking():
                page = next(pages, None)
            if page is None:
                return
            for each in page.get("Contents", ()):
                name = each["Key"].removeprefix(prefix)
                if NAME.fullmatch(name):
                    yield name, each["LastModified"]

    def remove(self, name: str) -> None:
        """Let go of a file, if it is there. Raises OSError."""
        with self._asking() as client:
            client.delete_object(**self._place(name))

    def _place(self, name: str) -> dict[str, str]:
        if not NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return {"Bucket": self._address.bucket, "Key": self._address.prefix + name}

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """Have what goes wrong raised as OSError; after a silence nobody else waits for a while."""
        if self._elapsed() < self._silent_until:
            raise OSError(_SILENT)
        try:
            with self._opening:
                client = self._client
            yield client
        except _SILENCE:
            self._silent_until = self._elapsed() + _SILENT_SECONDS
            raise _told(_SILENT) from None
        except exceptions.ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code == "NoSuchKey":
                raise FileNotFoundError(code) from None
            raise _told(_CODES.get(code, f"the storage refuses ({code[:_LONGEST_CODE]})")) from None
        except (exceptions.BotoCoreError, ValueError) as error:
            raise _told(_FAULTS.get(type(error).__name__, type(error).__name__)) from None

    @cached_property
    def _client(self) -> Any:
        session = boto3.session.Session(region_name=self._address.region)
        return session.client(
            "s3", endpoint_url=self._address.endpoint, config=_settings(self._address)
        )


_CODES = {
    "NoSuchBucket": "there is no such bucket",
    "AccessDenied": "the key may not do this in the bucket",
    "403": "the key may not do this in the bucket",
    "InvalidAccessKeyId": "the storage does not know the key",
    "PermanentRedirect": "the bucket is in another region",
    "AuthorizationHeaderMalformed": "the bucket is in another region",
    "SignatureDoesNotMatch": "the secret does not belong to the key",
}
_FAULTS = {
    "NoCredentialsError": "there is no key. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "PartialCredentialsError": "half of the key is missing. Set AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY",
    "NoRegionError": "the region is missing. Add region=… to RECITE_MEDIA",
}


def _told(why: str) -> OSError:
    _log.warning("storage cannot be used", extra={"fields": {"why": why}})
    return OSError(why)


def _settings(address: BucketAddress) -> Config:
    """Return what holds for its client; checksums of a newer kind not every server knows."""
    return Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": _TRIES},
        s3={"addressing_style": "path" if address.endpoint else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )

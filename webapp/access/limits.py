"""How often one may try: counted before the work is done, in memory unless configured otherwise.

Whatever can be guessed is tried inside :func:`guess`. A try is counted at once, so that many at
the same time are no more than one after the other, and given back when it was right. Three
counters keep those who guess from locking out those who know:

- the account's, for all browsers that it does not know;
- each known browser's own, which no stranger can use up (see :mod:`webapp.access.devices`);
- the network's, wide enough for a school behind one address.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from flask import Response, after_this_request
from flask_babel import gettext as _
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many

from webapp.access.counting import SharedCounts  # noqa: F401 -- known by its scheme from then on
from webapp.access.devices import device_for
from webapp.access.networks import current_network
from webapp.services.errors import TooMany
from webapp.wording import waiting_time

limiter = Limiter(current_network, default_limits=[], headers_enabled=False)

# For making accounts and asking for e-mail: a whole class may come in from one address.
MAKING = "60 per minute; 600 per hour"

# For beginning to sign in by a provider: a whole school may come in from one address.
STARTING = "300 per minute; 6000 per hour"

# To one address, from each network and each browser it knows; and from all strangers together.
_MAILS = "3 per 15 minutes; 10 per day"
_MAILS_OF_STRANGERS = "9 per 15 minutes; 30 per day"
_counting = Lock()
Counter = tuple[RateLimitItem, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Guessable:
    """Something that can be guessed, and how many wrong tries each counter allows.

    ``is_own`` says that it opens the account by which tries are counted. What opens anything
    else is tried by the account itself, which makes as many browsers known as it likes: those
    share one counter.
    """

    name: str
    account: str = "20 per 15 minutes; 100 per day"
    device: str = "20 per 15 minutes"
    network: str = "150 per 15 minutes"
    is_own: bool = True


PASSWORD = Guessable("password")
JOIN_CODE = Guessable("join code", network="60 per 15 minutes", is_own=False)
QUIZ_CODE = Guessable("quiz code", network="60 per 15 minutes", is_own=False)
LINK = Guessable("one-time link")
PROVIDER = Guessable("provider")
RECOVERY_CODE = Guessable("recovery code", account="10 per 15 minutes; 40 per day")
SECOND_FACTOR = Guessable("second factor", account="10 per 15 minutes; 40 per day")


@contextmanager
def guess(what: Guessable, account: str | None = None, field: str | None = None) -> Iterator[None]:
    """Count a try before it is made, and give it back when it was right.

    It was wrong when something is raised inside; so check inside, and raise what
    ``form.refusals()`` or the page for errors then shows::

        with form.refusals(), guess(PASSWORD, email, "password"):
            user_id = recognise(email, password)

    ``account`` is the normal e-mail address that is tried, whether anybody has it or not; for
    those without one, their id. Without an account only the network counts.

    Raises:
        TooMany: it was tried too often; the message says how long to wait, beside ``field``.
    """
    counters = _counters(what, account)
    wait = _take(counters)
    if wait is not None:
        raise _too_many(wait, field)
    yield
    _give_back(counters)


def may_mail(account: str) -> bool:
    """Count an e-mail to that address, and return whether so many may go there.

    What a stranger asks for is not taken from what its owner may, who comes from another network
    or by a browser that the account knows.
    """
    device, whose = device_for(account), _digest(account)
    if device:
        return _take(_each(_MAILS, "mail", "device", whose, device)) is None
    by_network = _each(_MAILS, "mail", "network", whose, current_network())
    return _take([*by_network, *_each(_MAILS_OF_STRANGERS, "mail", "account", whose)]) is None


def _counters(what: Guessable, account: str | None) -> list[Counter]:
    device = device_for(account) if account else None
    if account and device:
        which = device if what.is_own else "any"
        return _each(what.device, what.name, "device", _digest(account), which)
    by_account = _each(what.account, what.name, "account", _digest(account)) if account else []
    return [*by_account, *_each(what.network, what.name, "network", current_network())]


def _each(rates: str, *names: str) -> list[Counter]:
    return [(rate, names) for rate in parse_many(rates)]


def _digest(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()


def _take(counters: list[Counter]) -> float | None:
    """Count one more everywhere; or nowhere, and return how long a counter stays used up."""
    taken: list[Counter] = []
    # Not all stores count in one step; within one process we see to it.
    with _counting:
        for rate, names in counters:
            taken.append((rate, names))
            if not limiter.limiter.hit(rate, *names):
                until = limiter.limiter.get_window_stats(rate, *names).reset_time
                _subtract(taken)
                return until - time.time()
    return None


def _give_back(counters: list[Counter]) -> None:
    with _counting:
        _subtract(counters)


def _subtract(counters: list[Counter]) -> None:
    for rate, names in counters:
        key = rate.key_for(*names)
        if limiter.storage.get(key) > 0:
            limiter.storage.incr(key, rate.get_expiry(), -1)


def _too_many(seconds: float, field: str | None) -> TooMany:
    wait = max(1, math.ceil(seconds))

    def tell(response: Response) -> Response:
        response.headers["Retry-After"] = str(wait)
        return response

    after_this_request(tell)
    message = _(
        "There were too many tries. Nothing is lost. Try again in %(wait)s.",
        wait=waiting_time(timedelta(seconds=wait)),
    )
    return TooMany(message, field)

"""From where somebody signs in, in plain words and no more exactly than needed."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from flask_babel import gettext as _

# The first that is named in the header counts: nearly all name the ones below as well.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "Linux": "Linux",
}
_LONGEST = 1000


def describe_device(user_agent: str | None) -> str:
    """Return browser and system: "Firefox on Windows", or that they are not known."""
    given = (user_agent or "")[:_LONGEST]
    browser = next((name for mark, name in _BROWSERS.items() if mark in given), None)
    system = next((name for mark, name in _SYSTEMS.items() if mark in given), None)
    if browser and system:
        return str(_("%(browser)s on %(system)s", browser=browser, system=system))
    return browser or system or str(_("A device we do not know"))


def shorten_address(address: str | None) -> str:
    """Return the network of an address, without the part that tells one device from another."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return ":".join(parsed.exploded.split(":")[:3]) + ":*"
        parsed = parsed.ipv4_mapped
    return ".".join(str(parsed).split(".")[:3]) + ".*"

"""Networks: what counts as one place that requests come from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import request

# What one customer of a provider is given, who may take any address in it.
_PREFIX = 64


def network_of(address: str | None) -> str:
    """Return the network of an address: an IPv4 address, or the /64 of an IPv6 one.

    An IPv4 address that is written as IPv6 (``::ffff:192.0.2.7``) is that IPv4 address.
    """
    try:
        read = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    plain: IPv4Address | IPv6Address = getattr(read, "ipv4_mapped", None) or read
    if isinstance(plain, IPv4Address):
        return str(plain)
    return str(IPv6Network((plain, _PREFIX), strict=False))


def current_network() -> str:
    """Return the network that this request comes from."""
    return network_of(request.remote_addr)

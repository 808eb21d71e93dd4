"""Which machines may be asked for pages: public ones, whatever their address is spelt like and wherever a name leads at the moment of asking."""

from __future__ import annotations

import ipaddress
import socket

from sayso.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
"""Prefixes under which an IPv4 address stands in the last four bytes (RFC 6052, 8215)."""

RESERVED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "168.63.129.16/32", "192.88.99.0/24")))
"""Beside what the standard library knows: protocol assignments, the relay of 6to4 (IANA), and where a large cloud serves its metadata."""

COMPATIBLE = ipaddress.IPv6Network("::/96")
"""IPv4 addresses in the old way (RFC 4291, 2.5.5.1)."""


class UnreachableError(InputError):
    """A machine that is not found, or does not answer, or not in time."""


class PrivateAddressError(InputError):
    """A name or address that leads to a machine that is not public."""


def resolved(host: str, port: int, *, private: bool = False) -> list[str]:
    """The addresses of `host`, in the order of the system's preference; the caller connects to these, not to the name again.

    Raises PrivateAddressError if any of them is not public (unless `private`): a name that leads to both is a trick. Raises
    UnreachableError for a name that leads nowhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise UnreachableError(f"there is no machine of the name {host}") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses:
        raise UnreachableError(f"there is no machine of the name {host}")
    if not private and not all(is_public(one) for one in addresses):
        raise PrivateAddressError(f"{host} is a private address, which is not asked unless you allow it")
    return addresses


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, as the system gives it) is one of a machine on the open internet; so must be any address inside it."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_open(one) for one in (parsed, *_inside(parsed)))


def _open(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    if any(address in network for network in RESERVED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inside(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in (*NAT64, COMPATIBLE)):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]

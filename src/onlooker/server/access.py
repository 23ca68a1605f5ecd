"""Who may use the app, and how they say who they are.

1. On the loopback whoever reaches it may do everything; only names of the loopback are answered, so that no page elsewhere can come in by a name of
   its own that it points here.
2. On any other address a token is asked for, or a name that a proxy has checked, and that counts only from the proxy's own address.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from onlooker.errors import SettingError

SHORTEST = 16
"""Characters of a token."""
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Role(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """`csrf` is what a page of ours has to send along with whatever changes something. `by_token`: the request itself carries its token, which no
    page elsewhere can make a browser send."""

    name: str
    role: Role
    csrf: str = ""
    by_token: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`digest` is SHA-256 of the token: it is written down nowhere."""

    name: str
    role: Role
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that logs people in and says in `header` who they are. Everybody it lets through may read; `writers` may write, `*` is all of them."""

    header: str
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
    writers: frozenset[str] = frozenset()

    def is_from(self, address: str) -> bool:
        try:
            there = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return any(there in network for network in self.networks)

    def role_of(self, name: str) -> Role:
        return Role.WRITE if name in self.writers or "*" in self.writers else Role.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`names` are the host names that are answered, empty for any. `secret` signs cookies."""

    open: bool = False
    tokens: tuple[Token, ...] = ()
    proxy: Proxy | None = None
    names: frozenset[str] = frozenset()
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    def token(self, given: str) -> Token | None:
        """Takes as long whichever it is."""
        digest = sha256(given.encode()).digest()
        found = None
        for one in self.tokens:
            if hmac.compare_digest(one.digest, digest):
                found = one
        return found

    def named(self, name: str) -> Token | None:
        return next((one for one in self.tokens if one.name == name), None)

    def answers(self, host: str) -> bool:
        """Whether a request that names this host, with or without a port, is answered."""
        return not self.names or _without_port(host.lower()) in self.names


def access_of(
    host: str,
    *,
    token: str = "",
    tokens: str = "",
    proxy: Proxy | None = None,
    names: Sequence[str] = (),
) -> Access:
    """For a server that listens on `host`. `token` may do everything; `tokens` is the text of a file with a line `NAME read|write TOKEN` each. Raises
    SettingError where anybody who reaches the address could use it."""
    known = ([_token("token", Role.WRITE, token)] if token else []) + _read(tokens)
    loopback = is_loopback(host)
    if not known and proxy is None and not loopback:
        raise SettingError(
            f"--host {host} is open to others: set ONLOOKER_TOKEN, give a --token-file, or name the --user-header of a proxy that logs people in"
        )
    answered = {name.lower() for name in names} | (_LOOPBACK_NAMES if loopback else set())
    return Access(
        open=loopback and not known and proxy is None,
        tokens=tuple(known),
        proxy=proxy,
        names=frozenset(answered) if loopback or names else frozenset(),
        secret=_secret(known),
    )


def proxy_of(header: str, addresses: Sequence[str], writers: Sequence[str]) -> Proxy | None:
    """Raises SettingError."""
    if not header:
        if addresses or writers:
            raise SettingError("--from-proxy and --writer say how --user-header is read: give that one too")
        return None
    if not addresses:
        raise SettingError("--user-header is believed from the proxy alone: say where that is with --from-proxy ADDRESS")
    try:
        networks = tuple(ipaddress.ip_network(one.strip(), strict=False) for one in addresses)
    except ValueError as error:
        raise SettingError(f"--from-proxy: {error}; give an address or a network, such as 10.0.0.0/8") from None
    return Proxy(header=header.lower(), networks=networks, writers=frozenset(writers))


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _read(text: str) -> list[Token]:
    found: dict[str, Token] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = line.split()
        if len(words) != 3 or words[1] not in set(Role) or words[0] in found:
            raise SettingError(f"--token-file, line {number}: write NAME read TOKEN or NAME write TOKEN, each name once")
        found[words[0]] = _token(words[0], Role(words[1]), words[2])
    return list(found.values())


def _token(name: str, role: Role, token: str) -> Token:
    if len(token) < SHORTEST:
        raise SettingError(f"the token of {name} is too easily guessed: take {SHORTEST} characters or more, such as `openssl rand -hex 24` gives")
    return Token(name=name, role=role, digest=sha256(token.encode()).digest())


def _secret(tokens: Sequence[Token]) -> str:
    """The same as long as the tokens are, so that nobody is logged out by a restart, and everybody by a token that changes."""
    if not tokens:
        return secrets.token_hex(32)
    return sha256(b"onlooker cookies" + b"".join(one.name.encode() + one.role.encode() + one.digest for one in tokens)).hexdigest()


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host

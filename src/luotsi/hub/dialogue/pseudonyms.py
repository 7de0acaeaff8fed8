"""Secrets and what is made of them: nothing here can be turned back, and the key is destroyed at closing."""

import base64
import hashlib
import hmac
import ipaddress
import re
import secrets

CODE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){4}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def new_token() -> str:
    """A token of 144 random bits: what an invitation carries, or what a browser keeps as its own secret."""
    return secrets.token_urlsafe(18)


def new_key() -> str:
    """The key of a discussion: 256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


def is_token(text: str) -> bool:
    """Whether it could be a token of ours."""
    return bool(_TOKEN.fullmatch(text))


def invitation_hash(token: str) -> str:
    """What is stored of an invitation. It has no part in a pseudonym: the two cannot be matched without the token."""
    return hashlib.sha256(b"luotsi invitation\n" + token.encode()).hexdigest()


def share_hash(token: str) -> str:
    """What is stored of a link that shares a discussion, read only."""
    return hashlib.sha256(b"luotsi share\n" + token.encode()).hexdigest()


def pseudonym(key: str, token: str, discussion: str) -> str:
    """The name of a token's holder in one discussion; another one in every discussion (HMAC-SHA-256)."""
    return _keyed(key, f"pseudonym\n{discussion}\n{token}").hex()


def withdrawal_code(key: str, token: str, discussion: str) -> str:
    """The code by which the holder withdraws the votes, also after closing: ``XXXX-XXXX-XXXX-XXXX-XXXX`` (100 bits)."""
    letters = base64.b32encode(_keyed(key, f"withdrawal\n{discussion}\n{token}")).decode()[:20]
    return "-".join(letters[at : at + 4] for at in range(0, 20, 4))


def read_code(text: str) -> str:
    """A withdrawal code as somebody typed it, tidied; empty when it cannot be one."""
    letters = re.sub(r"[^A-Z2-7]", "", text.upper().replace("0", "O").replace("1", "I").replace("8", "B"))
    code = "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    return code if CODE.fullmatch(code) else ""


def code_hash(code: str) -> str:
    """What is stored of a withdrawal code."""
    return hashlib.sha256(b"luotsi withdrawal\n" + code.encode()).hexdigest()


def network(address: str) -> str:
    """The network of an address: /24 of IPv4, /48 of IPv6. Never stored, only counted under a day's salt."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))  # noqa: PLR2004 - IP versions


def salted(salt: str, text: str) -> str:
    """A keyed hash under the salt of the day."""
    return _keyed(salt, text).hex()


def _keyed(key: str, message: str) -> bytes:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()

"""Pages on paper: typst to tagged PDF (PDF/UA-1). Words reach the layout as data only, never as markup."""

import hashlib
import json
from typing import Any

from django.core.cache import cache

_KEEP_S = 86_400


def pdf(layout: bytes, data: dict[str, Any]) -> bytes:
    """The PDF of ``data`` in a typst ``layout`` that reads ``json(bytes(sys.inputs.data))``; made once, then kept."""
    given = json.dumps(data, ensure_ascii=False, sort_keys=True)
    key = "paper:" + hashlib.sha256(layout + given.encode()).hexdigest()
    made = cache.get(key)
    if made is None:
        import typst  # noqa: PLC0415 - slow: only where paper is asked for

        made = typst.compile(layout, sys_inputs={"data": given}, pdf_standards=["ua-1"])
        cache.set(key, made, _KEEP_S)
    result: bytes = made
    return result

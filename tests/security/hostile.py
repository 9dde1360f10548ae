"""Hypothesis strategies: what a hostile client sends. `FUZZ_EXAMPLES=2000` looks longer."""

import json
import os
from typing import Any

from hypothesis import HealthCheck, settings, strategies as st

from tests.security.planted import MESSAGES

#: Without the variable the same examples are tried each time, so that CI does not flicker.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))

MARKUP = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
TRAPS = [
    *("", " ", "\x00", "\x1b[31m", "\u202e", "\ufeff", "\ud800", "\udfff\ud800", "é", "\u0130"),
    *("/restart", "/session_start", '/inform{"x": 1}', "/ask{", "/" * 200, "/कार्ड", "/\x00"),
    *("' OR 1=1 --", "%00", "..%2f..%2fetc%2fpasswd", "../../../../etc/passwd", "{{7*7}}", "${x}"),
    *("[mobile#1]", "[otp#999999999999999999]", "[aadhaar#1", "%s%n%d", "{name}", "NaN", "-0"),
    *("9" * 4_000, "1e999", "९" * 300, "a" * 4_001, "\n" * 2_000, "🙏" * 900, "क्" * 900),
    *("//evil.example", "/desk//evil.example", "/desk/\\evil.example", "javascript:alert(1)"),
    *("\r\nSet-Cookie: x=1", "=cmd|' /C calc'!A0", "\u2028", "2026-13-45", "T-2026-999999999999"),
    MARKUP,
    *MESSAGES,
]
texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text(max_size=60),
    st.text(st.characters(whitelist_categories=("Cs", "Cc", "Cf", "Lo", "Nd")), max_size=30),
    st.builds(lambda a, b: f"{a} {b}", st.sampled_from(TRAPS), st.sampled_from(TRAPS)),
)
numbers = st.one_of(
    st.integers(),
    st.sampled_from([2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 0, -1]),
    st.floats(),
    st.sampled_from([1e308, -1e308]),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


def documents(*names: str) -> Any:
    """Objects with some of these fields, which hold anything, and perhaps others."""
    known = st.dictionaries(st.sampled_from(names), values, max_size=len(names))
    return st.one_of(known, known, values).map(lambda one: json.dumps(one).encode())


#: Bodies that are no documents at all.
raw = st.one_of(
    st.binary(max_size=400),
    st.sampled_from(
        [
            b"[" * 8_000,
            b'{"a":' * 2_500,
            b'{"sender": ' + b"1" * 15_000 + b"}",
            b"\xff\xfe{}",
            b'"\xed\xa0\x80"',
            b"\xef\xbb\xbf{}",
            b"null",
            b'{"sender": "a", "sender": "b", "message": "c"}',
            b"{}" + b" " * 20_000,
        ]
    ),
)


def bounded(examples: int) -> settings:
    """So many examples, or as many as FUZZ_EXAMPLES says."""
    return settings(
        max_examples=EXAMPLES or examples,
        deadline=None,
        derandomize=not EXAMPLES,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

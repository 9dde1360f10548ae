"""How a browser is named in the list of sessions: only enough to tell one's own apart."""

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def name_device(user_agent: str) -> str:
    """Browser and system, from the header.

    >>> name_device("Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0 Safari/537.36")
    'Chrome, Linux'
    """
    parts = [
        next((name for sign, name in known if sign in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(part for part in parts if part) or "–"

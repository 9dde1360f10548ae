"""Who may open what: the one table of roles and areas.

An area is what a route asks for; a role is what an account has.
"""

from store.models_staff import ROLES as ROLES

ANYBODY = "anybody"  # also without an account: signing in, an invitation
STAFF = "staff"  # every account: its own password, its own sessions

AREAS: dict[str, frozenset[str]] = {
    STAFF: frozenset(ROLES),
    "operator": frozenset({"operator", "supervisor", "administrator"}),
    "supervisor": frozenset({"supervisor", "administrator"}),
    "curator": frozenset({"curator", "administrator"}),
    "analytics": frozenset({"supervisor", "curator", "administrator"}),
    "administrator": frozenset({"administrator"}),
}


def may_enter(role: str, area: str) -> bool:
    """Whether an account of this role may open pages of this area.

    >>> may_enter("supervisor", "operator"), may_enter("operator", "supervisor")
    (True, False)
    """
    return area == ANYBODY or role in AREAS[area]

"""The supervisor's page: who waits, who answers, how well the day goes."""

from console.routing import DeskRoute
from console.supervisor import page

routes: list[DeskRoute] = [
    DeskRoute("/supervisor", page.show, role="supervisor", nav="supervisor.nav"),
    DeskRoute("/supervisor/live", page.show_live, role="supervisor"),
    DeskRoute(
        "/supervisor/tickets/{ticket:int}/assign", page.assign, ("POST",), role="supervisor"
    ),
]

"""How the assistant does: charts, each with its table, and the same figures as CSV."""

from console.analytics import download, screen
from console.routing import DeskRoute

routes: list[DeskRoute] = [
    DeskRoute("/analytics", screen.show, role="analytics", nav="analytics.nav"),
    DeskRoute("/analytics/{table:str}.csv", download.send, role="analytics"),
]

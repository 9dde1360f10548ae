"""Conversations taken over from the assistant: the queue, the live page, putting people back."""

from console.handoff import live, queue_page, ticket_page, writing
from console.handoff.rescue import background as background
from console.routing import DeskRoute

routes: list[DeskRoute] = [
    DeskRoute("/queue", queue_page.show, role="operator", nav="handoff.nav"),
    DeskRoute("/queue/list", queue_page.show_list, role="operator"),
    DeskRoute("/tickets/{ticket:int}", ticket_page.show, role="operator"),
    DeskRoute("/tickets/{ticket:int}/live", live.stream, role="operator"),
    DeskRoute("/tickets/{ticket:int}/take", writing.take, ("POST",), role="operator"),
    DeskRoute("/tickets/{ticket:int}/say", writing.say, ("POST",), role="operator"),
    DeskRoute("/tickets/{ticket:int}/note", writing.note, ("POST",), role="operator"),
    DeskRoute("/tickets/{ticket:int}/here", writing.here, ("POST",), role="operator", audit=False),
    DeskRoute(
        "/tickets/{ticket:int}/suggest",
        ticket_page.suggest,
        ("POST",),
        role="operator",
        audit=False,
    ),
    DeskRoute("/tickets/{ticket:int}/return", writing.hand_back, ("POST",), role="operator"),
    DeskRoute("/tickets/{ticket:int}/release", writing.release, ("POST",), role="operator"),
    DeskRoute("/tickets/{ticket:int}/close", writing.close, ("POST",), role="operator"),
]

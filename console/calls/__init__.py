"""The call screen: answers as one types, status after proof, calculators, the call as a ticket."""

from console.calls import (
    answers,
    calculators,
    callbacks,
    corrections,
    messages,
    screen,
    ticket_list,
    verification,
)
from console.routing import DeskRoute

routes: list[DeskRoute] = [
    DeskRoute("/call", screen.show, role="operator", nav="calls.nav"),
    DeskRoute("/call/answers", answers.search, ("POST",), role="operator", audit=False),
    DeskRoute("/call/answers/{name:str}", answers.open_one, role="operator"),
    DeskRoute("/call/corrections", corrections.note, ("POST",), role="operator"),
    DeskRoute("/call/verify", verification.by_facts, ("POST",), role="operator"),
    DeskRoute("/call/otp", verification.send_otp, ("POST",), role="operator"),
    DeskRoute("/call/otp/check", verification.check_otp, ("POST",), role="operator"),
    DeskRoute("/call/calculators/{name:str}", calculators.form, role="operator"),
    DeskRoute(
        "/call/calculators/{name:str}",
        calculators.compute,
        ("POST",),
        role="operator",
        audit=False,
    ),
    DeskRoute("/call/mobile", messages.keep_mobile, ("POST",), role="operator"),
    DeskRoute("/call/send", messages.send, ("POST",), role="operator"),
    DeskRoute("/tickets/{ticket:int}/dial", messages.show_mobile, ("POST",), role="operator"),
    DeskRoute("/call/notes", screen.note, ("POST",), role="operator"),
    DeskRoute("/call/end", screen.end, ("POST",), role="operator"),
    DeskRoute("/tickets", ticket_list.show, role="operator", nav="calls.tickets.nav"),
    DeskRoute("/callbacks", callbacks.show, role="operator", nav="calls.callbacks.nav"),
    DeskRoute("/callbacks/{ticket:int}/take", callbacks.take, ("POST",), role="operator"),
]

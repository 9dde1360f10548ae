"""The action that gives a link to the print-ready worksheet of the last calculation."""

from datetime import date, datetime, timezone

from actions import calculation
from actions.base import TopicAction
from actions.rules import calculators
from actions.turn import Turn
from actions.worksheet.link import Sheet, sheet_url
from store.settings import settings


class ActionPrintWorksheet(TopicAction):
    """Gives the link, or says that there is nothing to print yet."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_print_worksheet"

    def respond(self, turn: Turn) -> None:
        """Seals the last calculation, as of the day it was made, into a link."""
        last = turn.last or {}
        if last.get("kind") != "calculation" or last["calculator"] not in calculators():
            turn.say("no_worksheet", buttons=calculation.choose_buttons(turn))
            return
        computed_on = date.fromisoformat(last["on"]) if "on" in last else turn.today
        sheet = Sheet(last["calculator"], last["values"], computed_on)
        url = sheet_url(sheet, now=datetime.now(timezone.utc))
        turn.say("worksheet", url=url, hours=settings.worksheet_hours, custom={"worksheet": url})

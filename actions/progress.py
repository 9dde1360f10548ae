"""Puts the state of an application into words: the state, who has it, the history, what next."""

from datetime import date

from actions.rules.figures import written_day
from actions.wording import LANGUAGES, wording
from store import status_words
from store.models import Application
from store.status import StatusView, describe as describe_state


def describe(application: Application, today: date) -> tuple[StatusView, dict[str, str]]:
    """The state of an application on a day, and the reply in both languages."""
    view = describe_state(application, as_of=today)
    return view, {
        language: "\n".join(_lines(application, view, language)) for language in LANGUAGES
    }


def _lines(application: Application, view: StatusView, language: str) -> list[str]:
    lines = [
        wording(
            "status_state", language, state=status_words.state(view.state, view.detail, language)
        )
    ]
    if view.holder:
        lines.append(
            wording(
                "status_holder",
                language,
                role=status_words.say(f"role_{view.holder.role}", language),
                office=view.holder.office,
                district=view.holder.district,
                days=view.days_pending,
            )
        )
    elif view.days_pending is not None:
        lines.append(wording("status_since", language, days=view.days_pending))
    if view.reason:
        lines.append(wording("status_reason", language, reason=view.reason))
    lines.append(wording("status_history", language))
    lines += [
        f"• {written_day(event.on)}: {status_words.state(event.kind, event.detail, language)}"
        for event in view.events
    ]
    step = status_words.next_step(view.next_step, application.approver_role, language)
    return [*lines, step]

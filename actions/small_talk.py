"""Greetings, thanks, help, the menu, a person to talk to, and the choice of language."""

from actions import handoff
from actions.base import TopicAction
from actions.turn import Button, Turn

# Groups of topics, as data/knowledge/menu.yml has them: each opens the page that lists its topics.
GROUPS = ("health", "service", "money", "leave_travel")
LANGUAGES = {
    "switch_language_hi": "hi",
    "switch_language_en": "en",
    "switch_language_roman": "hi-Latn",
}


class ActionSmallTalk(TopicAction):
    """Says the phrase that belongs to the intent."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_small_talk"

    def respond(self, turn: Turn) -> None:
        """Answers with `wording.yml`'s phrase for the intent."""
        if turn.intent == "human":
            handoff.request(turn)
            return
        shows_menu = turn.intent in {"greet", "start", "help", "menu"}
        turn.say(
            "greet" if turn.intent == "start" else turn.intent,
            buttons=menu(turn) if shows_menu else None,
            helpline=turn.word("helpline"),
        )


class ActionSwitchLanguage(TopicAction):
    """Replies in another language or script from now on."""

    yields_to_task = False

    def name(self) -> str:
        """The name in the domain."""
        return "action_switch_language"

    def respond(self, turn: Turn) -> None:
        """Confirms in the language chosen; the gateway remembers the preference."""
        preference = LANGUAGES[turn.intent]
        turn.set_language("en" if preference == "en" else "hi")
        turn.say(turn.intent, custom={"preference": preference}, buttons=menu(turn))


class ActionShowTopic(TopicAction):
    """Opens a topic of the menu, by its button or by words that name nothing else."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_show_topic"

    def respond(self, turn: Turn) -> None:
        """Utters the overview of the topic with its most asked questions."""
        base, _, named = turn.label.partition("/")
        topic = turn.entity("topic") or (named if base == "topic" else "")
        if topic:
            turn.utter(f"utter_topic/{topic}")
        else:
            turn.say("menu", buttons=menu(turn))


def menu(turn: Turn) -> list[Button]:
    """The buttons of the main menu; a topic is two taps away, through its group."""
    return [
        *(_page_button(turn, f"group_{group}") for group in GROUPS),
        {"title": turn.word("title_calculate"), "payload": "/calculate"},
        {"title": turn.word("title_check_status"), "payload": "/check_status"},
        _page_button(turn, "topic_assistant"),
        {"title": turn.word("title_human"), "payload": "/human"},
    ]


def _page_button(turn: Turn, page: str) -> Button:
    payload = f'/topic{{"topic": "{page.removeprefix("topic_")}"}}'
    return {"title": turn.word(f"title_{page}"), "payload": payload}

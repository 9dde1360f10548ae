"""The errors a caller may see: each names one field and says in two languages what to do."""

from collections.abc import Mapping
from datetime import date

from actions.rules.figures import written_day

Bilingual = dict[str, str]

MESSAGES: dict[str, Bilingual] = {
    "missing": {"hi": "कृपया बताइए: {title}।", "en": "Please give this: {title}."},
    "not_integer": {
        "hi": "{title}: पूरी संख्या लिखिए, दशमलव या अक्षर नहीं।",
        "en": "{title}: write a whole number, without decimals or letters.",
    },
    "not_number": {"hi": "{title}: संख्या लिखिए।", "en": "{title}: write a number."},
    "not_boolean": {"hi": "{title}: हाँ या नहीं में बताइए।", "en": "{title}: answer yes or no."},
    "not_text": {"hi": "{title}: शब्दों में लिखिए।", "en": "{title}: write it in words."},
    "not_date": {
        "hi": "{title}: सही तारीख दीजिए, वर्ष-माह-दिन (yyyy-mm-dd) के रूप में।",
        "en": "{title}: give a real date, written yyyy-mm-dd.",
    },
    "not_list": {"hi": "{title}: सूची दीजिए।", "en": "{title}: give a list."},
    "bad_item": {
        "hi": "{title}, पंक्ति {number}: {problem}",
        "en": "{title}, row {number}: {problem}",
    },
    "too_small": {
        "hi": "{title}: {bound} या उससे अधिक होना चाहिए।",
        "en": "{title}: it must be {bound} or more.",
    },
    "too_large": {
        "hi": "{title}: {bound} से अधिक नहीं हो सकता।",
        "en": "{title}: it cannot be more than {bound}.",
    },
    "unknown_choice": {
        "hi": "{title}: इनमें से एक चुनिए: {choices}।",
        "en": "{title}: choose one of these: {choices}.",
    },
    "unknown_name": {
        "hi": "{title}: यह नाम पहचान में नहीं आया।{nearest}",
        "en": "{title}: this name was not recognised.{nearest}",
    },
    "ambiguous": {
        "hi": "{title}: एक से अधिक अर्थ हो सकते हैं। इनमें से एक चुनिए: {choices}।",
        "en": "{title}: more than one is meant by this. Choose one of these: {choices}.",
    },
    "too_early": {
        "hi": "{title}: यह तारीख “{other}” से पहले की नहीं हो सकती।",
        "en": "{title}: this date cannot be before “{other}”.",
    },
    "too_late": {
        "hi": "{title}: यह तारीख “{other}” के बाद की नहीं हो सकती।",
        "en": "{title}: this date cannot be after “{other}”.",
    },
    "must_follow": {
        "hi": "{title}: यह तारीख “{other}” के बाद की होनी चाहिए।",
        "en": "{title}: this date must be after “{other}”.",
    },
    "must_precede": {
        "hi": "{title}: यह तारीख “{other}” से पहले की होनी चाहिए।",
        "en": "{title}: this date must be before “{other}”.",
    },
    "not_applicable": {
        "hi": "{title}: दी गई दूसरी बातों के साथ यह लागू नहीं होता।",
        "en": "{title}: this does not go with the other answers given.",
    },
    "not_earlier": {
        "hi": "{title}: यह तारीख “{other}” से पहले की होनी चाहिए।",
        "en": "{title}: this date must be before “{other}”.",
    },
    "not_above": {
        "hi": "{title}: {bound} से अधिक होना चाहिए।",
        "en": "{title}: it must be more than {bound}.",
    },
    "not_on_day": {
        "hi": "{title}: यह इनमें से किसी दिन की होनी चाहिए: {days}।",
        "en": "{title}: it must fall on one of these days: {days}.",
    },
    "not_a_sum_of": {
        "hi": "{title}: जोड़ {bound} होना चाहिए।",
        "en": "{title}: they must add up to {bound}.",
    },
    "needs_other": {
        "hi": "{title}: इसके साथ “{other}” भी बताइए।",
        "en": "{title}: give “{other}” along with this.",
    },
    "disagrees": {
        "hi": "{title}: यह “{other}” से मेल नहीं खाता।",
        "en": "{title}: this does not agree with “{other}”.",
    },
    "unknown_field": {
        "hi": "{title}: इस गणना में ऐसा कोई कॉलम नहीं है।",
        "en": "{title}: this calculation has no such field.",
    },
    "unknown_calculator": {
        "hi": "इस नाम की कोई गणना नहीं है।",
        "en": "There is no calculator of this name.",
    },
    "not_an_object": {
        "hi": "इनपुट JSON ऑब्जेक्ट के रूप में दीजिए।",
        "en": "Give the input as a JSON object.",
    },
    "not_json": {"hi": "यह सही JSON नहीं है।", "en": "This is not valid JSON."},
}


class InputError(ValueError):
    """An input cannot be used.

    Attributes:
        field: the one field to correct.
        code: kind of problem, a key of `MESSAGES`, for programs.
        message: what to do, in Hindi (`hi`) and English (`en`). Never repeats what was typed.
    """

    def __init__(self, field: str, code: str, message: Mapping[str, str]) -> None:
        """Keeps the parts; the English message is the exception's text."""
        super().__init__(f"{field}: {message['en']}")
        self.field = field
        self.code = code
        self.message = dict(message)

    def to_json(self) -> dict[str, object]:
        """The command line's form of an error."""
        return {"error": {"field": self.field, "code": self.code, "message": self.message}}


class ParameterNotInForce(InputError):
    """A dated figure has no value on the day asked about; it is refused, never guessed."""

    def __init__(self, name: str, on: date, known_from: date | None, *, field: str) -> None:
        """Names the parameter, the day, and the first day from which a value is on record."""
        day = written_day(on)
        since = {"hi": "", "en": ""}
        if known_from is not None:
            first = written_day(known_from)
            since = {"hi": f" {first} से उपलब्ध है।", "en": f" It is known from {first}."}
        super().__init__(
            field,
            "parameter_not_in_force",
            {
                "hi": f"{day} के लिए '{name}' का मान अभिलेख में नहीं है।{since['hi']}",
                "en": f"No value of '{name}' is on record for {day}.{since['en']}",
            },
        )
        self.parameter = name
        self.on = on
        self.known_from = known_from


def problem(field: str, code: str, title: Mapping[str, str], **parts: object) -> InputError:
    """Builds the error of one field from the message table.

    Args:
        field: name in the inputs table.
        code: key of `MESSAGES`.
        title: the field's name for people, both languages.
        parts: what the message mentions; a mapping with `hi` and `en` is split by language.
    """
    message = {}
    for language, template in MESSAGES[code].items():
        words = {k: v[language] if isinstance(v, Mapping) else v for k, v in parts.items()}
        message[language] = template.format(title=title[language], **words)
    return InputError(field, code, message)

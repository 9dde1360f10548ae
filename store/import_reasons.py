"""Why a line of an export was not loaded, in both languages."""

# code -> English, Hindi. Words in braces come from the file's layout, never from its values.
REASONS = {
    "encoding": ("not valid UTF-8 text", "पाठ UTF-8 में नहीं है"),
    "quotes": (
        "the quotation marks are wrong from here to line {to}",
        "यहाँ से पंक्ति {to} तक उद्धरण चिह्न सही नहीं हैं",
    ),
    "fields": (
        "{found} columns instead of {wanted}",
        "{wanted} के बजाय {found} स्तंभ",
    ),
    "number": (
        "application_number is not UP, a year and eight digits",
        "application_number में UP, वर्ष और आठ अंक नहीं हैं",
    ),
    "kind": (
        "kind is neither employee nor pensioner",
        "kind न employee है न pensioner",
    ),
    "mobile": (
        "mobile is not a ten-digit mobile number",
        "mobile दस अंकों का मोबाइल नंबर नहीं है",
    ),
    "empty": ("{column} is empty", "{column} खाली है"),
    "long": (
        "{column} is longer than {most} characters",
        "{column} में {most} से अधिक अक्षर हैं",
    ),
    "identifier": (
        "{column} holds a twelve-digit number such as an Aadhaar number",
        "{column} में आधार जैसी बारह अंकों की संख्या है",
    ),
    "date": (
        "{column} has a date that is neither YYYY-MM-DD nor DD-MM-YYYY",
        "{column} में तारीख YYYY-MM-DD या DD-MM-YYYY रूप में नहीं है",
    ),
    "future": ("{column} has a date in the future", "{column} में आगे की तारीख है"),
    "early": (
        "events has a date before submitted_on",
        "events में submitted_on से पहले की तारीख है",
    ),
    "first": (
        "the first event is not submitted on submitted_on",
        "पहली घटना submitted_on की submitted नहीं है",
    ),
    "event": (
        "an event is not kind:date or its kind is unknown",
        "कोई घटना kind:date रूप में नहीं है या उसका kind अज्ञात है",
    ),
    "detail": (
        "an event has a detail that its kind does not know",
        "किसी घटना का विवरण उसके kind के अनुसार नहीं है",
    ),
    "state": (
        "state is not the kind of the last event",
        "state अंतिम घटना का kind नहीं है",
    ),
    "dependant": (
        "a dependant is not relation:name:year",
        "कोई आश्रित relation:name:year रूप में नहीं है",
    ),
    "many": (
        "{column} has more than {most} entries",
        "{column} में {most} से अधिक प्रविष्टियाँ हैं",
    ),
    "repeated": (
        "the same application_number stands again in line {to}, which counts",
        "यही application_number पंक्ति {to} में फिर है; वही मानी गई",
    ),
}


class RowRejected(Exception):
    """One line cannot be loaded; `code` is a key of `REASONS`."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def words(self) -> tuple[str, str]:
        """The reason in English and in Hindi."""
        english, hindi = REASONS[self.code]
        return english.format(**self.details), hindi.format(**self.details)

import subprocess
import sys

import pytest

from bot.nlu.language import detect

MESSAGES = {
    "hi": [
        "पेंशन", "पेंशन kab", "जीपीएफ", "मेरा card", "DDO कौन है", "OTP नहीं आया", "ओटीपी", "नमस्ते",
        "eKYC कैसे करें", "health card कब मिलेगा",
    ],
    "en": [
        "ekyc error", "what is DA", "pls help", "how to apply", "my pension", "otp not received",
        "is the card valid outside UP", "thank you", "name is wrong in card", "who approves it",
        "leave rules", "can I add my mother", "bye", "hello", "good morning", "DA rate",
    ],
    "hinglish": [
        "gpf kab milega", "card kaise banega", "DDO kaun", "mera card", "otp nahi aaya", "thik h",
        "pension kitni", "form kahan", "ilaj free", "batao", "dhanyavad", "namaste", "nhi mila",
        "जीपीएफ kab milega", "naam galat", "papa ka card", "kya h ye", "status batao",
    ],
}  # fmt: skip
CASES = [(text, language) for language, texts in MESSAGES.items() for text in texts]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_short_messages_show_their_language(text, language):
    assert detect(text) == language


@pytest.mark.parametrize(
    "text", ["ok", "status", "source?", "pdf", "123", "[mobile#1]", "card", "form", "", "👍"]
)
@pytest.mark.parametrize("previous", ["hi", "en", "hinglish"])
def test_doubtful_messages_keep_the_language_of_the_conversation(text, previous):
    assert detect(text, previous) == previous


def test_doubtful_messages_are_english_at_first():
    assert detect("ok") == "en"


def test_the_detector_stays_light():
    code = (
        "import sys; import bot.nlu.language as l; l.detect('kab');"
        "sys.exit(any(m.split('.')[0] in {'rasa', 'tensorflow', 'numpy', 'sklearn'}"
        " for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

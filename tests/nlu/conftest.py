import pytest

from bot.nlu.classifier import OUT_OF_SCOPE, IntentModel

EXAMPLES = {
    "faq/card_lost": [
        "कार्ड खो गया है", "हेल्थ कार्ड गुम हो गया क्या करूँ", "card kho gaya hai", "mera card gum gaya",
        "I lost my health card", "my card is missing", "card lost", "lost card what to do",
    ],
    "faq/card_validity": [
        "कार्ड कितने साल चलेगा", "हेल्थ कार्ड की वैधता", "card kitne saal valid hai",
        "card kab expire hoga", "how long is the card valid", "validity of health card",
        "when does my card expire", "card renewal needed?",
    ],
    "faq/opd": [
        "क्या OPD भी मुफ्त है", "ओपीडी में कैशलेस मिलेगा", "opd cashless hai kya", "opd free hai",
        "is opd cashless", "does the scheme cover opd", "outdoor treatment free?", "opd kharcha",
    ],
    "faq/status": [
        "मेरे आवेदन की स्थिति", "आवेदन कहाँ अटका है", "mera application kaha atka hai",
        "form ka status batao", "where is my application", "application status", "still pending",
        "status check karna hai",
    ],
    "greet": ["नमस्ते", "namaste", "hello", "hi", "good morning", "ram ram", "प्रणाम", "hello ji"],
    OUT_OF_SCOPE: [
        "आज मौसम कैसा है", "aaj mausam kaisa hai", "weather today", "क्रिकेट का स्कोर", "cricket score",
        "biryani kaise banaye", "recipe for cake", "एक चुटकुला सुनाओ", "joke sunao", "tell me a joke",
        "i love you", "gas cylinder booking", "train ticket book karo", "asdfgh qwerty",
    ],
}  # fmt: skip


@pytest.fixture(scope="session")
def model() -> IntentModel:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    return IntentModel.fit([text for text, _ in pairs], [label for _, label in pairs])

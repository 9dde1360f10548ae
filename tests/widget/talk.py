"""What the browser tests say and look at."""

ANSWER = {
    "hi": "निजी अस्पताल में साल में ₹5,00,000 तक का इलाज कैशलेस है।\n• यह सीमा पूरे परिवार की है।\n"
    "⚠ इससे ऊपर का हिस्सा स्वयं देना होता है।\nसूची https://sects.up.gov.in/ पर, या 1800-1800-4444।\n"
    "स्रोत: SECTS सामान्य प्रश्न, प्रश्न 8",
    "en": "In a private hospital ₹5,00,000 a year is cashless.\n• The limit is the family's.\n"
    "⚠ What is above it you pay yourself.\nList: https://sects.up.gov.in/, or 1800-1800-4444.\n"
    "Source: SECTS FAQ, Q 8",
}
BUTTONS = [
    {"title": "प्रिंट / PDF", "payload": "/print_worksheet"},
    {"title": "कैसे निकाला?", "payload": "/show_steps"},
]
TABLE = {
    "caption": {"hi": "आगरा: 22-06-2023 तक के आवेदन", "en": "Agra: applications up to 22-06-2023"},
    "columns": [
        {"hi": "समूह", "en": "Group"},
        {"hi": "जमा", "en": "Submitted"},
        {"hi": "स्वीकृत", "en": "Approved"},
    ],
    "rows": [
        [{"hi": "पेंशनर", "en": "Pensioners"}, 4655, 3814],
        [{"hi": "कार्यरत", "en": "Serving"}, 8945, 7524],
        [{"hi": "कुल", "en": "Both"}, 13600, 11338],
    ],
    "chart": True,
}


def launcher(page):
    return page.locator("sahayak-widget button.launcher")


def field(page):
    return page.locator("sahayak-widget #field")


def bubbles(page):
    return page.locator("sahayak-widget .message.bot .bubble")


def say(page, text):
    field(page).fill(text)
    field(page).press("Enter")


def answer_with(**custom):
    def answer(body):
        language = body["language"]
        return [{"text": ANSWER[language], "lang": language, "buttons": BUTTONS, "custom": custom}]

    return answer

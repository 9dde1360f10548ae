import pytest

RELATIONS = [
    ("papa", "father"),
    ("pitaji", "father"),
    ("पिता", "father"),
    ("पिताजी", "father"),
    ("my father", "father"),
    ("dad", "father"),
    ("baap", "father"),
    ("maa", "mother"),
    ("माँ", "mother"),
    ("मां", "mother"),
    ("माता जी", "mother"),
    ("mummy", "mother"),
    ("अम्मा", "mother"),
    ("mother", "mother"),
    ("biwi", "spouse"),
    ("patni", "spouse"),
    ("पत्नी", "spouse"),
    ("pati", "spouse"),
    ("husband", "spouse"),
    ("wife", "spouse"),
    ("पति", "spouse"),
    ("shauhar", "spouse"),
    ("pati patni", "spouse"),
    ("जीवनसाथी", "spouse"),
    ("ladka", "son"),
    ("beta", "son"),
    ("बेटा", "son"),
    ("बेटे", "son"),
    ("पुत्र", "son"),
    ("sons", "son"),
    ("ladke", "son"),
    ("लड़के", "son"),
    ("beti", "daughter"),
    ("बेटी", "daughter"),
    ("बेटियाँ", "daughter"),
    ("पुत्री", "daughter"),
    ("daughter", "daughter"),
    ("ladki", "daughter"),
    ("बिटिया", "daughter"),
    ("saas", "parent_in_law"),
    ("sasur", "parent_in_law"),
    ("सास-ससुर", "parent_in_law"),
    ("saas sasur", "parent_in_law"),
    ("mother-in-law", "parent_in_law"),
    ("father in law", "parent_in_law"),
    ("mera bhai", "brother"),
    ("छोटा भाई", "brother"),
    ("brother", "brother"),
    ("meri didi", "sister"),
    ("बड़ी बहन", "sister"),
    ("behan", "sister"),
    ("sisters", "sister"),
    ("sauteli maa", "stepmother"),
    ("सौतेली माता", "stepmother"),
    ("step mother", "stepmother"),
    ("stepmother", "stepmother"),
    ("sautela baap", "stepfather"),
    ("step-father", "stepfather"),
    ("sautela beta", "stepson"),
    ("सौतेला पुत्र", "stepson"),
    ("stepson", "stepson"),
    ("सौतेली बेटी", "stepdaughter"),
    ("step daughter", "stepdaughter"),
    ("bhabhi", "other"),
    ("dada", "other"),
    ("नाना", "other"),
    ("चाचा", "other"),
    ("grandmother", "other"),
    ("cousin", "other"),
    ("son-in-law", "other"),
    ("बहू", "other"),
    ("bachche", "child"),
    ("मेरे बच्चे", "child"),
    ("mere 2 bache", "child"),
    ("parents", "parent"),
    ("माता-पिता", "parent"),
    ("mata pita", "parent"),
    ("bhai behan", "sibling"),
]


@pytest.mark.parametrize(("text", "code"), RELATIONS)
def test_relations(only, text, code):
    assert only(text, "relation").value == code


def test_wife_and_husband_are_told_apart(only):
    assert only("meri wife", "relation").extra == {"gender": "female"}
    assert only("मेरे पति", "relation").extra == {"gender": "male"}


def test_a_general_word_names_what_it_may_stand_for(only):
    assert only("bachche", "relation").extra == {"ambiguous": ["son", "daughter"]}


def test_two_relatives_in_one_message(read):
    found = [e for e in read("माँ और पिताजी का card") if e.kind == "relation"]
    assert [e.value for e in found] == ["mother", "father"]


@pytest.mark.parametrize(
    "text",
    [
        "bhai batao kitna milega",
        "bhai sahab form kaise bhare",
        "दीदी बताइए",
        "ma card banwana hai",
        "card banane ma kitna time",
        "उपराष्ट्रपति का अनुदान",
        "rashtra pati",
        "saans lene me dikkat",
        "साँस की बीमारी",
        "kitne din bacha hai",
        "bache hue din",
        "patti karwani hai",
        "salary nahi aayi",
        "is saal ki chhutti",
        "naya form",
        "मातृत्व अवकाश",
        "पितृत्व अवकाश",
        "pitampura",
        "season ticket",
        "personal bhavishya nidhi",
        "betab hoon",
    ],
)
def test_ordinary_sentences_name_no_relative(read, text):
    assert [e for e in read(text) if e.kind == "relation"] == []


MARITAL = [
    ("अविवाहित", "unmarried"),
    ("avivahit", "unmarried"),
    ("unmarried", "unmarried"),
    ("shadi nahi hui", "unmarried"),
    ("शादी नहीं हुई", "unmarried"),
    ("not married", "unmarried"),
    ("kunwari", "unmarried"),
    ("कुंवारी", "unmarried"),
    ("विवाहित", "married"),
    ("shaadishuda", "married"),
    ("शादीशुदा", "married"),
    ("married", "married"),
    ("शादी हो गई", "married"),
    ("shadi ho chuki", "married"),
    ("talaqshuda", "divorced"),
    ("तलाकशुदा", "divorced"),
    ("divorced", "divorced"),
    ("talak", "divorced"),
    ("तलाक हो गया", "divorced"),
    ("परित्यक्ता", "abandoned"),
    ("parityakta", "abandoned"),
    ("deserted", "abandoned"),
    ("विधवा", "widowed"),
    ("vidhwa", "widowed"),
    ("widow", "widowed"),
    ("विधुर", "widowed"),
    ("bewa", "widowed"),
]


@pytest.mark.parametrize(("text", "status"), MARITAL)
@pytest.mark.parametrize("frame", ["{}", "beti {} hai", "मेरी बहन {} है"])
def test_marital_status(only, text, status, frame):
    entity = only(frame.format(text), "marital_status")
    assert (entity.text, entity.value) == (text, status)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("mahila", "female"),
        ("महिला", "female"),
        ("female", "female"),
        ("स्त्री", "female"),
        ("purush", "male"),
        ("पुरुष", "male"),
        ("male", "male"),
    ],
)
def test_gender(only, text, gender):
    assert only(text, "gender").value == gender

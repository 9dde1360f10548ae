import pytest

INSTITUTIONS = [
    ("sarkari hospital", "government"),
    ("सरकारी अस्पताल", "government"),
    ("government hospital", "government"),
    ("govt hospital", "government"),
    ("राजकीय चिकित्सालय", "government"),
    ("zila aspatal", "government"),
    ("जिला अस्पताल", "government"),
    ("medical college", "government"),
    ("CHC", "government"),
    ("SGPGI", "sgpgi_class"),
    ("pgi", "sgpgi_class"),
    ("KGMU", "sgpgi_class"),
    ("K.G.M.U.", "sgpgi_class"),
    ("केजीएमयू", "sgpgi_class"),
    ("के0जी0एम0यू0", "sgpgi_class"),
    ("एसजीपीजीआई", "sgpgi_class"),
    ("lohia hospital", "sgpgi_class"),
    ("RML", "sgpgi_class"),
    ("सैफई", "sgpgi_class"),
    ("empanelled hospital", "private_empanelled"),
    ("panel wala private hospital", "private_empanelled"),
    ("सूचीबद्ध निजी अस्पताल", "private_empanelled"),
    ("suchibaddh aspatal", "private_empanelled"),
    ("पैनल अस्पताल", "private_empanelled"),
    ("अनुबंधित अस्पताल", "authorised_contracted"),
    ("anubandhit hospital", "authorised_contracted"),
    ("gair soochibaddh niji aspatal", "private_not_empanelled"),
    ("non empanelled private hospital", "private_not_empanelled"),
    ("non-empanelled hospital", "private_not_empanelled"),
    ("गैर सूचीबद्ध अस्पताल", "private_not_empanelled"),
    ("hospital panel me nahi", "private_not_empanelled"),
    ("private hospital", "private"),
    ("निजी अस्पताल", "private"),
    ("nursing home", "private"),
    ("प्राइवेट हॉस्पिटल", "private"),
    ("pradesh ke bahar", "outside_state"),
    ("प्रदेश के बाहर", "outside_state"),
    ("up se bahar", "outside_state"),
    ("out of state", "outside_state"),
    ("dusre rajya", "outside_state"),
    ("दूसरे राज्य के अस्पताल", "outside_state"),
    ("outside the state", "outside_state"),
    ("delhi ke hospital", "outside_state"),
    ("pradesh ke bahar private hospital", "outside_state"),
]


@pytest.mark.parametrize(("text", "code"), INSTITUTIONS)
@pytest.mark.parametrize("frame", ["{}", "ilaaj {} me hua", "मेरा इलाज {} में हुआ"])
def test_institutions(only, text, code, frame):
    entity = only(frame.format(text), "institution")
    assert (entity.text, entity.value) == (text, code)


def test_calculators_find_their_own_codes(only):
    assert only("KGMU", "institution").extra == {
        "hospital_type": "government",
        "institution_type": "sgpgi_class",
    }
    assert only("private hospital", "institution").extra == {}


@pytest.mark.parametrize(
    "text",
    [
        "sarkari karmchari",
        "सरकारी सेवक",
        "private naukri",
        "अन्य राज्य सरकार",
        "bahar ki janch",
        "delhi me rehta hu",
        "hospital kaise khoje",
        "panel kya hai",
        "not paid",
        "निजी कार्य अवकाश",
    ],
)
def test_other_uses_name_no_institution(read, text):
    assert [e for e in read(text) if e.kind == "institution"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OPD", "opd"),
        ("ओपीडी", "opd"),
        ("ओ०पी०डी०", "opd"),
        ("ओ0पी0डी0", "opd"),
        ("O.P.D.", "opd"),
        ("outdoor", "opd"),
        ("parcha", "opd"),
        ("bharti", "ipd"),
        ("भर्ती", "ipd"),
        ("admit", "ipd"),
        ("IPD", "ipd"),
        ("indoor", "ipd"),
        ("hospitalized", "ipd"),
    ],
)
def test_care(only, text, code):
    assert only(f"kya {text} ka bill", "care").value == code


def test_recruitment_is_no_care(read):
    assert [e for e in read("सीधी भर्ती से आए") if e.kind == "care"] == []

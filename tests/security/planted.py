"""What must never be found again: invented identifiers in the spellings people use."""

AADHAAR = "234123412346"  # passes Verhoeff; nobody's
MOBILE = "9876501234"
OTP = "804271"
PAN = "ABCPE1234F"
EMAIL = "asha.secret@example.org"

#: What is written → what of it must be nowhere afterwards.
MESSAGES: dict[str, tuple[str, ...]] = {
    f"mera aadhaar {AADHAAR} hai": (AADHAAR,),
    "aadhaar 2341 2341 2346 dekho": ("2341 2341 2346",),
    "आधार 2341-2341-2346 है": ("2341-2341-2346",),
    "मेरा आधार २३४१२३४१२३४६ है": ("२३४१२३४१२३४६",),
    "आधार २३४१ २३४१ २३४६": ("२३४१ २३४१ २३४६",),
    "आधार २३४१-२३४१-२३४६": ("२३४१-२३४१-२३४६",),
    f"call me on {MOBILE}": (MOBILE,),
    "mera number +91 98765 01234": ("98765 01234", "+91 98765"),
    "मोबाइल ९८७६५०१२३४": ("९८७६५०१२३४",),
    f"mera PAN {PAN} hai": (PAN, PAN.lower()),
    f"mail {EMAIL} par": (EMAIL,),
    f"my otp is {OTP}": (OTP,),
    "ओटीपी ८०४२७१ है": ("८०४२७१",),
}
SECRETS = tuple(sorted({one for many in MESSAGES.values() for one in many}))


def found_in(text: str) -> list[str]:
    """Which of the secrets stand in a text, whatever their case."""
    lower = text.lower()
    return [one for one in SECRETS if one.lower() in lower]

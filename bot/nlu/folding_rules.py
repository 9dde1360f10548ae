"""Equivalences between spellings, each with its reason: data for `bot.nlu.folding`.

The rules read a lower-case word in Latin letters (Devanagari has been written in them before)
and run in this order, again and again until nothing changes.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """One rewriting step: regular expression, replacement and why people's spellings need it.

    A `careless` one also joins different words of people who spell well (baad, baadh).
    """

    pattern: str
    replacement: str
    reason: str
    careless: bool = False


_CONSONANT = "bcdfghjklmnpqrstvwxyz"

RULES: tuple[Rule, ...] = (
    Rule(r"(?:t|s|ss|c)ion", "shan", "English -tion is written शन, and -shan or -sion in chat"),
    Rule(r"ph", "f", "फ is typed ph and f"),
    Rule(r"chh", "ch", "छ and च are typed ch or chh", careless=True),
    Rule(r"cch|(?:ch){2,}", "ch", "अच्छा, accha, achcha, acha"),
    Rule(r"ck", "k", "check, chek"),
    Rule(r"c(?=[eiy])", "s", "English soft c: certificate, सर्टिफिकेट"),
    Rule(r"c(?!h)", "k", "English hard c: card, कार्ड, kaard"),
    Rule(r"qu?", "k", "क़ is typed q or k"),
    Rule(r"x", "ks", "tax, टैक्स; क्ष is typed ksh or x"),
    Rule(r"z", "j", "ज़ is typed z or j, and its dot is often left out"),
    Rule(r"w", "v", "व is typed v or w"),
    Rule(
        r"([bdgjkt])h",
        r"\1",
        "aspirates are dropped or added: thik, tik; bhugtan, bugtan",
        careless=True,
    ),
    Rule(r"sh", "s", "श, ष and s are typed s or sh", careless=True),
    Rule(r"aa+", "a", "long आ is typed aa or a"),
    Rule(r"ee+|ii+", "i", "long ई is typed ee or i"),
    Rule(r"oo+|uu+", "u", "long ऊ is typed oo or u"),
    Rule(r"i[y](?=[aeiou])", "i", "glide after i: chahiye, chahie; किया, kia"),
    Rule(r"u[v](?=[aeiou])", "u", "glide after u: huwa, hua"),
    Rule(r"ay(?=[ei]|$)", "ai", "गये, गए, gae, gaye; samay, samai"),
    Rule(r"ai|ae|ei|ey$|ee", "e", "ऐ is typed ai, ae, ei or e: kaise, kese; hai, he"),
    Rule(r"au|ao|ou", "o", "औ is typed au, ao or o: aur, or; batao, btao"),
    Rule(r"eh(?=[" + _CONSONANT + "])", "ah", "pehle, pahle; kehna, kahna"),
    Rule(r"(.)\1+", r"\1", "doubled letters come and go: kitta, पक्का, pakka, paka"),
    Rule(r"m(?=[pbfv])", "n", "anusvara before a labial is typed m or n: sambandh, sanbandh"),
    Rule(r"iy$|ian$", "ia", "विभागीय, vibhagiya; छुट्टियां, chuttiyan"),
    Rule(r"en$", "e", "nasal ending: karen, karein, करें, kare; mein, main, me"),
    Rule(r"(?<=[aeiou])(.*[iou])n$", r"\1", "nasal ending: logon, लोगों, logo; nahin, nahi"),
    Rule(
        r"(?<![bdgjktspch](?=ah))(?<=([" + _CONSONANT + r"]))a(?=[" + _CONSONANT + r"])(?!\1)",
        "",
        "schwa, and a in the middle of a word generally: yojana, yojna; karna, krna; kaam, kam",
    ),
    Rule(
        r"(?<=[" + _CONSONANT + r"]{2}[rv])a$|(?<=[aeiou][" + _CONSONANT + r"][rv])a$",
        "",
        "final a after a cluster is the written schwa: पत्र, patra; विधवा, vidhva",
    ),
    Rule(
        r"(?<=[" + _CONSONANT + r"]{2})ya$|(?<=[aeiou][" + _CONSONANT + r"])ya$",
        "y",
        "राज्य, rajya; उद्देश्य, uddeshya",
    ),
    Rule(r"(?<=[" + _CONSONANT + "])y$", "i", "English final y: duty, ड्यूटी, salary, सैलरी"),
)

# Devanagari letters in Latin ones. indic-transliteration's schemes keep the very differences
# that the rules above remove, so one small table is both simpler and faster here.
CONSONANTS: dict[str, str] = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j",
    "झ": "jh", "ञ": "n", "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t",
    "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "ph", "ब": "b", "भ": "bh",
    "म": "m", "य": "y", "र": "r", "ल": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s",
    "ह": "h", "ळ": "l",
}  # fmt: skip
INDEPENDENT_VOWELS: dict[str, str] = {
    "अ": "a", "आ": "aa", "इ": "i", "ई": "ii", "उ": "u", "ऊ": "uu", "ऋ": "ri", "ए": "e",
    "ऐ": "ai", "ओ": "o", "औ": "au", "ऑ": "o", "ऍ": "e", "ऎ": "e", "ऒ": "o", "ॠ": "ri",
}  # fmt: skip
VOWEL_SIGNS: dict[str, str] = {
    "ा": "aa", "ि": "i", "ी": "ii", "ु": "u", "ू": "uu", "ृ": "ri", "े": "e", "ै": "ai",
    "ो": "o", "ौ": "au", "ॉ": "o", "ॅ": "e", "ॆ": "e", "ॊ": "o", "ॄ": "ri",
}  # fmt: skip

# English letters as they are spoken, for abbreviations written in Devanagari (जीपीएफ).
LETTER_NAMES: dict[str, str] = {
    "ए": "a", "बी": "b", "सी": "c", "डी": "d", "ई": "e", "इ": "e", "एफ": "f", "ऍफ": "f",
    "जी": "g", "एच": "h", "आई": "i", "आइ": "i", "जे": "j", "के": "k", "एल": "l", "एम": "m",
    "एन": "n", "ओ": "o", "पी": "p", "क्यू": "q", "आर": "r", "एस": "s", "टी": "t", "यू": "u",
    "वी": "v", "डब्ल्यू": "w", "डब्लू": "w", "एक्स": "x", "वाई": "y", "वाय": "y", "जेड": "z",
}  # fmt: skip
# Hindi words that happen to read as a row of letter names.
NOT_LETTER_NAMES = frozenset(
    ("बीवी", "बीबी", "जीजी", "आइए", "आईए", "आइये", "जीए", "ओए", "एई"),
)

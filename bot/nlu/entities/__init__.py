"""Entities by grammar: amounts, dates, durations, people, places, with exact offsets.

Works on Devanagari, Roman Hindi and English, mixed, without training.
"""

from datetime import date

from bot.nlu.entities.ages import ages
from bot.nlu.entities.amounts import amounts
from bot.nlu.entities.answers import answers
from bot.nlu.entities.dates import moment_of
from bot.nlu.entities.districts import districts
from bot.nlu.entities.durations import durations, spans
from bot.nlu.entities.entity import KINDS, Entity, settle_overlaps
from bot.nlu.entities.month_dates import month_dates
from bot.nlu.entities.numbers import quantities
from bot.nlu.entities.numeric_dates import numeric_dates
from bot.nlu.entities.ordinals import places_in_order
from bot.nlu.entities.pay import grade_pays, pay_levels
from bot.nlu.entities.people import genders, marital_statuses, relations
from bot.nlu.entities.places import cares, institutions
from bot.nlu.entities.references import references
from bot.nlu.entities.relative_dates import relative_dates
from bot.nlu.entities.sentence import Sentence

__all__ = ["KINDS", "Entity", "extract"]


def extract(text: str, *, today: date) -> list[Entity]:
    """Find the entities of a message.

    Args:
        text: the message as it came; offsets refer to it.
        today: the day on which it was written, for relative dates.

    Returns:
        Entities in order of appearance; no two share a character.

    >>> [(e.kind, e.value) for e in extract("33 saal 4 mahine", today=date(2026, 11, 22))]
    [('duration', {'years': 33, 'months': 4, 'days': 0, 'hours': 0})]
    """
    sentence = Sentence(text)
    moment = moment_of(sentence, today)
    found = quantities(sentence)
    by_first = {quantity.first: quantity for quantity in found}
    by_end = {quantity.end: quantity for quantity in found}
    lengths = spans(sentence, by_first)
    candidates = [
        *references(sentence),
        *numeric_dates(sentence, moment),
        *month_dates(sentence, by_first, by_end, moment),
        *relative_dates(sentence, by_first, by_end, lengths, moment),
        *ages(sentence, found, lengths),
        *durations(sentence, lengths),
        *pay_levels(sentence, by_first),
        *grade_pays(sentence, by_first, by_end),
        *places_in_order(sentence, by_first),
        *amounts(sentence, found),
        *districts(sentence),
        *institutions(sentence),
        *relations(sentence),
        *marital_statuses(sentence),
        *genders(sentence),
        *cares(sentence),
        *answers(sentence),
    ]
    return settle_overlaps(candidates, len(text))

"""Tells the phase of the moon for a day, well enough for planning a night of stargazing.

The moon takes about 29.53 days from one new moon to the next. Counting on from a new moon that is known,
the remainder of that division is the age of the moon in days. The error stays below a day, which is all
that somebody needs who wants a dark sky without moonlight.
"""

from datetime import date, timedelta

# One mean lunation, in days.
SYNODIC_MONTH = 29.530588
# A new moon that was observed; any other would do as well.
KNOWN_NEW_MOON = date(2020, 1, 24)


def moon_age(day: date) -> float:
    """Days since the last new moon, from 0 to 29.5."""
    return (day - KNOWN_NEW_MOON).days % SYNODIC_MONTH


def phase_name(day: date) -> str:
    """A word for the phase that a person would use."""
    age = moon_age(day)
    if age < 1.5 or age > 28:
        return "new moon"
    if age < 13.3:
        return "waxing"
    if age < 16.3:
        return "full moon"
    return "waning"


def dark_nights(start: date, days: int) -> list[date]:
    """The nights without a bright moon in the evening, for which the telescope is worth carrying outside."""
    nights = (start + timedelta(days=offset) for offset in range(days))
    return [night for night in nights if moon_age(night) < 4 or moon_age(night) > 20]


if __name__ == "__main__":
    for night in dark_nights(date(2024, 8, 1), 31):
        print(night.isoformat(), phase_name(night))

"""The smallest profile that still shows something: whatever is not needed for it is taken out."""

from collections.abc import Callable, Mapping

from advisor.knowledge.answers import Answer

Still = Callable[[Mapping[str, Answer], Mapping[str, str]], bool]
"""Whether some answers and priorities still show it."""


def smallest(
    answers: Mapping[str, Answer], priorities: Mapping[str, str], still: Still
) -> tuple[dict[str, Answer], dict[str, str]]:
    """What is left of a profile when nothing more can be taken out; priorities go first."""
    said, rated = dict(answers), dict(priorities)
    if still(said, {}):
        rated = {}
    again = True
    while again:
        again = False
        for name in list(said):
            fewer = {key: answer for key, answer in said.items() if key != name}
            if still(fewer, rated):
                said, again = fewer, True
    for name in list(rated):
        less = {key: word for key, word in rated.items() if key != name}
        if still(said, less):
            rated = less
    for name, answer in said.items():  # a number beside a bound reads better whole
        whole = {**said, name: round(answer)} if isinstance(answer, float) else said
        said = whole if still(whole, rated) else said
    return said, rated

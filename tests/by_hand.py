"""What was judged by hand from the sources, as `docs/by-hand.md` shows it: licences, and costs against studies.

Run as `PYTHONPATH=.:tests python tests/by_hand.py > docs/by-hand.md`.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml
from tests_root import TESTS

from advisor.analysis.cost import Estimate, Spread
from advisor.analysis.market import Market
from advisor.knowledge import cost_model as formulas
from advisor.knowledge.catalogue import Catalogue
from advisor.knowledge.catalogue_loader import load
from advisor.knowledge.cost_model import Replica
from advisor.knowledge.licensing import Party, Verdict, judge
from advisor.needs import Gpus, Needs
from advisor.profile import Profile

DAY = dt.date(2026, 11, 25)
_PLAIN = {
    "redistributes": False,
    "resells": False,
    "internal_only": False,
    "defence": False,
    "monthly_users": 10_000,
    "revenue": 5_000_000,
}
HEAD = """# Judged by hand

Two tables that a person worked out from the sources. Tests hold the program to both.

"""


@dataclass(frozen=True, slots=True)
class Pair:
    """An organisation, a model, and what the licence says to them."""

    who: str
    party: Party
    model: str
    answer: str
    clause: str | None

    def judged(self, catalogue: Catalogue) -> Verdict:
        """What the program says."""
        return judge(catalogue.models[self.model], self.party, catalogue)


def pairs() -> Iterator[Pair]:
    """Every pair of `data/licence_pairs.yaml`."""
    for row in yaml.safe_load((TESTS / "data" / "licence_pairs.yaml").read_text(encoding="utf-8")):
        yield Pair(row["who"], Party(**(_PLAIN | row["is"])), row["model"], row["answer"], row.get("clause"))


OWN_70B = {"open_model": "llama-3.3-70b-instruct", "gpus": (Gpus(2, kind="h100-80"),)}


def estimated(catalogue: Catalogue, tokens: float, closed: str) -> Estimate:
    """A 70B model on H100 against a closed model, evenly used, three tokens read for one written."""
    asked = Needs(input_tokens=0.75 * tokens, output_tokens=0.25 * tokens, closed_model=closed, **OWN_70B)
    found = Market(catalogue, DAY).findings(Profile(answers={"load_shape": "steady"}, needs=asked)).estimate
    assert found is not None
    return found


def saved(catalogue: Catalogue, tokens: float) -> Spread:
    """How many times cheaper than the closed interface machines of one's own are, as MindMap Digital asks it."""
    months = {route.id: route.month for route in estimated(catalogue, tokens, "claude-opus-5-5").routes}
    own, closed = months["owned"], months["closed_api"].likely
    assert closed
    assert own.low
    assert own.likely
    assert own.high
    return Spread(closed / own.high, closed / own.likely, closed / own.low)


def crossing(catalogue: Catalogue) -> Spread:
    """The tokens from which rented machines pay, at the price AI Economy Hub reckons with: 1.20 and 4.80 dollars."""
    card = catalogue.models["gpt-5"]
    price = card.prices[0].model_copy(update={"read": 1.2, "write": 4.8})
    cards = {**catalogue.models, card.id: card.model_copy(update={"prices": (price,)})}
    found = estimated(replace(catalogue, models=cards), 4e9, card.id)
    return next(even.tokens for even in found.break_even if (even.own, even.rival) == ("rented", "closed_api"))


def months_to_pay_back(
    catalogue: Catalogue, gpu: str, cards: int, billions: float, dollars: float, watts: float
) -> float:
    """As Pan and others reckon: electricity alone, 176 hours a month, billed for as much as the machine makes.

    At 5 dollars a million tokens, four-bit weights, and the slow end of the formula's throughput.
    """
    hours, basis = 176, catalogue.cost
    slow = next(one.dear for one in basis.assumptions if one.id == "throughput")
    assert slow
    replica = Replica(catalogue.gpus[gpu], cards, billions * 4.5 / 8)
    tokens = replica.capacity(basis, {"throughput": slow}) * hours / basis.hours_a_month
    months = formulas.payback(dollars, tokens * 5 / 1e6, cards * watts / 1000 * hours * 0.15)
    assert months is not None
    return months


def paid_back(catalogue: Catalogue) -> tuple[float, float, float]:
    """Months for 32.8B on one RTX 5090, 70.6B on one A100, 235B on four."""
    return (
        months_to_pay_back(catalogue, "rtx-5090", 1, 32.8, 2_000, 575),
        months_to_pay_back(catalogue, "a100-80", 1, 70.6, 15_000, 720),
        months_to_pay_back(catalogue, "a100-80", 4, 235.1, 60_000, 720),
    )


def licences(catalogue: Catalogue) -> Iterator[str]:
    """The table of licences."""
    yield "## Where the licence decides"
    yield ""
    yield "| organisation | model | licence | answer | clause | where it stands |"
    yield "|---|---|---|---|---|---|"
    for pair in pairs():
        verdict = pair.judged(catalogue)
        licence = verdict.licence
        assert licence is not None
        clause = next((one for one in verdict.decisive if one.id == pair.clause), None)
        at = f"{clause.at.en}; " if clause and clause.at else ""
        read = "" if licence.read == "text" else ", not read in its own words"
        cells = (
            pair.who,
            catalogue.models[pair.model].name,
            licence.name.en,
            verdict.answer,
            clause.text.en if clause else "",
            f"{at}[{', '.join(licence.sources)}]{read}",
        )
        yield f"| {' | '.join(cells)} |"


def costs(catalogue: Catalogue) -> Iterator[str]:
    """The table of costs."""
    yield "## Costs against published break-even studies"
    yield ""
    yield "| study | what is asked | it found | ours: low – likely – high |"
    yield "|---|---|---|---|"
    large, small, even = saved(catalogue, 3.2e9), saved(catalogue, 200e6), crossing(catalogue)
    pan = " / ".join(f"{months:.2g}" for months in paid_back(catalogue))
    rows = (
        (
            "mindmap",
            "how many times cheaper own H100 are than a frontier interface, 70B, 3.2 billion tokens a month",
            "about 3.5",
            _band(large),
        ),
        ("mindmap", "the same at 200 million tokens a month", "at most 1: the interface is cheaper", _band(small)),
        (
            "economy-hub",
            "tokens a month from which a rented 70B model pays against 1.20 / 4.80 dollars a million, people counted",
            "4 to 8 billion",
            " – ".join(f"{end / 1e9:.1f}" for end in (even.low, even.likely, even.high) if end) + " billion",
        ),
        (
            "break-even-study",
            "months until the machine is paid back: 32B on a 2,000-dollar card / 70B on one A100 / 235B on four",
            "months / 6 to 24 / years",
            f"{pan} at the slow end",
        ),
    )
    for id_, asked, found, ours in rows:
        source = catalogue.sources[id_]
        study = f"[{source.publisher}]({source.link}), {source.date}, grade {source.grade}"
        yield f"| {study} | {asked} | {found} | {ours} |"


def _band(spread: Spread) -> str:
    return " – ".join(f"{end:.2g}" for end in (spread.low, spread.likely, spread.high) if end is not None)


def page(catalogue: Catalogue) -> str:
    """The whole page."""
    return HEAD + "\n".join([*licences(catalogue), "", *costs(catalogue)]) + "\n"


if __name__ == "__main__":
    found = load()
    assert found is not None
    sys.stdout.write(page(found))

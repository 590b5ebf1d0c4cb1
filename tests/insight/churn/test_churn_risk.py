"""The risk of leaving by hand, and what must hold whatever stands open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.churn.risk import BASE, HIGH_FROM, MEDIUM_FROM, WEIGHTS, Risk, churn_of, risk_of
from rotunda.insight.signals.model import ActionKind, Severity, Signal, SignalKind, SuggestedAction

ACTION = SuggestedAction(ActionKind.TASK, "Do it")


def signal(kind: SignalKind, severity: Severity = Severity.MEDIUM, title: str = "") -> Signal:
    return Signal(kind, title or kind.value, severity, title or kind.value, "", ACTION)


signals = st.lists(
    st.builds(signal, st.sampled_from(SignalKind), st.sampled_from(Severity), st.sampled_from(["", "a", "b"])),
    max_size=8,
)


def test_without_signals_it_is_the_base_rate() -> None:
    found = churn_of([])
    assert (found.risk, found.probability, found.reasons) == (Risk.LOW, 0.06, [])


@pytest.mark.parametrize(
    ("kinds", "probability", "risk"),
    [
        # Odds 0.06 / 0.94 = 0.06383. Times 2.2: 0.14043, of 1.14043.
        ([(SignalKind.USAGE_DECLINING, Severity.MEDIUM)], 0.123, Risk.LOW),
        # Times 3.5: 0.22340, of 1.22340.
        ([(SignalKind.USAGE_DECLINING, Severity.HIGH)], 0.183, Risk.MEDIUM),
        # One family: times 3.5 and the root of 1.8, 1.34164: 0.29973, of 1.29973.
        ([(SignalKind.USAGE_DECLINING, Severity.HIGH), (SignalKind.SEATS_UNDERUSED, Severity.LOW)], 0.231, Risk.MEDIUM),
        # Three families: 3.5 * 2 * 1.6 = 11.2: 0.71489, of 1.71489.
        (
            [
                (SignalKind.USAGE_DECLINING, Severity.HIGH),
                (SignalKind.NO_CONTACT, Severity.HIGH),
                (SignalKind.ESCALATION_OPEN, Severity.MEDIUM),
            ],
            0.417,
            Risk.HIGH,
        ),
        # Times 16: 1.02128, of 2.02128.
        ([(SignalKind.SUBSCRIPTION_CANCELLING, Severity.HIGH)], 0.505, Risk.HIGH),
        ([(SignalKind.DEAL_STALLED, Severity.HIGH), (SignalKind.SEATS_NEARLY_FULL, Severity.HIGH)], 0.06, Risk.LOW),
    ],
)
def test_by_hand(kinds: list[tuple[SignalKind, Severity]], probability: float, risk: Risk) -> None:
    found = churn_of([signal(kind, severity) for kind, severity in kinds])
    assert (found.probability, found.risk) == (probability, risk)


def test_ten_overdue_invoices_are_one_fact() -> None:
    one = churn_of([signal(SignalKind.INVOICE_OVERDUE, title="0")])
    ten = churn_of([signal(SignalKind.INVOICE_OVERDUE, title=str(number)) for number in range(10)])
    assert ten == one


def test_the_strongest_reason_comes_first_and_says_by_how_much() -> None:
    found = churn_of([signal(SignalKind.NO_EMAIL), signal(SignalKind.USAGE_DECLINING), signal(SignalKind.NO_CONTACT)])
    assert [(each.kind, each.times) for each in found.reasons] == [
        (SignalKind.USAGE_DECLINING, 2.2),
        (SignalKind.NO_CONTACT, 1.4),
        (SignalKind.NO_EMAIL, 1.14),
    ]


@given(signals)
def test_it_is_bounded_and_never_below_the_base(held: list[Signal]) -> None:
    found = churn_of(held)
    assert BASE <= found.probability < 1
    at_a_border = min(abs(found.probability - border) for border in (MEDIUM_FROM, HIGH_FROM)) < 0.001
    assert found.risk is risk_of(found.probability) or at_a_border


@given(signals, st.builds(signal, st.sampled_from(SignalKind), st.sampled_from(Severity)))
def test_one_more_never_lowers_it(held: list[Signal], further: Signal) -> None:
    assert churn_of([*held, further]).probability >= churn_of(held).probability


@given(signals.flatmap(lambda held: st.tuples(st.just(held), st.permutations(held))))
def test_their_order_does_not_matter(pair: tuple[list[Signal], list[Signal]]) -> None:
    one, other = pair
    assert churn_of(one) == churn_of(other)


def test_every_kind_that_counts_is_worse_when_it_presses() -> None:
    assert all(1 < each.ratio < each.pressing for each in WEIGHTS.values())

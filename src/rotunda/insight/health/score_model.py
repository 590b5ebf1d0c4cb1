"""Score models: what each factor weighs, from when on a score is green, and which customers are judged by which."""

from collections.abc import Collection, Mapping
from typing import Annotated

import msgspec

from rotunda.insight.health.model import Bands

_NAME_LENGTH = 60
_MODELS, _SEGMENTS = 20, 100

Weight = Annotated[float, msgspec.Meta(ge=0, le=1000)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=_NAME_LENGTH)]


class ScoreModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`weights` are of factors, in any unit: their shares count. A factor that is not named weighs nothing."""

    name: Name
    weights: Mapping[str, Weight]
    bands: Bands = Bands()

    def __hash__(self) -> int:
        return hash((self.name, self.bands, *sorted(self.weights.items())))


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Customers of that segment are judged by that model."""

    segment: Name
    model: str


class ScoreModels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that are kept. A customer of several segments is judged by the first of them that is named here, one of none
    by the model `default`.
    """

    models: Annotated[tuple[ScoreModel, ...], msgspec.Meta(min_length=1, max_length=_MODELS)]
    default: str
    segments: Annotated[tuple[Assignment, ...], msgspec.Meta(max_length=_SEGMENTS)] = ()

    def of(self, segments: Collection[str]) -> ScoreModel:
        """Names of segments are compared without regard to case."""
        held = {each.lower() for each in segments}
        first = next((each.model for each in self.segments if each.segment.lower() in held), self.default)
        return next(each for each in self.models if each.name == first)


class ModelRefused(ValueError):
    """`field` is a path into the document: `models[1].weights.support`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


ACCOUNT = ScoreModel(
    "account",
    {
        "payment": 20,
        "engagement": 20,
        "product usage": 25,
        "support": 15,
        "relationship": 10,
        "contract": 10,
    },
)
DELIVERED = ScoreModels((ACCOUNT,), ACCOUNT.name)


def check(wanted: ScoreModels, factors: Collection[str]) -> None:
    """Raises ModelRefused where it contradicts itself or names a factor that there is none of."""
    names = [each.name for each in wanted.models]
    for place, model in enumerate(wanted.models):
        _check_model(f"models[{place}]", model, factors)
        if model.name in names[:place]:
            raise ModelRefused(f"models[{place}].name", f"Two models are called {model.name}.")
    if wanted.default not in names:
        raise ModelRefused("default", f"There is no model {wanted.default}.")
    taken: set[str] = set()
    for place, each in enumerate(wanted.segments):
        if each.model not in names:
            raise ModelRefused(f"segments[{place}].model", f"There is no model {each.model}.")
        if each.segment.lower() in taken:
            raise ModelRefused(f"segments[{place}].segment", f"The segment {each.segment} has a model already.")
        taken.add(each.segment.lower())


def _check_model(field: str, model: ScoreModel, factors: Collection[str]) -> None:
    for factor in model.weights:
        if factor not in factors:
            raise ModelRefused(f"{field}.weights.{factor}", f"There is no factor {factor}.")
    if not sum(model.weights.values()):
        raise ModelRefused(f"{field}.weights", "At least one factor has to weigh something.")
    bands = model.bands
    for lower, upper in (("yellow", "green"), ("orange", "yellow")):
        if getattr(bands, lower) >= getattr(bands, upper):
            raise ModelRefused(f"{field}.bands.{lower}", f"{lower} has to begin below {upper}.")

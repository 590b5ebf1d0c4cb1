"""Score models: what stands, what others would come to, and saving them."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, QueryParameter

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError
from rotunda.insight.health.score_model import ModelRefused, ScoreModels
from rotunda.view.scores.book import Comparison
from rotunda.view.scores.desk import ModelVersions, ScoreModelsShown, Unreadable
from rotunda.view.scores.kept import Changed

ViewerRequest = Request[Viewer, Any, Any]
_DEFINE = {"permission": Permission.SCORE_DEFINE}


class SavedOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`on` is the version that they were made from: where it is not the newest any more, nothing is saved."""

    on: int
    models: ScoreModels


def score_model_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/score-models", opt=_DEFINE, summary="Score models as they stand, and the factors that there are")
    async def shown() -> ScoreModelsShown:
        return installation.scores.shown()

    @get("/api/v1/score-models/versions", opt=_DEFINE, summary="Every set of models that was saved, the newest first")
    async def versions(
        before: Annotated[int | None, QueryParameter(ge=1)] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    ) -> ModelVersions:
        return await installation.scores.versions(before, limit)

    return [shown, versions, *_changing(installation)]


def _changing(installation: Installation) -> list[HTTPRouteHandler]:
    @put(
        "/api/v1/score-models",
        opt=_DEFINE,
        summary="Pages judge by them at once, the whole book within moments; every save is a version",
    )
    async def save(request: ViewerRequest, data: JSONBody[SavedOn]) -> ScoreModelsShown:
        try:
            return await installation.scores.save(request.user, data.models, data.on)
        except ModelRefused as refused:
            raise _refused(refused, "models.") from None
        except Changed:
            reason = "Somebody has saved other score models since you opened them. Load them again."
            raise ProblemError(409, "score-models-changed", reason, field="on") from None

    @post(
        "/api/v1/score-models/preview",
        opt=_DEFINE,
        status_code=200,
        summary="The whole book by these models and by those that stand: bands, and who changes most",
    )
    async def preview(request: ViewerRequest, data: JSONBody[ScoreModels]) -> Comparison:
        try:
            return await installation.scores.compare(request.user, data)
        except ModelRefused as refused:
            raise _refused(refused) from None
        except Unreadable:
            reason = "Scores of the whole book are made of more than you may read."
            raise ProblemError(403, "forbidden", reason) from None

    return [save, preview]


def _refused(refused: ModelRefused, inside: str = "") -> ProblemError:
    return ProblemError(422, "score-models-refused", str(refused), field=inside + refused.field)

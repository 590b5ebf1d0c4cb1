"""Who may frame the panel, and that nothing else may be framed."""

from pathlib import Path

import httpx
import pytest

from rotunda.entrypoints.panel_page import panel_policy
from rotunda.kit.settings import WrongSetting, read_settings
from support.service import serving, settings_for

PARENTS = ("https://acme.zendesk.com", "http://127.0.0.1:9000")


def test_without_parents_nobody_may_frame_it() -> None:
    assert panel_policy("n", ()).endswith("frame-ancestors 'none'")
    assert panel_policy("n", PARENTS).endswith(f"frame-ancestors {' '.join(PARENTS)}")


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("https://acme.zendesk.com", ("https://acme.zendesk.com",)),
        (" HTTPS://A.example/ , http://127.0.0.1:9000,,", ("https://a.example", "http://127.0.0.1:9000")),
        ("https://*.apps.example.com", ("https://*.apps.example.com",)),
    ],
)
def test_parents_are_origins(text: str, origins: tuple[str, ...]) -> None:
    assert read_settings({"ROTUNDA_PANEL_PARENTS": text}).panel_parents == origins


@pytest.mark.parametrize(
    "text",
    ["*", "https:", "https://*", "https://*.com", "http://*.example.com", "acme.example", "https://a.example/path",
     "https://a.example; script-src *", "'self'", "https://a.example https://b.example", "https://a\n.example",
     "javascript://a.example", "https://user@a.example"],
)  # fmt: skip
def test_nothing_but_an_origin_gets_into_the_policy(text: str) -> None:
    with pytest.raises(WrongSetting, match="ROTUNDA_PANEL_PARENTS must be origins"):
        read_settings({"ROTUNDA_PANEL_PARENTS": text})


async def test_only_the_panel_may_be_framed(database_url: str, tmp_path: Path) -> None:
    settings = settings_for(database_url, tmp_path, panel_parents=PARENTS)
    async with serving(settings) as service, httpx.AsyncClient(base_url=service.url) as client:
        policies = {
            path: (await client.get(path)).headers["content-security-policy"]
            for path in (
                "/panel",
                "/panel?email=a@b.example",
                "/",
                "/sign-in",
                "/accounts",
                "/panel.html",
                "/api/v1/panel",
            )
        }
        answer = await client.get("/panel")
    framed = {path for path, policy in policies.items() if "frame-ancestors 'none'" not in policy}
    assert framed == {"/panel", "/panel?email=a@b.example"}
    assert policies["/panel"].endswith(f"frame-ancestors {' '.join(PARENTS)}")
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"

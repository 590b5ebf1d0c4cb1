"""The people of the demo company itself."""

from dataclasses import dataclass


@dataclass(slots=True)
class Teammate:
    """Somebody at the vendor company: owner, CSM, AE or agent."""

    key: str
    first_name: str
    last_name: str
    email: str
    role: str  # ae, csm, agent
    team: str  # Such as "West" or "EMEA".
    hubspot_owner_id: str
    hubspot_user_id: int
    hubspot_team_id: str
    zendesk_user_id: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

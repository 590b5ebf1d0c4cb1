"""Who works at the demo company: account executives, customer success and support, in three regional teams."""

from rotunda_world.model import Teammate

TEAMS = ("West", "North", "EMEA")
_TEAM_IDS = {"West": "5310401", "North": "5310402", "EMEA": "5310403"}
_ROTA = (
    ("ae", "West", "Daniel", "Cho"),
    ("ae", "West", "Priya", "Raman"),
    ("ae", "West", "Tomás", "Herrera"),
    ("ae", "North", "Astrid", "Lindgren"),
    ("ae", "North", "Owen", "Gallagher"),
    ("ae", "EMEA", "Léa", "Fontaine"),
    ("ae", "EMEA", "Karim", "Haddad"),
    ("csm", "West", "Maya", "Rivera"),
    ("csm", "West", "Grace", "Nakamura"),
    ("csm", "North", "Elin", "Sørensen"),
    ("csm", "EMEA", "Jonas", "Weiß"),
    ("csm", "EMEA", "Chiara", "Moretti"),
    ("agent", "West", "Sam", "Okafor"),
    ("agent", "West", "Hana", "Kim"),
    ("agent", "North", "Pekka", "Virtanen"),
    ("agent", "EMEA", "Zeynep", "Arslan"),
    ("agent", "EMEA", "Luís", "Cardoso"),
)
_PLAIN = str.maketrans({"á": "a", "é": "e", "í": "i", "ø": "o", "ß": "ss"})


def hire() -> list[Teammate]:
    """The whole company; the same people in every world, so that users of the product can be matched to them."""
    return [_teammate(number, *row) for number, row in enumerate(_ROTA)]


def _teammate(number: int, role: str, team: str, first: str, last: str) -> Teammate:
    address = f"{first}.{last}".lower().translate(_PLAIN)
    return Teammate(
        key=f"tm_{number:02}",
        first_name=first,
        last_name=last,
        email=f"{address}@rotunda.example",
        role=role,
        team=team,
        hubspot_owner_id=str(77_410_200 + number * 37),
        hubspot_user_id=61_220_500 + number * 13,
        hubspot_team_id=_TEAM_IDS[team],
        zendesk_user_id=390_000_000_100 + number,
    )


class Staff:
    """The teammates by what they do. West's first executive looks after three of eight of his team's accounts."""

    def __init__(self, teammates: list[Teammate]) -> None:
        self._all = teammates

    def executive(self, index: int) -> Teammate:
        """The owner of the company with this index; its team is every third's."""
        people = self._of("ae", team_of(index))
        turn = index // len(TEAMS)
        if turn % 8 in {0, 3, 6}:
            return people[0]
        return people[1 + turn % (len(people) - 1)]

    def success(self, index: int) -> Teammate:
        people = self._of("csm", team_of(index))
        return people[index // len(TEAMS) % len(people)]

    def agents(self) -> list[Teammate]:
        return [mate for mate in self._all if mate.role == "agent"]

    def _of(self, role: str, team: str) -> list[Teammate]:
        return [mate for mate in self._all if (mate.role, mate.team) == (role, team)]


def team_of(index: int) -> str:
    """The team of the company with this index: a third each."""
    return TEAMS[index % len(TEAMS)]

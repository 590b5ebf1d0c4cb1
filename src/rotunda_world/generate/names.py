"""Names of companies and people, with the spellings that real systems hold of them."""

import re
import unicodedata
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STEMS = _words(
    """
    Northwind Brightwater Kestrel Alder Meridian Solstice Harrow Cobalt Larkspur Granite Ostara Vantage Juniper
    Pelican Quarry Rowan Sable Tamarack Umber Verity Wexford Yarrow Zephyr Anchor Bramble Cascade Dunmore Ember
    Foxglove Gannet Heron Ironwood Jasper Kingsley Lodestar Marlow Nimbus Orchard Pinnacle Ridgeway Stonebridge
    Thistle Upland Vireo Willow Brückner Nørgaard Åkerlund Jiménez Łukowski Çelik Öztürk Bjørnstad Façade Müllner
    Señorío Émeraude Žižka Hōrai Põhjala
    """
)
_TRADES = (
    "Robotics",
    "Logistics",
    "Foods",
    "Couriers",
    "Builders",
    "Rentals",
    "Waste Services",
    "Pharma",
    "Dairy",
    "Utilities",
    "Movers",
    "Timber",
    "Freight",
    "Brewing",
    "Facilities",
    "Home Care",
    "Security",
    "Produce",
    "Bus Lines",
    "Field Services",
    "Telecom",
    "Plumbing",
    "Medical Supply",
    "Cold Storage",
    "Landscapes",
    "Events",
    "Textiles",
    "Recycling",
    "Airport Services",
    "Seafood",
)
INDUSTRY_OF = {
    "Robotics": "Industrial automation",
    "Logistics": "Logistics",
    "Foods": "Food and beverages",
    "Couriers": "Package delivery",
    "Builders": "Construction",
    "Rentals": "Leasing",
    "Waste Services": "Environmental services",
    "Pharma": "Pharmaceuticals",
    "Dairy": "Dairy",
    "Utilities": "Utilities",
    "Movers": "Transportation",
    "Timber": "Paper and forest products",
    "Freight": "Logistics",
    "Brewing": "Food and beverages",
    "Facilities": "Facilities services",
    "Home Care": "Hospital and health care",
    "Security": "Security services",
    "Produce": "Farming",
    "Bus Lines": "Transportation",
    "Field Services": "Facilities services",
    "Telecom": "Telecommunications",
    "Plumbing": "Construction",
    "Medical Supply": "Medical devices",
    "Cold Storage": "Warehousing",
    "Landscapes": "Environmental services",
    "Events": "Events services",
    "Textiles": "Textiles",
    "Recycling": "Environmental services",
    "Airport Services": "Airlines and aviation",
    "Seafood": "Fishery",
}
_GIVEN = _words(
    """
    Anna Ben Carla David Elena Felix Grace Hugo Isabel Jonas Katja Liam Maria Noah Olivia Paul Quinn Rosa Simon
    Tara Uma Victor Wanda Xavier Yara Zoë François Søren Łukasz Björn Jürgen Chloé José Ana João Małgorzata Ágnes
    Øyvind Þóra İpek Çağla Renée Mårten Aoife Ngozi Kwame Amina Ravi Mei Thị Ananya Siobhán
    """
)
_FAMILY = _words(
    """
    Adler Bennett Castillo Dubois Eriksen Fischer Greene Hoffmann Ivanova Jansen Kowalski Larsen Moreau Novak
    Oliveira Petrov Quigley Rossi Schmidt Tanaka Ueda Vogel Walker Ximénez Young Zimmermann Gößwein Lindqvist Nuñez
    Brontë Håkansson D'Angelo O'Brien Saint-Just Müller Sánchez Dvořák Szymański Gülşen Ó_Súilleabháin Nguyễn
    Okonkwo Mensah Haddad Iyer Chaudhary Wójcik Þorsteinsson Kjær Şahin
    """
)
# Names that no folding to ASCII gets right: written, given and family in letters for an address.
_WRITTEN = (
    ("太郎", "山田", "taro", "yamada"),
    ("美咲", "佐藤", "misaki", "sato"),
    ("Дмитрий", "Соколов", "dmitry", "sokolov"),
    ("Ольга", "Лебедева", "olga", "lebedeva"),
    ("فاطمة", "الصباح", "fatima", "alsabah"),
    ("Ελένη", "Παππά", "eleni", "pappa"),
    ("小龙", "王", "xiaolong", "wang"),
    ("지훈", "박", "jihoon", "park"),
)
_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "þ": "th",
        "Þ": "Th",
        "\u0131": "i",
        "æ": "ae",
        "đ": "d",
        "&": "and",
        "_": "",
    }
)
_DOUBLED = re.compile(r"([a-z])\1")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "&": "und"})


def folded(text: str) -> str:
    """ASCII letters only: `Łukasz Gößwein` is `Lukasz Gosswein`."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return plain.encode("ascii", "ignore").decode()


def slug(text: str) -> str:
    """For a domain or a local part: lower case, words joined by hyphens, nothing else."""
    kept = "".join(letter if letter.isalnum() else " " for letter in folded(text).replace("'", "").lower())
    return "-".join(kept.split())


def company_names(random: Random, count: int) -> list[tuple[str, str]]:
    """Stem and trade of `count` companies, all different. The book's first company is always the same one."""
    pairs = [(stem, trade) for trade in _TRADES for stem in _STEMS]
    random.shuffle(pairs)
    pairs.remove(("Northwind", "Robotics"))
    pairs.insert(0, ("Northwind", "Robotics"))
    rounds = -(-count // len(pairs))
    numbered = (
        (stem if turn == 0 else f"{stem} {_STEMS[turn]}", trade) for turn in range(rounds) for stem, trade in pairs
    )
    return [pair for pair, _ in zip(numbered, range(count), strict=False)]


def person_name(random: Random) -> tuple[str, str, str]:
    """Given name, family name, and the local part of the address that goes with them."""
    if random.random() < 0.05:
        first, last, first_letters, last_letters = random.choice(_WRITTEN)
        return first, last, f"{first_letters}.{last_letters}"
    first, last = random.choice(_GIVEN), random.choice(_FAMILY).replace("_", " ")
    return first, last, f"{slug(first)}.{slug(last)}"


def misspelt(first: str, last: str) -> str:
    """How a person writes their own name in a hurry: transliterated, without accents, with a letter less, shortened."""
    name = f"{first} {last}"
    for spelled in (name.translate(_GERMAN), folded(name), _DOUBLED.sub(r"\1", name, count=1)):
        if spelled != name and len(spelled.split()) == len(name.split()):
            return spelled
    return f"{first[0]}. {last}"


def spellings(random: Random, name: str, form: str) -> dict[str, str]:
    """How the four systems write one name: with its legal form, without, in capitals, transliterated, cut short."""
    legal = f"{name} {form}"
    ways = [
        legal,
        name.upper(),
        legal.translate(_GERMAN),
        folded(name),
        name.split(maxsplit=1)[0],
        f"{name} ({form})",
        f"{name}  ",
    ]
    systems = ("hubspot", "stripe", "zendesk", "product")
    return {system: random.choice(ways).strip() for system in systems if random.random() < 0.7}

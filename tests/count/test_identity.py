import re
from dataclasses import replace

from sayso.count.identity import Identities, identify
from sayso.data import Article, Mention, Name, Reading, Span, Witness


def reading(article: str, *witnesses: Witness) -> Reading:
    return Reading(Article(article, ""), (), (), (), (), witnesses, (), ())


def person(name: str, *, wid: str = "", speaks_for: str | None = None) -> Witness:
    return Witness(wid or name.lower().replace(" ", "-"), name, "person", speaks_for=speaks_for)


def body(name: str, *aliases: str) -> Witness:
    return Witness(name.lower().replace(" ", "-"), name, "organisation", aliases)


def organ(name: str) -> Witness:
    return Witness(name.lower().replace(" ", "-"), name, "government")


def same(*readings: Reading) -> bool:
    found = identify(readings)
    return len({found.of[(r.article.id, r.witnesses[0].id)] for r in readings}) == 1


def names(found: Identities) -> list[str]:
    return [w.name for w in found.witnesses]


def test_a_surname_meets_its_full_name() -> None:
    assert same(reading("a", person("Maria Ekdal")), reading("b", person("Ekdal")))


def test_initials_titles_accents_and_hyphens_do_not_part() -> None:
    assert same(reading("a", person("José P. Álvarez")), reading("b", person("Jose Alvarez")))
    assert same(reading("a", person("Lee Jae-won")), reading("b", person("Lee Jae Won")))
    assert same(reading("a", person("Sen. Ada Poe")), reading("b", person("Ada Poe")))


def test_two_with_one_surname_stay_apart_and_a_lone_surname_joins_neither() -> None:
    found = identify([reading("a", person("Ann Holt"), person("Ben Holt")), reading("b", person("Holt"))])
    assert len(found.witnesses) == 3


def test_two_witnesses_of_one_article_are_never_joined_through_another() -> None:
    found = identify([reading("a", person("Ann Holt"), person("Holt", wid="holt-2")), reading("b", person("Ann Holt"))])
    assert len(found.witnesses) == 2


def test_an_acronym_meets_its_name() -> None:
    assert same(reading("a", body("National Harbour Board")), reading("b", body("NHB")))
    assert same(reading("a", body("Ministry of Health")), reading("b", body("Health Ministry")))


def test_what_stands_behind_its_owner_is_a_name_too() -> None:
    assert same(reading("a", body("Larsen's HarbourWatch.com")), reading("b", body("HarbourWatch.com")))
    assert not same(reading("a", body("Chile's Parliament")), reading("b", body("Parliament"), person("Ann Holt")))
    assert not same(reading("a", body("Larsen's Harbour Fund")), reading("b", body("Fund")))


def test_an_article_may_tell_an_office_and_a_name_apart_that_another_puts_together() -> None:
    told = Article("a", "The trade minister said no. Later Ann Holt left.")
    office = Witness("minister", "trade minister", "unnamed")
    mention = Mention(Span(0, 18), "minister", "description")
    alone = Reading(told, (), (), (), (mention,), (office, person("Ann Holt")), (), ())
    holder = replace(person("Ann Holt"), aliases=("trade minister",))
    found = identify([alone, reading("b", holder)])
    assert len(found.witnesses) == 1
    other = Reading(told, (), (), (), (mention,), (office, replace(person("Ann Holt"), aliases=("mayor",))), (), ())
    assert len(identify([other, reading("b", holder)]).witnesses) == 2


def test_one_common_word_joins_nothing() -> None:
    assert not same(reading("a", body("Committee")), reading("b", body("Finance Committee")))


def test_a_person_is_no_organisation() -> None:
    assert not same(reading("a", person("Ann Ford")), reading("b", body("Ford")))
    assert not same(reading("a", Witness("ford", "Ford", "person", ("mayor of Sale",))), reading("b", body("Ford")))


def test_a_body_whose_bare_name_one_reading_took_for_a_persons_is_that_body() -> None:
    found = identify([reading("a", person("Marlan")), reading("b", body("Marlan Rovers", "Marlan"))])
    assert [(w.name, w.kind) for w in found.witnesses] == [("Marlan Rovers", "organisation")]


def report(article: str, text: str, *witnesses: Witness) -> Reading:
    """A reading whose names are the capitalised words of its text."""
    names = tuple(Name(Span(m.start(), m.end()), "place") for m in re.finditer(r"[A-Z]\w+", text))
    return replace(reading(article, *witnesses), article=Article(article, text), names=names)


def test_an_organ_of_state_is_one_in_other_words() -> None:
    told = [
        report("a", "Chile Chile", organ("Chile's security service")),
        report("b", "Chile", organ("security committee")),
        report("c", "Chile Peru", organ("State Committee for National Security")),
    ]
    assert same(*told)
    assert same(*told[::-1])
    assert same(report("a", "", organ("Ministry of Defence")), report("b", "", organ("defense ministry")))
    assert same(report("a", "", organ("coastguard")), report("b", "Chile", organ("Chilean Coast Guard")), report("c", "Chile", organ("coast guard")))


def test_organs_for_another_thing_or_of_another_class_stay_apart() -> None:
    assert not same(report("a", "Chile", organ("border service")), report("b", "Chile", organ("security service")))
    assert not same(report("a", "Chile", organ("security council")), report("b", "Chile", organ("security service")))
    assert not same(report("a", "Chile", organ("Chile's health ministry")), report("b", "Peru", organ("Peru's health ministry")))


def test_an_organ_without_its_country_is_that_of_the_country_its_article_is_about() -> None:
    bare = report("b", "Chile Chile Chile Peru", organ("health ministry"))
    assert same(report("a", "Chile", organ("Chilean health ministry")), bare)
    assert not same(report("a", "Peru", organ("Peruvian health ministry")), bare)
    assert not same(report("a", "", organ("Peruvian health ministry")), report("b", "", organ("health ministry")))


def test_an_article_that_names_both_tells_them_apart() -> None:
    bare, other = organ("health ministry"), organ("Chilean health ministry")
    found = identify([report("a", "Chile Chile", bare, other), report("b", "Chile", organ("ministry of health"))])
    assert found.of[("b", "ministry-of-health")] == found.of[("a", bare.id)] != found.of[("a", other.id)]


def test_a_proper_name_without_a_country_is_no_other_countrys() -> None:
    assert not same(report("a", "Chile Peru", body("Rowing Association")), report("b", "Chile", body("Chilean Rowing Association")))
    assert same(report("a", "Chile Chile Peru", body("Rowing Association")), report("b", "Chile", body("Chilean Rowing Association")))


def test_the_bare_office_goes_to_whom_it_fits_best() -> None:
    foreign = Witness("poe", "Ann Poe", "person", ("foreign minister", "minister"))
    defence = Witness("holt", "Ben Holt", "person", ("defence minister", "minister"))
    office = person("Norway's foreign minister")
    found = identify([reading("a", foreign, defence), reading("b", office)])
    assert found.of[("b", office.id)] == found.of[("a", "poe")]


def test_a_person_is_called_by_the_long_form_of_the_first_name() -> None:
    assert names(identify([reading("a", person("Sam Orr")), reading("b", person("Samuel Orr"))])) == ["Samuel Orr"]


def test_unnamed_groups_of_two_articles_stay_apart() -> None:
    group = Witness("unnamed-experts-10", "experts", "unnamed")
    found = identify([reading("a", group), reading("b", group)])
    assert len(found.witnesses) == 2


def test_principals_are_carried_over() -> None:
    found = identify([reading("a", body("Acme"), person("Jo Lind", speaks_for="acme")), reading("b", body("Acme"))])
    lind = next(w for w in found.witnesses if w.name == "Jo Lind")
    assert lind.speaks_for == found.of[("b", "acme")]


def test_the_order_of_readings_changes_nothing() -> None:
    readings = [
        reading("a", person("Maria Ekdal"), body("NHB")),
        reading("b", person("Ekdal"), body("National Harbour Board")),
        reading("c", person("M. Ekdal")),
    ]
    assert identify(readings) == identify(readings[::-1])


def test_short_first_names_meet_their_long_forms() -> None:
    assert same(reading("a", person("Robert F. Lind")), reading("b", person("Bob Lind")))
    assert not same(reading("a", person("Robert Lind")), reading("b", person("Ben Lind")))


def test_contradicting_initials_and_middle_names_part() -> None:
    assert not same(reading("a", person("A. Holt")), reading("b", person("Ben Holt")))
    assert not same(reading("a", person("John Paul Holt")), reading("b", person("John Mark Holt")))


def test_a_surname_is_whom_the_other_article_calls_so() -> None:
    ruler = Witness("kim-ho-sung", "Kim Ho Sung", "person", ("Kim",))
    found = identify([reading("a", ruler, person("Kim Da Rae")), reading("b", person("Kim"))])
    assert found.of[("b", "kim")] == found.of[("a", "kim-ho-sung")]


def test_an_office_alone_is_the_one_person_named_in_it() -> None:
    named = Witness("ann-poe", "Ann Poe", "person", ("Norway's security adviser",))
    other = Witness("ben-holt", "Ben Holt", "person", ("mayor of Sale",))
    office = person("security adviser to Norway's prime minister")
    found = identify([reading("a", named, other), reading("b", office)])
    assert found.of[("b", office.id)] == found.of[("a", "ann-poe")]


def test_an_office_that_two_hold_or_that_another_place_has_joins_nobody() -> None:
    both = [Witness(n.lower(), n, "person", ("governor",)) for n in ("Poe", "Holt")]
    assert len(identify([reading("a", *both), reading("b", person("governor of Sale"))]).witnesses) == 3
    far = Witness("poe", "Poe", "person", ("governor of Ohio",))
    assert not same(reading("a", far), reading("b", person("governor of Sale")))


def test_an_unnamed_official_is_never_named_by_a_bare_office_that_is_not_definite() -> None:
    unnamed = Witness("unnamed-adviser-3", "presidential adviser", "unnamed")
    assert not same(reading("a", Witness("poe", "Poe", "person", ("presidential adviser",))), reading("b", unnamed))


def test_a_person_named_like_an_office_is_a_person() -> None:
    assert not same(reading("a", Witness("poe", "Poe", "person", ("king",))), reading("b", person("Stephen King")))


def test_a_company_meets_itself_without_its_ending() -> None:
    assert same(reading("a", body("Borea Shipping Ltd")), reading("b", body("Borea")))
    assert not same(reading("a", body("Borea Foundation")), reading("b", body("Borea")))


def test_the_principal_told_most_often_is_kept() -> None:
    acme, borea = body("Acme Works"), body("Borea Works")
    found = identify([
        reading("a", acme, person("Jo Lind", speaks_for=acme.id)),
        reading("b", borea, person("Jo Lind", speaks_for=borea.id)),
        reading("c", borea, person("Jo Lind", speaks_for=borea.id)),
    ])  # fmt: skip
    lind = next(w for w in found.witnesses if w.name == "Jo Lind")
    assert lind.speaks_for == borea.id


def test_a_body_is_called_as_most_articles_call_it() -> None:
    found = identify([reading("a", body("Halvard")), reading("b", body("Halvard")), reading("c", body("Halvard", "Halvard Bid"))])
    assert names(found) == ["Halvard"]


def test_a_country_s_army_is_its_military() -> None:
    assert same(reading("a", organ("Sudan's army")), reading("b", organ("Sudanese military")))
    assert not same(reading("a", organ("Sudan's army")), reading("b", organ("Chad's military")))


def test_one_full_name_under_two_kinds_is_one() -> None:
    assert same(reading("a", person("Reto Amsler")), reading("b", body("Reto Amsler")))


def test_his_mother_is_the_mother_whom_another_report_names() -> None:
    text = "His mother said so."
    mother = Witness("mother", "mother", "unnamed")
    told = replace(reading("a", mother), article=Article("a", text), mentions=(Mention(Span(0, 10), "mother", "description"),))
    named = reading("b", Witness("berit-tveit", "Berit Tveit", "person", ("Tveit's mother",)))
    assert same(told, named)

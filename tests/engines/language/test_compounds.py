"""Compounds of social and health care are recognised and taken apart. Borders written by hand for this project."""

import pytest

from luotsi.engines.language.lemmas import compound_parts, lemma, word
from luotsi.kit.text import Language

COMPOUNDS = str.split(
    """
    lasten|suojelu|ilmoitus lähi|suhde|väki|valta perhe|väki|valta palvelu|tarve palvelu|tarpeen|arviointi
    päihde|kuntoutus mielen|terveys|ongelma mielen|terveys|palvelu huostaan|otto sijais|huolto perhe|hoito
    tuki|perhe tuki|henkilö koulu|kuraattori koulu|terveyden|hoitaja oppimis|vaikeus toimeen|tulo|tuki
    asumis|palvelu koti|hoito koti|palvelu omais|hoitaja omais|hoidon|tuki muisti|sairaus toiminta|kyky
    liikunta|kyky lääke|hoito lääkitys|lista kaatumis|riski ravitsemus|tila yksinäisyyden|tunne ero|perhe
    vuoro|asuminen huolto|riita tapaamis|oikeus uhma|käytös koulu|poissaolo kiusaamis|kokemus syömis|häiriö
    uni|vaikeus ahdistuneisuus|häiriö keskittymis|vaikeus kehitys|viive puhe|terapia toiminta|terapeutti
    varhais|kasvatus päivä|koti perus|opetus erityis|opetus moni|ammatillinen verkosto|palaveri
    asiakas|suunnitelma hoito|suunnitelma kuntoutus|suunnitelma avo|huolto jälki|huolto nuoriso|koti turva|koti
    sosiaali|työntekijä perhe|työntekijä terveys|keskus sairaan|hoitaja lähi|hoitaja vertais|tuki velka|neuvonta
    maksu|häiriö vuokra|rästi asunnottomuus|riski työttömyys|turva työ|kyvyttömyys|eläke työ|paja|toiminta
    harrastus|toiminta kaveri|suhde vuoro|vaikutus kiintymys|suhde vanhemmuus|taito kasvatus|tapa
    kuritus|väki|valta seksuaali|väki|valta huume|seula alkoholi|ongelma päihde|ongelma itse|tuhoisuus
    itse|murha|yritys masennus|oire paniikki|kohtaus psykoosi|sairaus neuvola|käynti hammas|hoito näkö|vamma
    kuulo|vamma kehitys|vamma apu|väline asunnon|muutos|työ turva|puhelin ateria|palvelu kauppa|palvelu
    kuljetus|palvelu lähi|verkosto isän|puoli äiti|puoli sisarus|suhde iso|vanhempi turva|verkko rikos|ilmoitus
    lähestymis|kielto päihde|palvelu katkaisu|hoito vieroitus|oire korvaus|hoito lasten|valvoja edun|valvonta
    edun|valvoja talous|vaikeus peli|riippuvuus peli|ongelma ruutu|aika nukkumaan|meno|aika ilta|toimi läksy|apu
    uni|rytmi arki|rytmi perhe|tilanne elämän|tilanne perhe|neuvola perhe|oikeudellinen kotiutus|suunnitelma
    kotiutus|palaveri hoito|tahto hoito|kokous hoiva|koti palvelu|asuminen liikkumis|apu|väline
    tasapaino|vaikeus muisti|häiriö muisti|testi aivo|verenkierto|häiriö sydän|vaiva veren|paine|lääke
    kipu|lääke uni|lääke lääke|annos|pussi haava|hoito paino|haava aineen|vaihdunta diabetes|hoitaja
    neuro|psykiatrinen psykiatrian|poliklinikka nuoriso|psykiatria lasten|psykiatria päihde|lääkäri
    perhe|tapaaminen tapaamis|paikka yhteis|huoltajuus lähi|vanhempi etä|vanhempi elatus|apu asumis|tuki
    lapsi|lisä perus|päivä|raha sairaus|päivä|raha työ|markkina|tuki kuntoutus|raha omaisuuden|hoito
    sosiaali|päivystys kriisi|työ kriisi|apu koti|hoidon|tuki koulu|psykologi oppilas|huolto
    oppilas|huolto|ryhmä tuki|opetus pien|ryhmä luokan|opettaja erityis|luokka koulun|käynti|avustaja
    kiire|vastaan|otto sairaala|jakso osasto|hoito kehitys|arvio vanhemmuuden|arviointi riski|tekijä
    suoja|tekijä huoli|ilmoitus palvelu|suunnitelma palvelu|ohjaaja palvelu|ohjaus asiakas|maksu
    hyvin|vointi|alue perhe|keskus turvapaikan|hakija maahan|muuttaja|perhe tulkki|palvelu lastenhoito|apu
    siivous|apu hygienia|taito puhe|häiriö uni|apnea uni|lääkitys väkivalta|tilanne väkivalta|uhka uhka|tilanne
    parisuhde|ongelma riita|tilanne ero|tilanne huumeiden|käyttö alkoholin|käyttö lääkkeiden|väärin|käyttö
    päihteiden|käyttö rahan|käyttö tupakan|poltto kännykän|käyttö
    """
)
SIMPLE = str.split(
    "äiti lapsi opettaja palvelu kirjaus ilmoitus alkoholi puhelin suomalainen turvallisuus sairaala normaali kehittää"
)
RECOGNISED = 0.97
RIGHT_BORDERS = 0.95


def test_long_compounds_of_the_field_are_recognised():
    known = [one for one in COMPOUNDS if word(one.replace("|", ""), Language.FI).known]
    assert len(known) / len(COMPOUNDS) >= RECOGNISED


def test_the_last_border_of_a_compound_is_right():
    right = [one for one in COMPOUNDS if one.split("|")[-1] in compound_parts(one.replace("|", ""), Language.FI)]
    assert len(right) / len(COMPOUNDS) >= RIGHT_BORDERS


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("palvelutarpeen", "palvelutarve"),
        ("lastensuojeluilmoituksessa", "lastensuojeluilmoitus"),
        ("lähisuhdeväkivaltaa", "lähisuhdeväkivalta"),
        ("kotiutuspalaverissa", "kotiutuspalaveri"),
        ("uniapneaa", "uniapnea"),
        ("12-vuotiaana", "12-vuotias"),
    ],
)
def test_only_the_last_part_is_bent_back(form, base):
    assert lemma(form, Language.FI) == base


def test_every_compound_that_a_word_ends_in_is_among_its_parts():
    parts = compound_parts("lähisuhdeväkivallasta", Language.FI)
    assert {"lähi", "suhde", "lähisuhde", "väki", "valta", "väkivalta"} <= set(parts)
    assert "lapsi" in compound_parts("lastensuojelu", Language.FI)


@pytest.mark.parametrize("form", SIMPLE[:8])
def test_simple_words_have_no_parts_that_mislead(form):
    assert len(compound_parts(form, Language.FI)) in {0, 2}
    assert form not in compound_parts(form, Language.FI)


def test_swedish_compounds_join_with_or_without_s():
    assert lemma("barnskyddsanmälan", Language.SV) == "barnskyddsanmälan"
    assert "anmälan" in compound_parts("barnskyddsanmälan", Language.SV)
    assert lemma("missbruksproblemen", Language.SV) == "missbruksproblem"


def test_a_part_is_shorter_than_its_whole():
    for one in (*(two.replace("|", "") for two in COMPOUNDS), *SIMPLE):
        assert all(len(part) < len(one) + 8 for part in compound_parts(one, Language.FI))

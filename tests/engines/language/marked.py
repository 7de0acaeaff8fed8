"""Sentences with identifiers marked ([KIND:words]), written for this project. All persons, numbers and addresses are invented."""

import re

MARKED = """
Äiti kertoi [NAME:Eetun] olevan väsynyt koulun jälkeen.
[NAME:Pekka Mäkisen] puoliso soitti [DATE:3.2.2025] ja pyysi kotikäyntiä.
[NAME:Kerttu] ([HETU:110338-905H]) on kaatunut kolmesti puolen vuoden aikana.
Asiakkaan uusi puhelinnumero on [PHONE:040 123 4567].
Soitettu numeroon [PHONE:+358 50 765 4321], ei vastausta.
Päivystyksestä soitettiin, puh. [PHONE:09 471 1234].
Perhe muutti osoitteeseen [ADDRESS:Koivutie 3 B 12, 00970 Helsinki].
Isä asuu [ADDRESS:Rantakadulla 14] yksin.
Kutsu lähetetään sähköpostiin [EMAIL:maija.virtanen@example.fi].
Palvelutarpeen arviointi aloitettiin [DATE:14.1.2025] ja päättyi [DATE:2.4.].
Sosiaaliohjaaja [NAME:Niina Hakala] tapasi [NAME:Onnin] päiväkodissa.
Mummi [NAME:Hilkka] hakee [NAME:Aadan] kerhosta.
Omahoitaja [NAME:Räsänen] kirjasi, että [NAME:Toivo] on syönyt hyvin.
[NAME:Lahtisen] perheessä on kolme lasta.
Edunvalvojana toimii [NAME:Juha-Pekka Korhonen].
Rouva [NAME:Salo] on asunut yksin vuodesta 2019.
Auto [PLATE:ABC-123] nähtiin pihassa illalla.
Tilinumero [IBAN:FI21 1234 5600 0007 85] kirjattiin päätökseen.
Asiakasnumero [NUMBER:4471-92] on vanhassa järjestelmässä.
Tuntematon tunnus [HETU:010203A123B] löytyi paperista.
Kuraattori [NAME:Sanna Ylikoski] ja opettaja [NAME:Öhqvist] olivat palaverissa.
[NAME:Mohamed] ja [NAME:Fadumo] kävivät neuvolassa.
Tulkkina oli [NAME:Svetlana Ivanova].
Lääkäri [NAME:Tuomaksen] mukaan lääkitys jatkuu.
Nuoren kaveri [NAME:Veetiltä] varastettiin polkupyörä.
[NAME:Siiri] haluaa käydä edelleen sirkuskoulussa.
Poika nimeltä [NAME:Kasper] muutti luokalle [DATE:1.8.2024].
Kirje palautui: [ADDRESS:PL 12, 33101 Tampere].
Uusi postinumero on [ADDRESS:00530].
Tyttären nimi on [NAME:Aino-Maija].
Äidin serkku [NAME:Raili] auttaa viikoittain.
[NAME:Alva] har ofta varit hungrig i eftis.
Mamman [NAME:Camilla Lindström] ringde [DATE:26.2.2025].
Pappans nummer är [PHONE:050-123 45 67].
Familjen bor på [ADDRESS:Storgatan 5 A 3, 65100 Vasa].
Läkaren [NAME:Björn Sandberg] ordinerade vila.
[NAME:Rolfs] hustru [NAME:Gunnel] har demens.
Klientens personbeteckning är [HETU:131052-308T].
E-posten är [EMAIL:eva.berg@exempel.fi].
Mötet hölls den [DATE:3 mars 2025] i skolan.
Kuratorn träffade [NAME:Fatima] och hennes bror [NAME:Yusuf].
Farmor [NAME:Maj-Lis] hämtar barnet på fredagar.
[NAME:Tom] often arrives hungry.
Aunt [NAME:Mary] collects him on Fridays.
Dr [NAME:Helen Carter] reviewed the medication on [DATE:12 May 2025].
The family moved to [ADDRESS:12 Church Road], the landlord said.
Her son [NAME:Peter] drinks and has taken money from her.
[NAME:Joan] fell on [DATE:2025-03-04] in the kitchen.
[NAME:Mark Smith] and [NAME:Grace] attended the review.
[NAME:Tom's] mother was admitted on [DATE:March 3, 2025].
Call the carer on [PHONE:0401234567] before visiting.
Social worker [NAME:Priya Patel] visited the home.
[NAME:Rose] said that she may move in May.
""".strip().splitlines()

PLAIN = """
Toivo paremmasta on pieni, mutta rauha on palannut kotiin.
Onni suosi heitä tällä kertaa, sanotaan.
Parkinsonin tauti todettiin viime vuonna, ja Alzheimerin taudista on epäily.
Asiakas muutti Tampereelta Turkuun ja asuu nyt Keski-Suomessa.
Kelan päätös tuli maaliskuussa 2025.
MMSE 24/30, GAD-7 12 pistettä, RR 145/90, INR 2,5.
Lääkkeenä Burana 400 mg kolmesti päivässä ja Marevan ohjeen mukaan.
Hän on 9-vuotias ja käy 3. luokkaa, koulumatka 2,5 km.
Kotihoito käy klo 8.15 ja klo 13.15, yhteensä 14 käyntiä viikossa.
Hallitun alasajon jälkeen asunto siivottiin. Kukaan ei ollut kotona.
Hoppet är litet men stödet fungerar. Ingen misstanke om våld finns.
Han har cancer och diabetes; hemvården besöker två gånger om dagen.
Klienten bor i Vasa och har bott i Helsingfors sedan 2019.
There is hope, and grace is said before meals. She may be discharged.
Will he be reviewed on Monday? The Glasgow Coma Scale was 15.
Blood pressure 120/80, pulse 72, temperature 36.8.
""".strip().splitlines()

_MARK = re.compile(r"\[([A-Z]+):([^\]]+)\]")


def unmarked(line):
    """The plain text and its marks as (start, end, kind)."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marks.append((len(text), len(text) + len(match.group(2)), match.group(1)))
        text += match.group(2)
        at = match.end()
    return text + line[at:], marks

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
Läsnä: äiti [NAME:Sucaad Cilmi], tulkki [NAME:Bashiir] ja luokanopettaja [NAME:Virve Kaunismäki].
[NAME:Tuulin] eli äidin tavoitti numerosta [PHONE:040 - 58 29 114].
[NAME:SANNI KOIVU], [HETU:050501E812P]
Ilmoittaja, [PHONE:044.208.7713], toivoo ettei nimeä kerrota.
Kohde [ADDRESS:Iso Roobertinkatu 41 D 52, 00120 HELSINKI], poliisi mukana.
Osoite [ADDRESS:Vuorimiehenpolku 6 b 17] on entinen, nykyinen [ADDRESS:Toinen linja 14 A 9].
Kotihoidosta [NAME:Sirpa] ja [NAME:Kaie] käyvät vuoropäivin.
Neuvolantäti [NAME:Ulriika] soitti, isän nro [PHONE:041 7731209].
[NAME:Rauhan] tytär [NAME:Eerika] hoitaa poikaa lauantaisin.
Entinen puoliso, [NAME:Taina Alavesa], hakee lähestymiskieltoa.
A-klinikan työntekijä [NAME:J-P Mäki] soitti, [PHONE:0400/512 334].
Anoppi nimeltä [NAME:Quynh Nhu] hoitaa vauvaa.
Äiti [NAME:Biret-Ánne Guhtur] muutti Norjaan, Karasjokeen.
Perhe muutti, isä [NAME:Abdi Nuur] on puh. [PHONE:(0)41 570 3382].
Rikosilmoitus [NUMBER:5530/R/11209/25] on kirjattu.
Naapuri [NAME:Hagman] lupasi auttaa, [PHONE:08 - 773 291].
T. [NAME:Pirre Sarvilinna], muistihoitaja
Kirjaaja: lh [NAME:Satu-Maaria Vesterbacka]
Viesti [EMAIL:sirja.maununaho (at) kunta.example] luettiin.
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
Närvarande: mamma [NAME:Hodan Cige], tolken [NAME:Liban] samt kurator [NAME:B. Rönnskog].
Pappan heter [NAME:Krister Snåre], hans nummer är [PHONE:050.330.7718].
Familjen flyttade till [ADDRESS:Skolhusgränden 3 b 11, 65230 VASA].
Mormor [NAME:Maj] hämtar honom, i maj reser hon bort.
Väninnan [NAME:Zhanetta] följde med, också [NAME:Kadri] var på plats.
[NAME:Gunvors] syster, [NAME:Astri Wik], avled i påskas.
Juristen [NAME:C-G Palmstierna] ringer på fredag.
Hon är förlovad med [NAME:Ilyaas] i Malmö.
Kontakta [NAME:Carola af Hällström] på [PHONE:+46 (0)70 331 22 18].
Antecknat av [NAME:D. Forsbom]
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
She came in with her father, [NAME:Will Turner], and her aunt.
She is looked after by [NAME:Grace] and [NAME:Will] at weekends.
Her key worker [NAME:Bronagh] met the landlord, Mr [NAME:Nurmilaakso].
Present: mother [NAME:Semhar Tekle], interpreter [NAME:Haile] and class teacher [NAME:P. Ruokangas].
Dr. [NAME:S. K. Banerjee] reduced the dose; call [PHONE:07700 900 412].
Husband [NAME:Hamza bin Tariq] and mother-in-law [NAME:Rukhsana] live with her.
They live at [ADDRESS:Flat 3, 27 Orchard Street] now.
He shares a flat and argues with [NAME:Behzad].
Letter sent to [NAME:A-M. Hirvasniemi].
Patient no. [NUMBER:20557813] and case ref [NUMBER:CP-2025/0418].
Regards, [NAME:Nkemdilim Obi]
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
Turvakoti Mona oli täynnä, Hoivakoti Kultarinne tarjosi paikkaa.
Marevan vaihdettiin Eliquisiin, ja Attendo Mäntyrinteeseen kotiuduttiin.
Neuvola, Puistokadun toimipiste; toimisto on Hämeenkadulla.
Minitesti: klo 08.00-09.30 ja 13.15 – 14.00, RR 100/60, 0-1-0-1.
Hän leikki Lego-palikoilla, Wilma-viesti lähetettiin ja Icehearts-toiminta alkoi.
Rauha palasi taloon, ja kukka kukki.
Lokissa ei ole hakua. Erosta ei ole seurannut riitoja.
Yksikkö sijaitsee Pohjois-Haagassa, Keski-Suomesta ei löytynyt paikkaa.
Enligt Mini Mental State 17 poäng; daghemmet Solrosen och skyddshemmet Mona ringdes.
Fammo hämtar henne. Dina enheter syns här. Titta också i skräpposten.
He is studying at Aalto and works for Wolt; his ruby slippers are new.
She was moved from Koskela Hospital before Midsummer Eve; St Henry's Cathedral is near.
The blue Ford was parked by Hope House, and Class 1B drew it. HUS Child Psychiatry was told.
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

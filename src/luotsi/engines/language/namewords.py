"""Words that tell names from other capitals: roles and titles before a name, verbs that people do, places, eponyms.

Lists of general knowledge, unreviewed. Finnish roles are given in the forms that stand before a name.
"""

ROLES = frozenset(
    """
    äiti äidin äidille äidillä äidiltä äitinsä isä isän isälle isällä isältä isänsä isäpuoli isäpuolen äitipuoli äitipuolen veli veljen veljensä
    isoveli pikkuveli sisko siskon siskonsa isosisko pikkusisko sisar sisarensa tytär tyttären tyttärensä poika pojan poikansa mummi mummin mummo
    mummon mummu ukki ukin vaari vaarin pappa papan isoäiti isoisä täti tädin tätinsä setä sedän eno enon serkku serkun vaimo vaimon vaimonsa mies
    miehen miehensä puoliso puolison puolisonsa avopuoliso avomies avovaimo kihlattu ystävä ystävän ystävänsä kaveri kaverin kaverinsa naapuri
    naapurin vanhempi huoltaja huoltajan kummi kummin kummitäti kummisetä tukiperhe tukihenkilö tukihenkilön asiakas asiakkaan potilas potilaan
    lapsi lapsen nuori nuoren oppilas oppilaan rouva herra neiti lääkäri lääkärin ylilääkäri erikoislääkäri hoitaja hoitajan sairaanhoitaja
    sairaanhoitajan lähihoitaja lähihoitajan kätilö terveydenhoitaja terveydenhoitajan kotihoitaja omahoitaja omahoitajan sosiaalityöntekijä
    sosiaalityöntekijän johtava sosiaaliohjaaja sosiaaliohjaajan ohjaaja ohjaajan palveluohjaaja perheohjaaja perhetyöntekijä perhetyöntekijän
    kuraattori kuraattorin koulukuraattori koulukuraattorin psykologi psykologin koulupsykologi psykiatri terapeutti fysioterapeutti
    toimintaterapeutti puheterapeutti opettaja opettajan luokanopettaja luokanopettajan erityisopettaja rehtori rehtorin päiväkodinjohtaja
    työntekijä työntekijän edunvalvoja edunvalvojan avustaja poliisi konstaapeli ylikonstaapeli diakoni pastori valmentaja isännöitsijä tulkki
    vastuutyöntekijä omatyöntekijä omatyöntekijän sijaisvanhempi kirjaaja kirjasi allekirjoittanut tyttöystävä poikaystävä poikaystävän
    mamma mamman mor mamma: pappa pappan far fadern modern moder fader styvfar styvmor bror brodern lillebror storebror syster systern lillasyster
    storasyster dotter dottern son sonen mormor mormodern farmor morfar farfar moster faster morbror farbror kusin kusinen hustru hustrun make maken
    maka makan man sambo sambon särbo vän vännen kompis kompisen granne grannen klient klienten patient patienten barnet elev eleven fru herr fröken
    läkare läkaren överläkare doktor sjukskötare sjuksköterska närvårdare skötare barnmorska hälsovårdare socialarbetare socialarbetaren kurator
    kuratorn skolkurator psykolog psykologen psykiater terapeut lärare läraren klasslärare rektor handledare handledaren intressebevakare
    stödperson kontaktperson ledare familjearbetare polis tolk pojkvän flickvän
    mother father mum mom dad stepfather stepmother stepdad stepmum brother sister daughter grandmother grandfather grandma grandad granddad granny
    nan nana aunt auntie uncle cousin wife husband partner friend neighbour neighbor boyfriend girlfriend fiancé client patient child teacher
    headteacher doctor nurse carer midwife worker manager coordinator psychologist counsellor therapist officer constable keyworker guardian foster
    """.split()  # noqa: SIM905
)
TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame tri toht fil.tri lkt ll lääket prof. rva hra nti os med.lic lic docent dosentti ylil sosiaalityönt".split()  # noqa: SIM905
)
PERSON_VERBS = frozenset(
    """
    on ei oli kertoo kertoi sanoo sanoi kokee koki haluaa halusi toivoo toivoi asuu asui käy kävi tuli tulee menee meni pyysi pyytää soitti soittaa
    nukkuu nukkui syö söi itkee itki pelkää pelkäsi viihtyy viihtyi leikkii leikki osaa osasi muistaa muisti kaatui kävelee liikkuu ottaa otti
    saapui vastaa vastasi kieltää kielsi myöntää tekee teki jäi jää sairastaa sairasti tarvitsee auttaa auttoi hakee haki harrastaa opiskelee
    käyttää käytti juo joi polttaa lopetti aloitti muutti muuttaa selviytyy selviää kuvaa kuvasi arvioi mainitsi kirjasi ehdotti katsoo koskee
    voi sai saa oppi pitää rakastaa vietti hymyili puhuu puhui lähti pärjää ja itse
    har är säger sa sade berättar berättade bor bodde vill ville önskar kan kunde får fick kom kommer går gick upplever mår sover sov äter åt ringde
    föll tog tar bad behöver klarar dricker drack gråter leker och själv
    has is was says said tells told lives lived wants wanted feels felt came comes goes went attends attended sleeps slept eats ate reports reported
    denies denied fell takes took asked needs lives drinks drank cries plays likes seems appeared appears visited collects called and does did
    """.split()  # noqa: SIM905
)
EPONYMS = frozenset(
    "parkinson alzheimer crohn down asperger tourette raynaud hodgkin addison basedow huntington meniere wernicke korsakoff apgar barthel katz "  # noqa: SIM905
    "lewy bell charcot turner marfan rett prader willi angelman graves cushing sjögren behcet ehlers danlos glasgow edinburgh beck hamilton".split()
)
ILLNESSES = (
    "taud",
    "tauti",
    "tautia",
    "oireyhtym",
    "syndrom",
    "disease",
    "sjuk",
    "asteik",
    "skala",
    "scale",
    "pistee",
    "indeksi",
    "index",
    "testi",
)
ENGLISH_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays january february march "  # noqa: SIM905
    "april may june july august september october november december christmas easter english finnish swedish mr mrs".split()
)
PLACES = frozenset(
    """
    helsinki espoo vantaa kauniainen tampere turku oulu jyväskylä lahti kuopio pori kouvola joensuu lappeenranta hämeenlinna vaasa seinäjoki rovaniemi
    mikkeli kotka salo porvoo kokkola hyvinkää lohja järvenpää rauma kajaani kerava savonlinna nokia ylöjärvi kangasala riihimäki imatra raasepori
    raahe sastamala hollola lempäälä raisio tornio iisalmi kemi hamina valkeakoski lieto varkaus heinola pietarsaari siilinjärvi forssa akaa äänekoski
    laukaa kauhava naantali pirkkala mäntsälä orimattila loviisa lapua ylivieska janakkala kempele uusikaupunki kontiolahti vihti tuusula nurmijärvi
    sipoo kirkkonummi paimio pieksämäki jämsä kemijärvi kuusamo sotkamo inari utsjoki sodankylä kittilä salla kolari muonio enontekiö ranua pello
    ylitornio lieksa nurmes juuka outokumpu kitee ilomantsi liperi kuhmo suomussalmi puolanka hyrynsalmi ristijärvi vieremä lapinlahti rautavaara
    leppävirta suonenjoki rautalampi vesanto keitele pielavesi sulkava juva puumala mäntyharju hirvensalmi kangasniemi viitasaari saarijärvi keuruu
    hankasalmi toivakka muurame petäjävesi uurainen karstula kinnula pihtipudas parkano ikaalinen kankaanpää huittinen kokemäki eura ulvila harjavalta
    nakkila merikarvia pomarkku siikainen kaarina parainen kemiö somero loimaa pöytyä mynämäki laitila masku nousiainen rusko hanko inkoo siuntio
    karkkila askola myrskylä pukkila lapinjärvi kustavi taivassalo alavus ähtäri kuortane ilmajoki kurikka kauhajoki teuva isokyrö laihia maalahti
    mustasaari vöyri pedersöre kruunupyy luoto närpiö kristiinankaupunki kaskinen korsnäs maarianhamina ahvenanmaa jomala kalajoki haapajärvi
    haapavesi nivala oulainen pyhäjärvi muhos liminka tyrnävä ii pudasjärvi taivalkoski simo tervola keminmaa posio savukoski pelkosenniemi
    suomi ruotsi norja tanska viro eesti venäjä ukraina saksa ranska englanti italia espanja turkki kreikka puola romania somalia irak iran syyria
    afganistan vietnam thaimaa kiina intia usa amerikka eurooppa afrikka aasia lappi kainuu savo karjala häme uusimaa satakunta pohjanmaa pirkanmaa
    varsinais kymenlaakso tukholma göteborg malmö uppsala tallinna tartto pietari moskova lontoo pariisi berliini kiova mogadishu bagdad
    åbo helsingfors esbo vanda tammerfors uleåborg björneborg borgå lovisa hangö ekenäs vasa jakobstad karleby kristinestad nykarleby närpes kronoby
    pargas nagu korpo raseborg kyrkslätt sibbo ingå karis grankulla villmanstrand mariehamn åland sverige finland norge danmark estland ryssland
    tyskland frankrike stockholm korsholm malax london england scotland wales ireland britain manchester birmingham leeds liverpool bristol sweden
    norway russia estonia germany france paris york oxford cambridge
    kela hus oys tays kys tyks hyks taxi prisma lidl citymarket tokmanni alko abc burana panadol marevan omakanta kanta valvira thl dvv migri nordea
    op essote siun
    """.split()  # noqa: SIM905
)
NOT_NAMES = frozenset(
    """
    kukaan kenen minun sinun hänen heidän meidän teidän ennen meitä teitä heitä niitä miestä tien kukat kukka aurinko kansalainen aatteet
    hän he se ne minä sinä me te tämä nämä tuo nuo joka mikä kuka ketä kun jos että mutta ja tai sekä eikä ei en et emme ette eivät on oli ovat ole
    olen kotona koulussa päivä yö ilta aamulla illalla äiti isä vanhemmat perhe lapsi lapset nuori asiakas potilas kirjaus antaa ota mene tule
    katso ole ainoa ainoana aina ainakin toinen ensimmäinen kolmas nainen mies ihminen suomalainen ruotsalainen venäläinen virolainen somalialainen
    edellinen viimeinen seuraava nykyinen aikaisempi hyvä huono uusi vanha iso pieni muu muut monet moni kaikki kaikkien koko kotihoito lääkäri jolla
    lisäksi sitten nyt eilen tänään huomenna viime ensi maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai tammikuu helmikuu maaliskuu
    onko oliko voiko saako haluaako mitä missä milloin miksi miten koska kuinka paljonko mikäli kuitenkin lisätietoja nimi syy tavoite suunnitelma
    sillä siksi siis sen sitä siitä siinä siihen sille sitten tässä tästä tähän kunnes kunto hoito palvelu arvio tilanne tausta yhteenveto ohje huom
    alkoholi lääke lääkkeet uni ruoka ruokahalu mieliala muisti kipu paino verenpaine asunto koti koulu työ talous harrastus harrastukset kaverit
    väkivalta vastuu tuki hoitaja osasto käynti puhelu palaveri neuvottelu tapaaminen kotikäynti ilmoitus lastensuojelu lastensuojeluilmoitus
    kai niin noin näin vielä jo sano soita isot elo tulos sairaala aikuinen aikuiset
    han hon den det de vi ni jag du och men eller att om när där som inte ingen inget är var har hade kan ska vill mamma pappa mamman pappan barnet
    klienten klient patienten anteckning hennes hans deras sin sitt sina idag igår nu sedan här också bara mycket ofta aldrig alltid vid på i av till
    med utan för från under efter före enligt familjen hemma skolan modern fadern mor far man kvinna kvinnan mannen båda alla ingen någon något dag
    hustru dagen veckan måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti september oktober
    the a an he she it they we you his her their its our my your this that these those there here and but or if when where who what how why not no
    is are was were be been has have had do does did can could should would must shall mother father parents child client patient record both all
    some any each every other another one two three first second last next new old since after before during at in on by for from to of with without
    mum dad sister brother family home school might never always often also then now today yesterday due please so as just ask such given
    """.split()  # noqa: SIM905
)

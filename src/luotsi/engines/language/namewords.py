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
STATES = frozenset(
    "on ei oli olisi ollut oleva eivät ovat voi sai saa saanut jäi jää teki tekee ja itse har är var får fick kan ska skulle blev och själv has is was had does did can seems seemed and".split()  # noqa: SIM905
)
ACTS = frozenset(
    """
    kertoo kertoi kertonut sanoo sanoi sanoisi kokee koki haluaa halusi haluaisi toivoo toivoi asuu asui käy kävi tuli tulee menee meni pyysi pyytää soitti soittaa soittelee soitteli
    nukkuu nukkui syö söi itkee itki pelkää pelkäsi viihtyy viihtyi leikkii leikki osaa osasi muistaa muisti kaatui kävelee käveli liikkuu ottaa otti nauraa nauroi piirtää piirsi
    saapui vastaa vastasi kieltää kielsi kieltäytyi kieltäytyy myöntää myönsi tarvitsee auttaa auttoi hakee haki harrastaa opiskelee opiskeli lukee luki kirjoitti kirjoittaa
    käyttää käytti juo joi polttaa lopetti aloitti muutti muuttaa selviytyy selviytyi kuvaa kuvasi kuvailee kuvaili arvioi mainitsi kirjasi ehdotti katsoo katsoi huolestui
    oppi rakastaa vietti hymyili hymyilee puhuu puhui lähti lähtee pärjää pärjäsi vastustaa vastusti suostui suostuu lupasi lupaa ilmoitti ilmoittaa otti tietää tiesi epäilee
    epäili pahoitteli ihmetteli ihmettelee toteaa totesi kysyi kysyy vaati vaatii uhkasi uhkaili löi huusi huutaa raivostui suuttui suuttuu ahdistui jännittää jännitti harjoittelee
    harjoitteli juoksi juoksee pelaa pelasi laulaa lauloi tanssii ui uinut konttaa konttasi kuuntelee kuunteli valvoo valvoi heräilee oksensi yskii yski imee rintaa unohti unohtaa
    unohtelee syytti syyttää haukkui haukkuu lohdutti lohduttaa halasi halaa istui istuu seisoi seisoo makasi makaa avasi avaa sulki lukitsi karkasi karkaa palautti toi tuo vei vie
    saattoi saattaa tapasi tapaa vieraili vierailee siivosi siivoaa ruokkii ruokki pukee puki riisui pesi pesee peseytyy ajoi ajaa pysäköi ostaa osti maksaa maksoi lainasi lainaa
    kutsui kutsuu esitteli esittelee ohjasi ohjaa hoitaa hoiti valmistui työskentelee työskenteli päätti päättää suunnittelee suunnitteli uskoo uskoi arvelee arveli väittää väitti
    vakuutti vakuuttaa allekirjoitti osallistui osallistuu jatkaa jatkoi lääkitsi määräsi määrää tutki tutkii tulkkasi tulkkaa näytti näyttää tunnistaa tunnisti nousee nousi makaili
    kieltäytyi kiitti kiittää valittaa valitti kaipaa kaipasi suree suri masentui sairastui sairastaa sairasti parani kuoli menehtyi syntyi täytti täyttää juttelee jutteli vastaili
    leikkivät kertoivat sanoivat kävivät tulivat asuvat käyvät hakevat tietävät haluavat soittivat tapasivat muuttivat erosivat erosi erosivat riitelee riiteli riitelevät
    säger sa sade berättar berättade bor bodde vill ville önskar önskade kunde kom kommer går gick upplever upplevde mår mådde sover sov äter åt ringde ringer skrek skriker lekte ritade ritar
    föll tog tar bad ber behöver behövde klarar klarade dricker drack gråter grät leker skrattar skrattade sprang springer läser läste skriver skrev hämtar hämtade lovar lovade svarar svarade
    vägrar vägrade nekar nekade förnekar medger medgav frågar frågade tycker tyckte tror trodde vet visste minns mindes glömmer glömde flyttar flyttade arbetar arbetade studerar studerade
    jobbar jobbade hjälper hjälpte besöker besökte sköter skötte träffar träffade kör körde köper köpte betalar betalade sitter satt ligger låg står stod vaknar vaknade somnar somnade
    kramar kramade slog slår hotar hotade skickar skickade lämnar lämnade antecknade undersökte ordinerade tolkade tolkar konstaterade meddelade föreslog bekräftade deltog deltar känner kände
    saknar saknade dog avled föddes fyller röker rökte spelar spelade simmar sjunger sjöng klättrar uppger uppgav påstår påstod
    says said tells told lives lived wants wanted feels felt came comes goes went attends attended sleeps slept eats ate reports reported admits admitted thinks thought believes
    denies denied fell takes took asked asks needs needed drinks drank cries cried plays played likes liked appeared appears visited visits collects collected called calls phoned phones rang rings
    texts texted wrote writes reads knows knew remembers remembered forgets forgot refused refuses agreed agrees promised promises moved moves works worked studies studied helps helped hopes hoped
    walks walked runs ran smiled smiles laughed laughs shouted shouts screamed hit hits hugged hugs sat sits stood stands woke wakes smokes smoked drew draws sang sings loves loved hates hated
    misses missed met meets brought brings left leaves drove drives bought buys paid pays answered answers explained explains described describes mentioned mentions complained complains worries
    worried interpreted signed confirmed suggested suggests insisted insists died stayed stays enjoys enjoyed prefers preferred picked picks translated examined prescribed noted stated states
    """.split()  # noqa: SIM905
)
PERSON_VERBS = STATES | ACTS
THINGS = frozenset(
    """
    toivo rauha into sisko lahja valo meri ilta aamu voitto pilvi tuuli lumi marja kari veli ukko usko hilja maini ruusu kukka ilo onni taisto muisto oiva päivi vieno lempi tarmo taru touko
    kevät talvi sulo armo armas tähti ilma pyry tuisku usva vilja kerttu taika tuomi koivu vuokko kielo lilja kanerva orvokki säde taisto toimi tyyne aalto kuusi oja puro kivi mäki koski
    hope grace joy faith summer dawn may april june art rose daisy ivy holly hazel heather lily violet poppy ruby pearl olive will mark bill rob pat sue dot sol liv stig sten dag björn lo
    viola vilja love vår maj saga siv dal blessing patience angel
    """.split()  # noqa: SIM905
)
THING_VERBS = frozenset(
    """
    paistoi paistaa palasi palaa katosi katoaa suli sulaa narskui narskuu satoi sataa peitti peittää loisti loistaa syttyi loppui loppuu alkoi alkaa hohti hävisi säilyi säilyy vallitsi
    vallitsee laskeutui viipyi yltyi tyyntyi puhalsi puhaltaa kukkii kukki kantaa pihalla pihassa pihalta oksat rikkoutui rikkoutuu valkeni koitti hämärtyi
    saatiin saavutettiin puuttuu puuttui väheni heikkeni pysyi
    sken skiner lyser lyste blåser blåste smälte smälter blommar blommade
    fades faded remains remained blooms bloomed shone shines melted
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
    hervanta kallio hakaniemi itäkeskus vuosaari malmi kannelmäki myyrmäki tikkurila leppävaara tapiola matinkylä kivenlahti espoonlahti otaniemi meilahti töölö lauttasaari munkkiniemi
    pasila kontula mellunmäki jakomäki tapanila puistola korso koivukylä rekola varissuo runosmäki halinen kaukovainio tuira kukkola ivalo levi ruka saariselkä nuorgam karigasniemi hetta
    kuopio petonen männistö palokka vaajakoski säynätsalo kyllö keltinmäki pispala amuri kaukajärvi lielahti tesoma linnainmaa munkkivuori haaga herttoniemi laajasalo kulosaari maunula
    västra östra norra södra nyland österbotten egentliga svenskfinland kvevlax smedsby gerby ytteresse esse oravais solf sundom bergö replot vörå malax nämpnäs övermark dagsmark
    lappfjärd sideby terjärv purmo kållby bennäs bosund larsmo snappertuna tenala pojo svartå dalsbruk dragsfjärd kimito houtskär iniö lemland hammarland finström saltvik sund eckerö
    pohja keskusta venetsia kreeta kypros malta rhodos kanaria teneriffa mallorca fuengirola phuket bangkok hanoi saigon delhi kabul teheran aleppo damaskos ankara istanbul beirut kairo
    hargeisa kismayo addis nairobi narva pärnu viljandi haapsalu rakvere riika vilna varsova praha budapest bukarest harkova odessa lviv sevastopol murmansk petroskoi viipuri karelia
    kamppi kluuvi punavuori kruununhaka katajanokka ullanlinna kalasatama jätkäsaari ruoholahti sörnäinen alppila toukola etelä-haaga pohjois-haaga rastila meri-rastila
    pihlajamäki pihlajisto pukinmäki paloheinä oulunkylä käpylä vallila arabianranta kumpula viikki jollas puotila puotinharju roihuvuori suutarila siltamäki torpparinmäki hakunila länsimäki
    havukoski hiekkaharju koivuhaka martinlaakso vantaanpuisto kivistö askisto olari soukka suvela karakallio kilo lintuvaara laaksolahti nihtisilta nöykkiö tuusulanjärvi kaleva hallila
    annala multisilta peltolammi härmälä lentävänniemi rahola ristinarkku nekala vuores hämeensilta nummenmäki lauste harittu runosmäki jäkärlä moisio pansio perno vasaramäki
    mashhad shiraz isfahan lahore karachi islamabad peshawar kandahar herat mazar erbil sulaymaniyah mosul basra kirkuk homs hama idlib poltava charkiv kharkiv kherson mariupol dnipro zaporizhzhia
    uppsala västerås örebro umeå luleå skellefteå haparanda sundsvall gävle oslo bergen trondheim tromssa alta köpenhamn kööpenhamina reykjavik island islanti
    leicester nottingham sheffield newcastle edinburgh glasgow cardiff belfast dublin brighton kent essex devon cornwall lapland
    """.split()  # noqa: SIM905
)
NOT_NAMES = frozenset(
    """
    kukaan kenen minun sinun hänen heidän meidän teidän ennen meitä teitä heitä niitä miestä tien kukat aurinko kansalainen aatteet
    hän he se ne minä sinä me te tämä nämä tuo nuo joka mikä kuka ketä kun jos että mutta ja tai sekä eikä ei en et emme ette eivät on oli ovat ole
    olen kotona koulussa päivä yö ilta aamulla illalla äiti isä vanhemmat perhe lapsi lapset nuori asiakas potilas kirjaus antaa ota mene tule
    katso ole ainoa ainoana aina ainakin toinen ensimmäinen kolmas nainen mies ihminen suomalainen ruotsalainen venäläinen virolainen somalialainen
    edellinen viimeinen seuraava nykyinen aikaisempi hyvä huono uusi vanha iso pieni muu muut monet moni kaikki kaikkien koko kotihoito lääkäri jolla
    lisäksi sitten nyt eilen tänään huomenna viime ensi maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai tammikuu helmikuu maaliskuu
    onko oliko voiko saako haluaako mitä missä milloin miksi miten koska kuinka paljonko mikäli kuitenkin lisätietoja nimi syy tavoite suunnitelma
    sillä siksi siis sen sitä siitä siinä siihen sille sitten tässä tästä tähän kunnes kunto hoito palvelu arvio tilanne tausta yhteenveto ohje huom
    alkoholi lääke lääkkeet uni ruoka ruokahalu mieliala muisti kipu paino verenpaine asunto koti koulu työ talous harrastus harrastukset kaverit
    väkivalta vastuu tuki hoitaja osasto käynti puhelu palaveri neuvottelu tapaaminen kotikäynti ilmoitus lastensuojelu lastensuojeluilmoitus
    kai niin noin näin vielä jo sano soita isot tulos sairaala aikuinen aikuiset
    han hon den det de vi ni jag du och men eller att om när där som inte ingen inget är var har hade kan ska vill mamma pappa mamman pappan barnet
    klienten klient patienten anteckning hennes hans deras sin sitt sina idag igår nu sedan här också bara mycket ofta aldrig alltid vid på i av till
    med utan för från under efter före enligt familjen hemma skolan modern fadern mor far man kvinna kvinnan mannen båda alla ingen någon något dag
    hustru dagen veckan måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april juni juli augusti september oktober
    the a an he she it they we you his her their its our my your this that these those there here and but or if when where who what how why not no
    is are was were be been has have had do does did can could should would must shall mother father parents child client patient record both all
    some any each every other another one two three first second last next new old since after before during at in on by for from to of with without
    yhteys paikalla läsnä poissa osoite puhelin puhelinnumero kirjasi terveisin ystävällisin hetu henkilötunnus lähete diagnoosi lääkitys allergiat seuranta seuraava jatko sovittu johtopäätös
    koululla päiväkodissa kotona talo taksi keväällä kesällä syksyllä talvella kevät kesä syksy talvi joulu juhannus pääsiäinen maalis huhti syys loka marras
    ruotsin suomen englannin venäjän somalian viron arabian kurdin saamen ukrainan oma omat molemmat kumpikin sama samat uudet vanhat tänä tällä niillä heillä hänellä meillä teillä minulla jolle
    närvarande plats adress telefon nummer kontakt tack hälsningar mvh undertecknad antecknat läkemedel diagnos remiss uppföljning nästa förra senaste nya gamla stora lilla många några andra vissa
    ibland sommaren hösten våren vintern sommar höst vår vinter jul påsk nyår midsommar svenska finska engelska ryska somaliska arabiska estniska kurdiska vem vad vilken varför hur
    present absent signed contact address phone emergency attendees summary plan goal aim background diagnosis medication allergies autumn spring yes okay dear hello regards
    sincerely english finnish swedish russian somali arabic kurdish estonian vietnamese ukrainian many few several most more less very only even still yet here there
    mum dad sister brother family home school might never always often also then now today yesterday due please so as just ask such given
    """.split()  # noqa: SIM905
)

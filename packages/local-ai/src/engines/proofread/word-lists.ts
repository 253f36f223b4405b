/**
 * Slips that are made often, written down for this package: a spelling that is no word of the language, and what was
 * meant. Where a wrong spelling is a word as well, or a word of a trade, it is not here.
 */
export const MISSPELT_ENGLISH = `
abscence:absence accross:across acheive:achieve acheived:achieved acheivement:achievement acommodate:accommodate accomodate:accommodate
accomodation:accommodation accidently:accidentally acquaintence:acquaintance acquited:acquitted adress:address adresses:addresses adressed:addressed
agressive:aggressive agression:aggression agreeement:agreement alot:a_lot allready:already allways:always alltogether:altogether amatuer:amateur
amoung:among anual:annual apparant:apparent apparantly:apparently appearence:appearance aquire:acquire aquired:acquired
arguement:argument arguements:arguments artical:article assasin:assassin asthetic:aesthetic athiest:atheist attendence:attendance
auxillary:auxiliary availible:available availble:available avaliable:available basicly:basically becuase:because becasue:because
beacuse:because becomming:becoming befor:before begining:beginning beleive:believe beleived:believed beleives:believes belive:believe
benifit:benefit benifits:benefits beetween:between betwen:between bouy:buoy buisness:business busness:business calender:calendar
catagory:category catagories:categories cemetary:cemetery charachter:character cheif:chief
collegue:colleague collegues:colleagues comming:coming commited:committed commiting:committing
commitee:committee comittee:committee committment:commitment comparision:comparison compatability:compatibility compatable:compatible compleatly:completely
completly:completely concensus:consensus concious:conscious conciousness:consciousness consistant:consistent consistantly:consistently
continous:continuous continously:continuously controled:controlled controling:controlling convienient:convenient convinient:convenient
correspondance:correspondence critisism:criticism critisize:criticize curiousity:curiosity currenly:currently
decison:decision decisons:decisions definately:definitely definatly:definitely definitly:definitely defintely:definitely
dependance:dependence desicion:decision desparate:desperate desparately:desperately develope:develop developement:development diffrent:different
diferent:different dilemna:dilemma dissapear:disappear dissapeared:disappeared
dissapointed:disappointed dissapointing:disappointing doesnt:doesn't dont:don't didnt:didn't isnt:isn't wasnt:wasn't wouldnt:wouldn't
couldnt:couldn't shouldnt:shouldn't havent:haven't hasnt:hasn't arent:aren't drunkeness:drunkenness easely:easily ecstacy:ecstasy
eigth:eighth embarass:embarrass embarassed:embarrassed embarassing:embarrassing embarrasing:embarrassing enviroment:environment
enviroments:environments enviromental:environmental enviornment:environment equiptment:equipment equipement:equipment especialy:especially
excede:exceed excelent:excellent excercise:exercise excercises:exercises exersise:exercise existance:existence existant:existent
expecially:especially experiance:experience experianced:experienced explaination:explanation explainations:explanations extremly:extremely
facinating:fascinating familar:familiar familier:familiar feburary:February finaly:finally financialy:financially flourescent:fluorescent
foriegn:foreign fourty:forty freind:friend freinds:friends fullfil:fulfil fundemental:fundamental futher:further
gaurd:guard gaurantee:guarantee garantee:guarantee garanteed:guaranteed generaly:generally goverment:government goverments:governments
grammer:grammar gratefull:grateful greatful:grateful guidence:guidance happend:happened happended:happened harrass:harass harrassment:harassment
heirarchy:hierarchy hierachy:hierarchy heros:heroes hygene:hygiene hypocracy:hypocrisy idenity:identity
imediate:immediate imediately:immediately immediatly:immediately immediatley:immediately implimentation:implementation implimented:implemented
importent:important incidently:incidentally independant:independent independantly:independently independance:independence
indispensible:indispensable inital:initial initally:initially inteligent:intelligent inteligence:intelligence intresting:interesting
intrested:interested interupt:interrupt interupted:interrupted irrelevent:irrelevant irresistable:irresistible
knowlege:knowledge knowlegde:knowledge knowledgable:knowledgeable langauge:language languge:language lenght:length
liase:liaise liason:liaison liasion:liaison libary:library libaries:libraries lisence:licence likelyhood:likelihood maintainance:maintenance
maintenence:maintenance managment:management manouver:manoeuvre medcine:medicine mesage:message millenium:millennium
minature:miniature mischievious:mischievous mispell:misspell mispelled:misspelled mispelling:misspelling
morgage:mortgage neccesary:necessary neccessary:necessary necesary:necessary neccesarily:necessarily neccessarily:necessarily neice:niece
nieghbor:neighbor nieghbour:neighbour ninty:ninety noticable:noticeable noticably:noticeably occassion:occasion occassional:occasional
occassionally:occasionally occasionaly:occasionally ocasion:occasion occured:occurred occuring:occurring occurence:occurrence occurences:occurrences
occurance:occurrence offical:official officaly:officially oficial:official ommission:omission ommit:omit ommitted:omitted
oppurtunity:opportunity oportunity:opportunity oppertunity:opportunity orignal:original orginal:original outragous:outrageous
paralel:parallel parrallel:parallel parlament:parliament parliment:parliament particulary:particularly pasttime:pastime
peice:piece peices:pieces perfomance:performance performence:performance permanant:permanent perseverence:perseverance persistant:persistent personel:personnel
peopel:people poeple:people persue:pursue persuit:pursuit phenomonon:phenomenon posession:possession possesion:possession posess:possess
possibile:possible posible:possible posibility:possibility potatos:potatoes practicaly:practically preceeding:preceding preceed:precede
prefered:preferred prefering:preferring preperation:preparation presance:presence privelege:privilege priviledge:privilege priviledges:privileges
probaly:probably probabaly:probably probelm:problem proffesional:professional profesional:professional professer:professor promiss:promise
pronounciation:pronunciation propoganda:propaganda prepair:prepare publically:publicly pyschology:psychology quater:quarter questionaire:questionnaire
reccomend:recommend reccommend:recommend recomend:recommend recomended:recommended recomendation:recommendation reciept:receipt
reciepts:receipts recieve:receive recieved:received recieves:receives recieving:receiving refered:referred refering:referring referal:referral
referrence:reference refrence:reference relevent:relevant religous:religious remeber:remember rember:remember remebered:remembered
repitition:repetition reponse:response reponsible:responsible reposible:responsible responsability:responsibility responsibilty:responsibility
resistence:resistance restaraunt:restaurant restaurent:restaurant rythm:rhythm rythym:rhythm saftey:safety sandwhich:sandwich
scedule:schedule schedual:schedule shedule:schedule seperate:separate seperated:separated seperately:separately
seperation:separation seige:siege sentance:sentence sentances:sentences shoud:should similiar:similar similer:similar simular:similar
sincerly:sincerely sinse:since speach:speech specificaly:specifically stategy:strategy stregth:strength strenght:strength
studing:studying succesful:successful succesfully:successfully successfull:successful sucess:success sucessful:successful
sucessfully:successfully suprise:surprise suprised:surprised suprising:surprising suprisingly:surprisingly surpress:suppress
suround:surround surounding:surrounding surroundig:surrounding tecnical:technical techincal:technical technolgy:technology temperture:temperature
temporarly:temporarily tendancy:tendency teh:the thier:their threshhold:threshold throught:through
tommorow:tomorrow tommorrow:tomorrow tomorow:tomorrow tounge:tongue transfered:transferred transfering:transferring truely:truly
twelth:twelfth tyrany:tyranny unecessary:unnecessary unneccessary:unnecessary unforseen:unforeseen unfortunatly:unfortunately unfortunatley:unfortunately
untill:until unusualy:unusually usefull:useful useing:using usally:usually usualy:usually usuall:usual vaccum:vacuum vaccuum:vacuum
vegatable:vegetable vehical:vehicle verison:version visable:visible volontary:voluntary warrent:warrant wether:whether wich:which
whcih:which whereever:wherever wierd:weird wellfare:welfare wilfull:wilful withold:withhold writen:written writting:writing
yatch:yacht yeild:yield yesturday:yesterday yuo:you taht:that adn:and hte:the thsi:this waht:what wiht:with
`;

export const PHRASES_ENGLISH = `
could_of:could_have should_of:should_have would_of:would_have might_of:might_have must_of:must_have
rather_then:rather_than other_then:other_than it's_own:its_own
each_others:each_other's your_welcome:you're_welcome in_tact:intact per_say:per_se
`;

export const MISSPELT_GERMAN = `
addresse:Adresse addressen:Adressen agressiv:aggressiv agression:Aggression akkustik:Akustik akkustisch:akustisch
algorythmus:Algorithmus algoritmus:Algorithmus alzuviel:allzu_viel anullieren:annullieren aparat:Apparat apperat:Apparat
asymetrisch:asymmetrisch atmosfäre:Atmosphäre attrape:Attrappe
bisschien:bisschen bischen:bisschen detailiert:detailliert detailierte:detaillierte detailierten:detaillierten diletant:Dilettant
ebend:eben eigendlich:eigentlich einzigste:einzige einzigster:einziger einzigstes:einziges endgeld:Entgelt
entgültig:endgültig entgültige:endgültige entscheident:entscheidend entscheidente:entscheidende entzwischen:inzwischen erfogreich:erfolgreich ergibniss:Ergebnis
ergebniss:Ergebnis ereigniss:Ereignis ersteinmal:erst_einmal fasination:Faszination garnicht:gar_nicht garnichts:gar_nichts garkein:gar_kein
garkeine:gar_keine gallerie:Galerie gelantine:Gelatine gerätschafft:Gerätschaft gleichbereichtigt:gleichberechtigt
hälst:hältst inovation:Innovation inovativ:innovativ interresant:interessant interressant:interessant interesant:interessant interresse:Interesse
intergrieren:integrieren karrosserie:Karosserie kenntniss:Kenntnis komission:Kommission kommision:Kommission kommitee:Komitee
kompromis:Kompromiss koresspondenz:Korrespondenz korrespondens:Korrespondenz krakehlen:krakeelen kreiren:kreieren lizens:Lizenz
maschiene:Maschine maschienen:Maschinen mindestenz:mindestens morgends:morgens abendss:abends nähmlich:nämlich nehmlich:nämlich
noramlerweise:normalerweise orginal:Original orginell:originell paralel:parallel pararell:parallel parrallel:parallel
persöhnlich:persönlich persöhnliche:persönliche projeckt:Projekt rückrad:Rückgrat rückrat:Rückgrat
rythmus:Rhythmus rhytmus:Rhythmus satelit:Satellit sattelit:Satellit schlußendlich:schlussendlich seperat:separat
seperate:separate seperaten:separaten sogennante:sogenannte sogennanten:sogenannten speziel:speziell standart:Standard
standarts:Standards standartmäßig:standardmäßig terasse:Terrasse tollerant:tolerant tolleranz:Toleranz
triologie:Trilogie unverständniss:Unverständnis verhältniss:Verhältnis verständniss:Verständnis vieleicht:vielleicht villeicht:vielleicht
vorraus:voraus vorraussetzung:Voraussetzung vorraussetzungen:Voraussetzungen vorraussichtlich:voraussichtlich voraussichlich:voraussichtlich
wiederspiegeln:widerspiegeln wiederspiegelt:widerspiegelt wiederspruch:Widerspruch wiedersprechen:widersprechen wiederstand:Widerstand
weswegem:weswegen wilkommen:willkommen wirckung:Wirkung zeugniss:Zeugnis zumindestens:zumindest zusätslich:zusätzlich zusamen:zusammen
`;

export const PHRASES_GERMAN = `
gar_nich:gar_nicht der_selbe:derselbe die_selbe:dieselbe das_selbe:dasselbe den_selben:denselben weis_nicht:weiß_nicht zu_mindest:zumindest
`;

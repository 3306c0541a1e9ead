/** Words and phrases that obscenity's English list takes for something else, on top of its own exceptions; plain text. */
const harmless = {
  names: `
    dick van dyke; van dyke; vandyke; moby dick; dick tracy; dick grayson; philip k dick; dick whittington; dickinson;
    dickson; dickie; dickey; riddick; cumberbatch; john lee hooker; pissarro; fagin; sex pistols; fu manchu; tu fu;
    cummings; cummins; octavianus; coriolanus; hadrianus; africanus; assyria; assyrian; assyrians; negroponte`,
  places: `
    fukushima; fukuoka; fukui; fukuyama; shitamachi; cuckmere; rio negro; cerro negro; negros island; offas dyke; offa
    s dyke; penistone; hooker valley; mount hooker; pornic; nusa tenggara; tenggara; kanal; oceanus`,
  animals: `
    blue tit; blue tits; great tit; great tits; coal tit; coal tits; marsh tit; marsh tits; willow tit; willow tits;
    crested tit; crested tits; bearded tit; bearded tits; long tailed tit; long tailed tits; booby; boobies; blue
    footed booby; boobook; chinkara; cock of the rock; cock robin; pussycat; pussycats; dickcissel; wild ass; wild
    asses; anal fin; anal fins; fu dog; fu dogs; fu lion; fu lions; virginianus; mexicanus; americanus; animal scat;
    bear scat; prick ears; prick eared; ox and ass; ox and an ass; ox and the ass`,
  plantsAndFood: `
    pussy willow; pussy willows; cockscomb; cockspur; rapeseed; rape field; rape fields; rape flower; rape flowers;
    oilseed rape; rape blossom; rape blossoms; faggots and peas; shiitake; shitake; shiitakes; cumin; cumquat; cumquats; spotted dick; fagus; cyanus; cock a leekie;
    mangga`,
  thingsAndArts: `
    cockpit; cockpits; cummerbund; cummerbunds; booby trap; booby traps; booby trapped; chink in the armor; chink in
    the armour; chink of light; chinks of light; fire retardant; retardant; scat singing; scat singer; bastard sword;
    wankel; analemma; analects; analgesic; annals; assort; assorted; assortment; assortments; bestial; cum laude; tit
    for tat; negro spiritual; same sex; abo blood; hentaigana; rapped; rappel; rappels; rappelled; rappelling; annus; e e cummings; annalise;
    annalisa; weather cock; cock a doodle doo; mishit; mishits; pachinko;
    cocksure; booboo; sex and the city; sex education; sex chromosome; sex chromosomes; sex cell; sex cells; opposite
    sex; single sex`,
  otherLanguages: `
    gato negro; gatos negros; perro negro; caballo negro; toro negro; oso negro; cisne negro; vestido negro; traje negro;
    sombrero negro; pelo negro; cabello negro; fondo negro; color negro; mar negro; agujero negro; café negro; té negro;
    blanco y negro; de negro; en negro; buraco negro; ouro negro; cavallo negro; en retard; du retard; de retard; un
    retard; le retard; sans retard; dicke; kikker; kikkers`,
} as const;

/** Every phrase of {@link harmless}. */
export const harmlessPhrases: readonly string[] = Object.values(harmless).flatMap((group) =>
  group.split(';').map((phrase) => phrase.trim()),
);

/**
 * How everyday words begin that obscenity takes for something else, mostly words of other languages; folded. What lies in the
 * beginning is exempt, the rest of the word is not.
 */
export const harmlessBeginnings: readonly string[] = `
  afslut; akike; akikk; analec; analep; analfab; analges; analis; analit; analiz; analog; analph; analys; analyt;
  ansluta; artisanal; assai; assass; assed; asseg; assemb; assen; asseo; assert; assess; asset; assey; assez; assi;
  asso; assu; asszem; asszi; asszony; avslut; beslut; chinkapin; cryptanal; cumart; cumba; cumin; cumle; cumpan;
  cumpar; cumper; cumpl; cumpr; cumse; cumul; cumva; dickem; dicken; dicker; dickes; dickfl; dickhau; dickic; dickko;
  dickmi; dickste; dickwand; dyker; dykke; fagel; fagiol; fagl; fagy; fanus; feckless; grupporn; gyanus; kanal;
  kannal; kikke; klipporn; lamporn; lidick; naporno; odporn; okyanus; overanal; panal; perianal; pissarr; planus;
  podporn; pornes; pornim; pornit; pussyfoot; rannal; rappel; sanal; schinken; semena; semeni; sement; skikke; sluta;
  slute; slutf; slutl; slutni; slutp; slutsa; slutte; srdick; stanal; szanal; titta; traffick; trapporn; turde;
  uporni; uporno; uteslut; zaporn`
  .split(';')
  .map((beginning) => beginning.trim());

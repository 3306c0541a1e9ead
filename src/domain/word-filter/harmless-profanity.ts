/** Words and phrases that obscenity's English list takes for something else, on top of its own exceptions; plain text. */
const harmless = {
  names: `
    dick van dyke; van dyke; vandyke; moby dick; dick tracy; dick grayson; philip k dick; dick whittington; dickinson;
    dickson; dickie; dickey; riddick; cumberbatch; john lee hooker; pissarro; fagin; sex pistols; fu manchu; tu fu;
    octavianus; coriolanus; hadrianus; africanus; assyria; assyrian; assyrians; negroponte`,
  places: `
    fukushima; fukuoka; fukui; fukuyama; shitamachi; cuckmere; rio negro; cerro negro; negros island; offas dyke; offa
    s dyke; pornic; nusa tenggara; tenggara; kanal; oceanus`,
  animals: `
    blue tit; blue tits; great tit; great tits; coal tit; coal tits; marsh tit; marsh tits; willow tit; willow tits;
    crested tit; crested tits; bearded tit; bearded tits; long tailed tit; long tailed tits; booby; boobies; blue
    footed booby; boobook; chinkara; cock of the rock; cock robin; pussycat; pussycats; dickcissel; wild ass; wild
    asses; anal fin; anal fins; fu dog; fu dogs; fu lion; fu lions; virginianus; mexicanus; americanus; animal scat;
    bear scat; prick ears; prick eared`,
  plantsAndFood: `
    pussy willow; pussy willows; cockscomb; cockspur; rapeseed; rape field; rape fields; rape flower; rape flowers;
    oilseed rape; shiitake; shitake; shiitakes; cumin; cumquat; cumquats; spotted dick; fagus; cyanus; artisanal;
    mangga`,
  thingsAndArts: `
    cockpit; cockpits; cummerbund; cummerbunds; booby trap; booby traps; booby trapped; chink in the armor; chink in
    the armour; chink of light; chinks of light; fire retardant; retardant; scat singing; scat singer; bastard sword;
    wankel; analemma; analects; analgesic; annals; assort; assorted; assortment; assortments; bestial; cum laude; tit
    for tat; negro spiritual; same sex; abo blood; hentaigana; rapped; rappel; rappels; rappelled; rappelling; annus; e e cummings; annalise;
    annalisa; weather cock; cock a doodle doo`,
} as const;

/** Every phrase of {@link harmless}. */
export const harmlessPhrases: readonly string[] = Object.values(harmless).flatMap((group) =>
  group.split(';').map((phrase) => phrase.trim()),
);

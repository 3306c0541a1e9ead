import { combine, listOf } from './list-of.ts';
import { ambiguousMinorTexts, minorTexts } from './minor-texts.ts';
import { personTexts } from './person-texts.ts';
import type { Term } from './term-index.ts';

/**
 * What a word stands for in the rules that are always on. `abuse` and `undressing` are refused alone; a sexual word
 * (`sexual`, `mild`, `undressing`) together with a minor (`minor`, `ambiguous`) or a `person`. `mild` and `ambiguous` words
 * have an everyday sense too. `harmless` holds phrases in which one of these words means something else.
 */
export type AlwaysGroup = 'abuse' | 'undressing' | 'sexual' | 'mild' | 'minor' | 'ambiguous' | 'person' | 'harmless';

const abuse = `
  csam; child porn; child pornography; child erotica; kiddie porn; kid porn; teen porn; underage porn; child sex; underage sex;
  lolicon; shotacon; toddlercon; jailbait; pedo; pedophile; pedophilia; paedophile; paedophilia; 儿童色情; 兒童色情; 児童ポルノ;
  ロリコン; 아동포르노; 로리콘; pornografia infantil; pornographie infantile; kinderpornografie; детское порно`;

const undressing = `
  nudify; nudified; deepnude; deepfake porn; deepfake nude; deepfake nudes; deepfake sex; remove her clothes;
  remove his clothes`;
const undressed = `
  her; him; them; this woman; this man; this person; this girl; this boy; the woman; the man; the person; the girl; the boy`;

const sexual = `
  nude; nudes; nudity; naked; nakedness; topless; undress; undressed; undressing; unclothed; without clothes;
  without any clothes; no clothes; no clothing; without clothing; without any clothing; unclad; wearing nothing;
  remove their clothes; remove the clothes; take off her clothes; take off his clothes; nsfw; r18; rule 34; rule34; r34;
  porn; porno; porns; pornographic; pornography; sex; sexual; sexually; sexualized; sexualised; erotic; erotica; erotically;
  hentai; ecchi; lewd; lewds; genitals; genitalia; penis; vagina; vulva; nipple; nipples; breasts; boobs; tits; intercourse;
  masturbate; masturbating; masturbation; orgasm; orgasmic; blowjob; fellatio; cunnilingus; anal; cum; cumshot; creampie;
  gangbang; fetish; bdsm; bondage; striptease; spread legs; fuck; fucks; fucked; fucking; rape; raped; raping; molest;
  molested; molesting; 裸体; 裸體; 全裸; 半裸; 裸照; 裸露; 赤裸; 脱光; 色情; 做爱; 做愛; 性爱; 性愛; 性感; 裸の; ヌード; エロ画像; エロティック; 下着姿; セックス; エッチな; 누드;
  알몸; 나체; 섹스; desnudo; desnuda; desnudos; desnudas; sexo; pelado; pelada; nackt; nackte; nackter; nackten; nacktes;
  hommes nus; femmes nues; femme nue; homme nu; dénudé; dénudée; sexuel; sexuelle; голый; голая; голые; голую; обнажённый;
  обнажённая; секс; порно`;

/** Stripped is also said of furniture, and in error of shirts, so that it counts only right before a person. */
const stripped = `
  child; children; kid; kids; toddler; teen; teenager; girl; girls; boy; boys; schoolgirl; schoolboy; woman; man`;

/** Said of fashion, posters, colours, sizes and numbers as well. */
const mild = `
  sexy; lingerie; underwear; panties; thong; sensual; seductive; seductively; xxx; pinup; pinups; pin up girl; pin up girls;
  pin up model; pin up pose; pin up poster; pin up style; nude color; nude colour; nude colored; nude coloured; nude tone;
  nude tones; nude toned; nude shade; nude shades`;

const harmless = `
  nude lipstick; nude lip gloss; nude nail polish; nude eyeshadow; nude heels; nude pumps; naked mole rat; naked mole rats;
  naked cake; naked eye; naked neck chicken; naked neck chickens; same sex; sex education; sex pistols; opposite sex;
  naked lunch; naked gun; naked chef; naked ape; naked city; naked civil servant; naked and the dead; naked truth;
  naked singularity; naked maja; the nude maja; nude descending a staircase; sex lies and videotape; xxx olympiad; xxx olympic; xxx olympics;
  xxx olympic games; super bowl xxx; legio xxx; legion xxx; xxx legion; chapter xxx; part xxx; volume xxx; canto xxx; psalm xxx; sonnet xxx; book xxx;
  act xxx; opus xxx; section xxx; article xxx; number xxx; wrestlemania xxx; xxx corps; xxx century; xxx dynasty; xxx congress; xxx ulpia;
  xxx large; xxx l; fountain of youth; youth hostel; sex and the city; single sex school; rape field; rape fields;
  oilseed rape; rape flower; rape flowers; rape blossom; rape seed; blue tits; great tits; coal tits; marsh tits;
  willow tits; long tailed tits; cum laude; baby blue; baby pink; babys breath; baby s breath; ursa minor; c minor; b minor;
  sharp minor; flat minor; minor key; minor detail; minor details; d minor; e minor; g minor; anal fin; chicken breasts;
  duck breasts; turkey breasts; naked tree; naked trees; naked branches; naked flame; rapped; rapping; ヌードル; エセックス; サセックス;
  ミドルセックス; 에섹스; 서섹스; 岩石裸露; 裸露的岩石`;
const nudeColors = 'nude color; nude colour; nude colored; nude coloured; nude toned';
const coloredThings = `
  lipstick; dress; dresses; gown; blouse; skirt; shoes; heels; handbag; tights`;

/** Every term of the rules that are always on; `group` is an {@link AlwaysGroup}. @see docs/word-filter.md */
export function alwaysTerms(): Term[] {
  const groups: Record<AlwaysGroup, readonly string[]> = {
    abuse: listOf(abuse),
    undressing: [...listOf(undressing), ...combine(['undress'], listOf(undressed))],
    sexual: [...listOf(sexual), ...combine(['stripped', 'stripped young', 'stripped little'], listOf(stripped))],
    mild: listOf(mild),
    minor: minorTexts(),
    ambiguous: ambiguousMinorTexts(),
    person: personTexts(),
    harmless: [...listOf(harmless), ...combine(listOf(nudeColors), listOf(coloredThings))],
  };
  return Object.entries(groups).flatMap(([group, texts]) => texts.map((text) => ({ group, text })));
}

import { combine, listOf } from './list-of.ts';
import { ambiguousMinorTexts, minorTexts } from './minor-texts.ts';
import { personTexts } from './person-texts.ts';
import type { Term } from './term-index.ts';

/**
 * What a word stands for in the rules that are always on. `abuse` and `undressing` are refused alone; a sexual word
 * (`sexual`, `mild`, `undressing`) together with a minor (`minor`, `ambiguous`) or a `person`. `mild` and `ambiguous` words
 * have an everyday sense too. `harmless` holds phrases in which one of these words means something else; a `title` is harmless
 * only in a prompt without minors and persons.
 */
export type AlwaysGroup =
  | 'abuse'
  | 'undressing'
  | 'sexual'
  | 'mild'
  | 'minor'
  | 'ambiguous'
  | 'person'
  | 'title'
  | 'harmless';

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
  nude tones; nude toned; nude shade; nude shades; great tits`;

const harmless = `
  nude lipstick; nude lip gloss; nude nail polish; nude eyeshadow; naked mole rat; naked mole rats; to the naked eye;
  with the naked eye; by the naked eye; naked neck chicken; naked neck chickens; sex pistols; the opposite sex; single sex school;
  xxx olympiad; xxx olympic games; super bowl xxx; legio xxx; legion xxx; xxx legion; chapter xxx; canto xxx; psalm xxx;
  sonnet xxx; wrestlemania xxx; xxx corps; xxx century; século xxx; siglo xxx; xxx dynasty; xxx ulpia; xxx large; fountain of youth;
  youth hostel; rape field; rape fields; oilseed rape; rape flower; rape flowers; rape blossom; rape seed; blue tits; coal tits;
  marsh tits; willow tits; long tailed tits; cum laude; babys breath; baby s breath; ursa minor; c minor; b minor; d minor; e minor;
  g minor; sharp minor; flat minor; anal fin; bottle nipple; bottle nipples; grease nipple; grease nipples; chicken breasts; duck breasts; turkey breasts; rapped; rapping; ヌードル; エセックス;
  サセックス; ミドルセックス; 에섹스; 서섹스; 岩石裸露; 裸露的岩石`;

/**
 * Titles and sayings whose sexual word an image model takes at its word beside a minor or a person (_naked truth, girl_):
 * there they count as `mild`.
 */
const titles = `
  naked lunch; naked gun; naked chef; naked ape; naked city; naked civil servant; naked and the dead; naked truth;
  naked singularity; naked maja; the nude maja; nude descending a staircase; sex and the city; sex lies and videotape;
  sex education; naked eye; naked cake; naked flame; naked tree; naked trees; naked branches; nude heels; nude pumps; same sex;
  jogando pelada; jogar pelada; jogam pelada; pelada de rua; árbol desnudo; árboles desnudos; pie desnudo; pies desnudos;
  nackte bäume; nackter fels; nackte wahrheit; голый камень; голые камни; голый король; король голый; голые деревья; opposite sex`;
const sameSex = `
  parent; parents; couple; couples; marriage; marriages; wedding; weddings; partner; partners; family; families; adoption`;
const babyColors = 'baby blue; baby pink';
const paintedThings = 'lingerie; color; colour; paint; background; wall; walls; sky; car; cadillac; curtains; bedroom';
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
    title: listOf(titles),
    harmless: [
      ...listOf(harmless),
      ...combine(listOf(nudeColors), listOf(coloredThings)),
      ...combine(['same sex'], listOf(sameSex)),
      ...combine(listOf(babyColors), [...listOf(coloredThings), ...listOf(paintedThings)]),
    ],
  };
  return Object.entries(groups).flatMap(([group, texts]) => texts.map((text) => ({ group, text })));
}

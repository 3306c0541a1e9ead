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

const minor = `
  little girl; little girls; little boy; little boys; teen girl; teen girls; teen boy; teen boys; child; children; childs;
  childlike; underage; underaged; under age; toddler; toddlers; infant; infants; newborn; newborns; schoolgirl; schoolgirls;
  schoolboy; schoolboys; schoolchild; schoolchildren; schoolkid; schoolkids; teenage; teenaged; teenager; teenagers;
  preteen; preteens; pre teen; tween; tweens; adolescent; adolescents; juvenile; pubescent; prepubescent; youngster;
  youngsters; youth; youths; loli; lolis; shota; shotas; kindergarten; kindergartner; preschool; preschooler; preschoolers;
  elementary school; primary school; middle school; high school; high schooler; high schoolers; middle schooler;
  middle schoolers; elementary schooler; elementary schoolers; primary schooler; primary schoolers; grade schooler;
  grade schoolers; daughter; daughters; my son; her son; his son; stepdaughter; stepson; niece; nephew; granddaughter;
  grandson; 儿童; 兒童; 小孩; 孩子; 幼女; 幼童; 女童; 男童; 少女; 少年; 未成年; 萝莉; 蘿莉; 正太; 小学生; 小學生; 中学生; 中學生; 高中生; 子供; 子ども; 女子高生; 女子中学生; 幼児; 園児;
  ロリータ; 어린이; 아동; 소녀; 소년; 미성년; 여고생; 초등학생; 중학생; niño; niña; niños; niñas; menor de edad; menores de edad; criança; crianças;
  menino; menina; kleinkind; minderjährig; minderjährige; enfant; enfants; fillette; garçon; ребёнок; ребёнка; дети; детей;
  девочка; девочки; девочку; мальчик; подросток; 小女孩; 小男孩`;

/** Said of adults, animals, music, clothing or small things as well. */
const ambiguous = `
  girl; girls; boy; boys; baby; babies; kid; kids; kiddo; minor; minors; teen; teens; kinder; junge; mädchen; 女孩; 男孩;
  mineure; lolita; school uniform`;

const numberWords = `
  one; two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; thirteen; fourteen; fifteen; sixteen; seventeen`;
const agesBefore = ['age', 'aged'];
const agesAfter = [
  'year old',
  'years old',
  'year olds',
  'yr old',
  'yrs old',
  'yo',
  'y o',
  'yrs',
  'jährige',
  'jähriges',
  'ans',
  'años',
  '岁',
  '歳',
  '살',
];
const adultAge = 18;

const schoolYears = `
  1st; 2nd; 3rd; 4th; 5th; 6th; 7th; 8th; 9th; 10th; 11th; 12th; first; second; third; fourth; fifth; sixth; seventh; eighth;
  ninth; tenth; eleventh; twelfth`;

/** Words and phrases for a person below 18, ages and school years included. */
export function minorTexts(): string[] {
  return [...listOf(minor), ...ages(), ...combine(listOf(schoolYears), ['grader', 'graders'])];
}

/** Words for minors that have another everyday sense: reason to refuse, none to punish. */
export function ambiguousMinorTexts(): string[] {
  return listOf(ambiguous);
}

function ages(): string[] {
  const digits = Array.from({ length: adultAge }, (_, age) => String(age));
  const all = [...digits, ...listOf(numberWords)];
  const limits = combine(['under', 'below', 'younger than'], [String(adultAge), 'eighteen']);
  return [...combine(all, agesAfter), ...combine(agesBefore, all), ...limits];
}

/** Full names and names that stand for one person alone. A sample of those most often asked for, not a register. */
const names = `
  taylor swift; emma watson; emma stone; scarlett johansson; natalie portman; jennifer lawrence; margot robbie; gal gadot;
  anne hathaway; angelina jolie; megan fox; sydney sweeney; jenna ortega; millie bobby brown; zendaya; ana de armas;
  florence pugh; ariana grande; billie eilish; selena gomez; dua lipa; olivia rodrigo; lady gaga; katy perry;
  britney spears; rihanna; beyonce; miley cyrus; kim kardashian; kylie jenner; tom cruise; tom holland; brad pitt;
  leonardo dicaprio; keanu reeves; ryan gosling; timothee chalamet; justin bieber; harry styles; cristiano ronaldo;
  lionel messi; serena williams; elon musk; jeff bezos; mark zuckerberg; donald trump; melania trump; ivanka trump;
  joe biden; kamala harris; barack obama; michelle obama; hillary clinton; alexandria ocasio cortez; greta thunberg;
  kate middleton; meghan markle; angela merkel; vladimir putin; volodymyr zelensky; emmanuel macron; giorgia meloni;
  narendra modi; xi jinping; pokimane; mrbeast; 习近平; 刘亦菲; 杨幂; 泰勒斯威夫特; aoc`;

const strangers = `
  celebrity; celebrities; celeb; celebs; real person; real people; real life person; famous actress; famous actor;
  famous singer; famous person; famous people; famous politician; deepfake; face swap; 女明星; 男明星; 大明星; 芸能人; 有名人; 연예인`;

const possessives = ['my', 'our'];
const acquaintances = `
  classmate; classmates; ex; ex girlfriend; ex boyfriend; ex wife; ex husband; teacher; professor; coworker; co worker; coworkers;
  co workers; colleague; colleagues; boss; neighbor; neighbour; friend; friends; best friend; roommate; crush; girlfriend; boyfriend;
  wife; husband; mom; mum; mother; sister; stepsister; stepmom; cousin; aunt; student`;

/** Words and phrases that stand for a real person; names also without their spaces (`emmawatson`). */
export function personTexts(): string[] {
  const joined = listOf(names).map((name) => name.replaceAll(' ', ''));
  const people = combine(possessives, listOf(acquaintances));
  return [...new Set([...listOf(names), ...joined, ...listOf(strangers), ...people])];
}

/** The texts of a list that is written with semicolons between them. */
export function listOf(text: string): string[] {
  return text.split(';').map((term) => term.trim());
}

/** Every first with every second, a space between. */
export function combine(firsts: readonly string[], seconds: readonly string[]): string[] {
  return firsts.flatMap((first) => seconds.map((second) => `${first} ${second}`));
}

import type { Term } from './term-index.ts';

/**
 * What a word stands for in the rules that are always on. `abuse` and `undressing` are refused alone; `sexual` together
 * with `minor` or `person`; `harmless` holds phrases in which one of these words means something else.
 */
export type AlwaysGroup = 'abuse' | 'undressing' | 'sexual' | 'minor' | 'person' | 'harmless';

const abuse = `
  csam; child porn; child pornography; child erotica; kiddie porn; kid porn; teen porn; underage porn; child sex; underage sex;
  lolicon; shotacon; toddlercon; jailbait; pedo; pedophile; pedophilia; paedophile; paedophilia; 儿童色情; 兒童色情; 児童ポルノ;
  ロリコン; 아동포르노; 로리콘; pornografia infantil; pornographie infantile; kinderpornografie; детское порно`;

const undressing = `
  nudify; nudified; deepnude; deepfake porn; deepfake nude; deepfake nudes; deepfake sex`;

const sexual = `
  nude; nudes; nudity; naked; nakedness; topless; undress; undressed; undressing; unclothed; no clothes; without clothes;
  without any clothes; wearing nothing; remove her clothes; remove his clothes; remove their clothes; remove the clothes;
  take off her clothes; take off his clothes; nsfw; xxx; r18; rule 34; rule34; r34; porn; porno; porns; pornographic; pornography;
  sex; sexual; sexually; sexy; sexualized; sexualised; erotic; erotica; erotically; hentai; ecchi; lewd; lewds; lingerie;
  underwear; panties; thong; sensual; seductive; seductively; genitals; genitalia; penis; vagina; vulva; nipple; nipples; breasts;
  boobs; tits; intercourse; masturbate; masturbating; masturbation; orgasm; orgasmic; blowjob; fellatio; cunnilingus; anal; cum;
  cumshot; creampie; gangbang; fetish; bdsm; bondage; striptease; spread legs; fuck; fucks; fucked; fucking; rape; raped; raping;
  molest; molested; molesting; 裸体; 裸體; 全裸; 半裸; 裸照; 裸露; 赤裸; 脱光; 色情; 做爱; 做愛; 性爱; 性愛; 性感; 裸の; ヌード; エロ画像; エロティック; 下着姿;
  セックス; エッチな; 누드; 알몸; 나체; 섹스; desnudo; desnuda; desnudos; desnudas; sexo; pelado; pelada; nackt; nackte; nackter;
  nackten; nacktes; hommes nus; femmes nues; femme nue; homme nu; dénudé; dénudée; sexuel; sexuelle; голый; голая; голые; голую; обнажённый; обнажённая; секс; порно`;

const minor = `
  child; children; childs; childlike; kid; kids; kiddo; minor; minors; underage; underaged; under age; toddler; toddlers; infant;
  infants; baby; babies; newborn; newborns; boy; boys; girl; girls; schoolgirl; schoolgirls; schoolboy; schoolboys; schoolchild;
  schoolchildren; schoolkid; schoolkids; teen; teens; teenage; teenaged; teenager; teenagers; preteen; preteens; pre teen; tween;
  tweens; adolescent; adolescents; juvenile; pubescent; prepubescent; youngster; youngsters; loli; lolis; lolita; shota; shotas;
  kindergarten; kindergartner; preschool; preschooler; elementary school; primary school; middle school; high school; high schooler;
  grade schooler; school uniform; daughter; daughters; my son; her son; his son; stepdaughter; stepson; niece; nephew; granddaughter; grandson;
  儿童; 兒童; 小孩; 孩子; 幼女; 幼童; 女孩; 男孩; 女童; 男童; 少女; 少年; 未成年; 萝莉; 蘿莉; 正太; 小学生; 小學生; 中学生; 中學生; 高中生;
  子供; 子ども; 女子高生; 女子中学生; 幼児; 園児; ロリータ; 어린이; 아동; 소녀; 소년; 미성년; 여고생; 초등학생; 중학생; niño; niña; niños;
  niñas; menor de edad; menores de edad; criança; crianças; menino; menina; kinder; kleinkind; mädchen; junge; minderjährig;
  minderjährige; enfant; enfants; fillette; garçon; mineure; ребёнок; ребёнка; дети; детей; девочка; девочки; девочку; мальчик; подросток`;

const harmless = `
  nude lipstick; nude lip gloss; nude nail polish; nude eyeshadow; nude color lipstick; nude colour lipstick; nude colored lipstick;
  nude coloured lipstick; nude heels; nude pumps; naked mole rat; naked mole rats; naked cake; naked eye; naked neck chicken;
  naked neck chickens; same sex; sex education; sex and the city; single sex school; rape field; rape fields; oilseed rape; rape flower;
  rape flowers; rape blossom; rape seed; blue tits; great tits; coal tits; marsh tits; willow tits; long tailed tits; cum laude;
  baby blue; baby pink; babys breath; baby s breath; ursa minor; c minor; d minor; e minor; g minor; anal fin;
  chicken breasts; duck breasts; turkey breasts; naked tree; naked trees; naked branches;
  naked flame; rapped; rapping; ヌードル; エセックス; サセックス; ミドルセックス; 에섹스; 서섹스; 岩石裸露; 裸露的岩石`;

/** Full names and names that stand for one person alone. A sample of those most often asked for, not a register. */
const names = `
  taylor swift; emma watson; emma stone; scarlett johansson; natalie portman; jennifer lawrence; margot robbie; gal gadot;
  anne hathaway; angelina jolie; megan fox; sydney sweeney; jenna ortega; millie bobby brown; zendaya; ana de armas; florence pugh;
  ariana grande; billie eilish; selena gomez; dua lipa; olivia rodrigo; lady gaga; katy perry; britney spears; rihanna; beyonce;
  miley cyrus; kim kardashian; kylie jenner; tom cruise; tom holland; brad pitt; leonardo dicaprio; keanu reeves; ryan gosling;
  timothee chalamet; justin bieber; harry styles; cristiano ronaldo; lionel messi; serena williams; elon musk; jeff bezos;
  mark zuckerberg; donald trump; melania trump; ivanka trump; joe biden; kamala harris; barack obama; michelle obama; hillary clinton;
  alexandria ocasio cortez; greta thunberg; kate middleton; meghan markle; angela merkel; vladimir putin; volodymyr zelensky;
  emmanuel macron; giorgia meloni; narendra modi; xi jinping; pokimane; mrbeast; 习近平; 刘亦菲; 杨幂; 泰勒斯威夫特`;

const strangers = `
  celebrity; celebrities; celeb; celebs; real person; real people; real life person; famous actress; famous actor;
  famous singer; famous person; famous people; famous politician; deepfake; face swap; 女明星; 男明星; 大明星; 芸能人; 有名人; 연예인`;

const possessives = ['my', 'our'];
const acquaintances = `
  classmate; classmates; ex; ex girlfriend; ex boyfriend; ex wife; ex husband; teacher; professor; coworker; co worker; coworkers;
  co workers; colleague; colleagues; boss; neighbor; neighbour; friend; friends; best friend; roommate; crush; girlfriend; boyfriend;
  wife; husband; mom; mum; mother; sister; stepsister; stepmom; cousin; aunt; student`;

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

/** Every term of the rules that are always on; `group` is an {@link AlwaysGroup}. @see docs/word-filter.md */
export function alwaysTerms(): Term[] {
  const people = [...list(names), ...list(strangers), ...combine(possessives, list(acquaintances))];
  const groups: Record<AlwaysGroup, readonly string[]> = {
    abuse: list(abuse),
    undressing: list(undressing),
    sexual: list(sexual),
    minor: [...list(minor), ...ages()],
    person: people,
    harmless: list(harmless),
  };
  return Object.entries(groups).flatMap(([group, texts]) => texts.map((text) => ({ group, text })));
}

function ages(): string[] {
  const digits = Array.from({ length: adultAge }, (_, age) => String(age));
  const all = [...digits, ...list(numberWords)];
  const limits = combine(['under', 'below', 'younger than'], [String(adultAge), 'eighteen']);
  return [...combine(all, agesAfter), ...combine(agesBefore, all), ...limits];
}

function combine(firsts: readonly string[], seconds: readonly string[]): string[] {
  return firsts.flatMap((first) => seconds.map((second) => `${first} ${second}`));
}

function list(text: string): string[] {
  return text.split(';').map((term) => term.trim());
}

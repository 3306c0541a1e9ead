import { combine, listOf } from './list-of.ts';

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

/** Words and phrases that stand for somebody below 18, ages and school years included. */
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

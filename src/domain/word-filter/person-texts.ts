import { combine, listOf } from './list-of.ts';

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

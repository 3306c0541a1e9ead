import { playVerb } from './play-verb.ts';

playVerb('follow');

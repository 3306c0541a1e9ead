import { isIP } from 'node:net';
import { z } from 'zod';
import { isPublicKey } from './ed25519-point.ts';

/**
 * One zod rule per kind of environment variable. Input is the text of the environment, never empty; the message of every rule says
 * what is allowed, ready to stand after the variable's name.
 */

/** A bot token or an API key as its header takes it: printable ASCII without spaces or quotes. */
export const secretText = () =>
  z.string().regex(/^[\x21\x23-\x26\x28-\x7e]+$/, 'the bare token, without spaces, quotes or a prefix such as "Bot"');

/** A file's path, or any other text. */
export const plainText = (allowed: string) => z.string({ error: allowed });

/** Text of a fixed form. */
export const patternText = (pattern: RegExp, allowed: string) => z.string({ error: allowed }).regex(pattern, allowed);

/** An Ed25519 public key as 64 hex digits, in small letters afterwards. */
export const publicKey = () =>
  z
    .string({ error: publicKeyAllowed })
    .refine(isPublicKey, publicKeyAllowed)
    .transform((hex) => hex.toLowerCase());

/** A whole number, both ends included. */
export const wholeNumber = (min: number, max: number, note = '') => {
  const allowed = `a whole number from ${min} to ${max}${note}`;
  return z
    .string({ error: allowed })
    .regex(/^\d{1,15}$/, allowed)
    .transform(Number)
    .refine((value) => value >= min && value <= max, allowed);
};

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `one of ${words.join(', ')}`);

/** A whole number of credits, or the word `unlimited`. */
export const creditsOrUnlimited = (max: number) => {
  const allowed = `a whole number from 0 to ${max}, or unlimited`;
  return z.union([z.literal('unlimited'), wholeNumber(0, max)], allowed);
};

/** A base address that paths are appended to: no trailing slash is kept, and nothing secret can be in it. */
export const baseUrl = () =>
  z.string({ error: baseUrlAllowed }).transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url !== null && isPlainHttp(url)) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: baseUrlAllowed });
    return z.NEVER;
  });

/** Host names with an optional port, separated by commas; lower case and without repetitions afterwards. */
export const hostList = () =>
  z.string().transform((text, context) => {
    const names = text.split(',').map((name) => name.trim().toLowerCase());
    if (names.every(isHost)) return [...new Set(names)];
    context.addIssue({ code: 'custom', message: hostsAllowed });
    return z.NEVER;
  });

/** Servers' ids, separated by commas, or `*` for any server. Without repetitions afterwards. */
export const guildList = () =>
  z.string({ error: guildsAllowed }).transform((text, context) => {
    if (text === '*') return text;
    const ids = text.split(',').map((id) => id.trim());
    if (ids.every((id) => /^\d{15,20}$/.test(id))) return [...new Set(ids)];
    context.addIssue({ code: 'custom', message: guildsAllowed });
    return z.NEVER;
  });

/** Some of Discord's shards, such as `0-3/16` or `5/16`, as `first`, `last` and `of`; `auto` is null. */
export const shardRange = () =>
  z.string({ error: shardsAllowed }).transform((text, context) => {
    if (text === 'auto') return null;
    const [, first, last = first, of] = /^(\d{1,5})(?:-(\d{1,5}))?\/(\d{1,5})$/.exec(text) ?? [];
    const range = { first: Number(first), last: Number(last), of: Number(of) };
    if (range.first <= range.last && range.last < range.of) return range;
    context.addIssue({ code: 'custom', message: shardsAllowed });
    return z.NEVER;
  });

/** A proxy's address; one without a scheme is taken as http, as other programs do. */
export const proxyUrl = () =>
  z.string().transform((text, context) => {
    const address = text.includes('://') ? text : `http://${text}`;
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url !== null && isProxy(url)) return address;
    context.addIssue({ code: 'custom', message: proxyAllowed });
    return z.NEVER;
  });

/** The entries of `NO_PROXY`, separated by commas or spaces. */
export const noProxyList = () =>
  z.string().transform((text, context) => {
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
    if (entries.every(isExemption)) return entries;
    context.addIssue({ code: 'custom', message: exemptionsAllowed });
    return z.NEVER;
  });

/** The store's address: a SQLite file, or a PostgreSQL database. */
export const storeUrl = () =>
  z
    .string({ error: storeAllowed })
    .refine((text) => /^sqlite:\/\/[^\s?#]+$/.test(text) || isDatabaseUrl(text), storeAllowed);

/** The address of a Redis server; it may hold a password. */
export const redisUrl = () =>
  z.string({ error: redisAllowed }).refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== '' && /^\/?\d*$/.test(url.pathname);
  }, redisAllowed);

const publicKeyAllowed =
  "the application's public key, 64 hex digits, as the Developer Portal shows it under General Information";
const baseUrlAllowed =
  'an address that starts with http:// or https://, without user name, password, query or fragment';
const proxyAllowed =
  "the address of an HTTP proxy, such as http://proxy.example:3128 or http://user:password@proxy.example:3128 (SOCKS isn't supported)";
const exemptionsAllowed = 'hosts separated by commas, such as localhost,.example.com,10.0.0.0/8,db.example:5432, or *';
const hostsAllowed = 'host names separated by commas, such as images.example.com, without https:// and without paths';
const guildsAllowed = "servers' ids of 15 to 20 digits, separated by commas, or * for any server";
const shardsAllowed =
  'auto, or the first and the last shard of how many, counted from 0, such as 0-3/16, or one, such as 5/16';
const storeAllowed =
  'sqlite:// followed by a file, such as sqlite://data/easel.sqlite, or a PostgreSQL database, such as postgres://user:password@db.example:5432/easel';

const redisAllowed =
  'the address of a Redis server, such as redis://cache.example:6379 or rediss://user:password@cache.example:6379/0';

function isDatabaseUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && /^\/[^/]+$/.test(url.pathname);
}

function isPlainHttp(url: URL): boolean {
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && [url.username, url.password, url.search, url.hash].every((part) => part === '');
}

function isProxy({ protocol, hostname, pathname, search, hash }: URL): boolean {
  const isHttp = protocol === 'http:' || protocol === 'https:';
  return isHttp && hostname !== '' && pathname === '/' && search === '' && hash === '';
}

function isExemption(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  if (prefix !== undefined) return isIP(address) !== 0 && isPrefix(prefix, isIP(address) === 4 ? 32 : 128);
  return (
    entry === '*' ||
    isIP(entry) !== 0 ||
    /^(\*?\.)?[a-z0-9_-]([a-z0-9_.-]*[a-z0-9_])?(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i.test(entry)
  );
}

function isPrefix(text: string, most: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= most;
}

function isHost(name: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(name) && URL.canParse(`https://${name}`);
}

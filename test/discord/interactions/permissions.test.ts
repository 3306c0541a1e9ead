import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { inviteLink, missingPermissions, neededPermissions } from '#discord/interactions/permissions.ts';
import { readText } from '../../support/repository.ts';

const application = '1400000000000000001';
const asked = () => new URL(inviteLink(application, 'https://discord.com/api') ?? '').searchParams;

describe('the invite link', () => {
  it('asks for both scopes and for exactly the permissions that a server is examined for', () => {
    const bits = asked().get('permissions') ?? '';
    expect([...asked().keys()]).toEqual(['client_id', 'scope', 'permissions']);
    expect(asked().get('client_id')).toBe(application);
    expect(asked().get('scope')).toBe('bot applications.commands');
    expect(missingPermissions(bits)).toEqual([]);
    const names = Object.entries(PermissionFlagsBits).filter(([, bit]) => (BigInt(bits) & bit) !== 0n);
    expect(names).toHaveLength(neededPermissions.length);
    for (const [name, bit] of names) {
      const shown = missingPermissions(String(BigInt(bits) & ~bit));
      expect([name, shown.map((text) => text.replaceAll(' ', '').toLowerCase())]).toEqual([name, [name.toLowerCase()]]);
    }
  });

  it('has no administrator in it', () => {
    expect(BigInt(asked().get('permissions') ?? '0') & PermissionFlagsBits.Administrator).toBe(0n);
  });

  it.each([
    ['https://discord.com/api', 'https://discord.com/oauth2/authorize?'],
    ['https://ptb.discord.com/api', 'https://ptb.discord.com/oauth2/authorize?'],
    ['https://discordapp.com/api', 'https://discordapp.com/oauth2/authorize?'],
    // A way to Discord that a proxy encrypts.
    ['http://discord.com:4000/api', 'https://discord.com/oauth2/authorize?'],
  ])('leads to the Discord of %s', (apiBase, start) => {
    expect(inviteLink(application, apiBase)).toMatch(new RegExp(`^${start.replaceAll(/[.?]/g, '\\$&')}`));
  });

  it.each([
    'http://127.0.0.1:4000/api',
    'https://rest-proxy.example/api',
    'https://discord.com.example',
    'https://mydiscord.com',
  ])('is none where %s stands for Discord', (apiBase) => {
    expect(inviteLink(application, apiBase)).toBeNull();
  });
});

describe('docs/install.md', () => {
  const page = readText('docs/install.md');

  it('has the same link, for an application to be filled in', () => {
    expect(page).toContain(inviteLink('YOUR_APPLICATION_ID', 'https://discord.com/api'));
  });

  it('lists the same permissions, each with what it is for', () => {
    const [, table = ''] = /\| permission \|.*\n *\|[-|]+\n((?: *\|.*\n)+)/.exec(page) ?? [];
    const rows = table
      .trimEnd()
      .split('\n')
      .map((row) => row.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, name]) => name)).toEqual(neededPermissions);
    for (const [, , reason] of rows) expect(reason).toMatch(/\w{3}/);
  });
});

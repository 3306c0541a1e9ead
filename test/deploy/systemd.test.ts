import { describe, expect, it } from 'vitest';
import { environmentDefaults } from '#config/config.ts';
import { readText } from '../support/repository.ts';

/** The settings of a unit file, by section; a name that stands several times has several values. */
function readUnit(name: string): Readonly<Record<string, ReadonlyMap<string, readonly string[]>>> {
  const parts = readText(`deploy/systemd/${name}`)
    .split(/^\[(\w+)\]$/m)
    .slice(1);
  const titles = parts.filter((_part, index) => index % 2 === 0);
  return Object.fromEntries(titles.map((title, index) => [title, settingsIn(parts[index * 2 + 1] ?? '')]));
}

function settingsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const settings = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf('=');
    if (at < 1) throw new Error(`not a setting: ${line}`);
    const key = line.slice(0, at);
    settings.set(key, [...(settings.get(key) ?? []), line.slice(at + 1)]);
  }
  return settings;
}

const unit = readUnit('easel.service');
const service = unit.Service ?? new Map<string, readonly string[]>();
const last = (key: string) => service.get(key)?.at(-1);

describe('deploy/systemd/easel.service', () => {
  it('starts a failure again, and never a wrong configuration', () => {
    expect(last('Restart')).toBe('on-failure');
    expect(last('RestartPreventExitStatus')).toBe('78');
    expect(readText('src/main.ts')).toContain('const wrongConfiguration = 78;');
  });

  it('never takes all of the 1,000 logins that Discord allows a day', () => {
    expect(unit.Unit?.get('StartLimitIntervalSec')).toEqual(['1d']);
    expect(Number(unit.Unit?.get('StartLimitBurst')?.[0])).toBeLessThan(1000);
  });

  it('leaves time to stop', () => {
    const [, lastMomentMs = ''] = /const lastMomentMs = ([\d_]+);/.exec(readText('src/main.ts')) ?? [];
    expect(Number(lastMomentMs.replaceAll('_', ''))).toBeGreaterThan(0);
    expect(Number(last('TimeoutStopSec')) * 1000).toBeGreaterThan(Number(lastMomentMs.replaceAll('_', '')));
    expect(Number(last('TimeoutStopSec'))).toBeGreaterThanOrEqual(10);
  });

  it('runs what `npm start` runs, not as root, and writes to one folder alone', () => {
    const start: string = JSON.parse(readText('package.json')).scripts.start;
    expect(last('ExecStart')).toBe(`/usr/bin/${start.split('&& ')[1]?.replace('dist/', '/opt/easel/dist/')}`);
    expect(last('User')).toBe('easel');
    expect(last('ProtectSystem')).toBe('strict');
    expect(last('StateDirectory')).toBe('easel');
    expect(last('StateDirectoryMode')).toBe('0700');
    // The default store lies below it, and `.env` is read there.
    expect(last('WorkingDirectory')).toBe('/var/lib/easel');
    expect(environmentDefaults.STORE_URL).toBe('sqlite://data/easel.sqlite');
    expect(service.has('ReadWritePaths')).toBe(false);
  });

  it.each([
    ['NoNewPrivileges', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['PrivateDevices', 'yes'],
    ['RestrictNamespaces', 'yes'],
    ['RestrictSUIDSGID', 'yes'],
    ['SystemCallFilter', '@system-service'],
    ['UMask', '0077'],
  ])('is hardened: %s=%s', (key, value) => {
    expect(last(key)).toBe(value);
  });

  it('lets Node compile while it runs', () => {
    expect(service.has('MemoryDenyWriteExecute')).toBe(false);
  });
});

describe('deploy/systemd/easel-backup', () => {
  const backup = readUnit('easel-backup.service').Service ?? new Map<string, readonly string[]>();

  it('runs what `npm run backup` runs, as the same user in the same folder', () => {
    const script: string = JSON.parse(readText('package.json')).scripts.backup;
    const words = script.split('&& node --enable-source-maps dist/')[1];
    expect(backup.get('ExecStart')).toEqual([`/usr/bin/node /opt/easel/dist/${words}`]);
    for (const key of ['User', 'WorkingDirectory', 'StateDirectory', 'UMask', 'ProtectSystem']) {
      expect([key, backup.get(key)]).toEqual([key, service.get(key)]);
    }
  });

  it('deletes old backups and nothing else', () => {
    const [command = ''] = backup.get('ExecStartPost') ?? [];
    const [, pattern = ''] = /-name "([^"]+)"/.exec(command) ?? [];
    const fits = (name: string) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);
    expect(fits('easel-2026-11-28T14-30-05Z.sqlite')).toBe(true);
    for (const name of ['easel.sqlite', 'easel.sqlite-wal', 'easel.sqlite.rescued', 'easel.sqlite.before-restore']) {
      expect([name, fits(name)]).toEqual([name, false]);
    }
    expect(command).toContain('/var/lib/easel/data -maxdepth 1 ');
  });

  it('runs every night, also where the machine was off', () => {
    const { Timer, Install } = readUnit('easel-backup.timer');
    expect(Timer?.get('OnCalendar')).toEqual(['*-*-* 04:00:00']);
    expect(Timer?.get('Persistent')).toEqual(['true']);
    expect(Install?.get('WantedBy')).toEqual(['timers.target']);
  });
});

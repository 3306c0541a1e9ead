import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readText, rootPath } from './support/repository.ts';

const dockerfile = readText('Dockerfile');
const lines = (text: string) => text.split('\n').map((line) => line.trim());

/** What is copied from the checkout into the image. */
const copied = lines(dockerfile)
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(/\s+/).slice(1, -1));

describe('Dockerfile', () => {
  it('copies only what exists and what .dockerignore lets through', () => {
    const admitted = lines(readText('.dockerignore')).filter((line) => line.startsWith('!'));
    expect(copied).toContain('src');
    expect(copied.filter((path) => !existsSync(`${rootPath}${path}`))).toEqual([]);
    expect(admitted.map((line) => line.slice(1)).sort()).toEqual([...copied].sort());
  });

  it('never runs as root, and has an init before node', () => {
    const users = lines(dockerfile).filter((line) => line.startsWith('USER '));
    expect(users).toEqual(['USER node']);
    expect(dockerfile.indexOf('USER node')).toBeLessThan(dockerfile.indexOf('CMD ["node", "--enable'));
    expect(dockerfile).toMatch(/^ENTRYPOINT \["\/usr\/bin\/tini", "--"\]$/m);
  });

  it('starts what `npm start` starts', () => {
    const command = /^CMD (\[.+\])$/m.exec(dockerfile)?.[1] ?? '[]';
    const start: string = JSON.parse(readText('package.json')).scripts.start;
    expect(start.endsWith(JSON.parse(command).join(' '))).toBe(true);
  });
});

describe('compose.yaml', () => {
  it('keeps the data, leaves time to stop and opens the port to this machine only', () => {
    const compose = lines(readText('compose.yaml'));
    for (const line of ['- easel-data:/app/data', 'stop_grace_period: 15s', '- "127.0.0.1:8080:8080"']) {
      expect(compose).toContain(line);
    }
  });
});

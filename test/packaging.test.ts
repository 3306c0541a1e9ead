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

  it('is healthy when Easel can take commands, not only when its port is open', () => {
    expect(/^HEALTHCHECK .*$/m.exec(dockerfile)?.[0]).toContain('/readyz');
  });

  it('starts what `npm start` starts', () => {
    const command = /^CMD (\[.+\])$/m.exec(dockerfile)?.[1] ?? '[]';
    const start: string = JSON.parse(readText('package.json')).scripts.start;
    expect(start.endsWith(JSON.parse(command).join(' '))).toBe(true);
  });
});

describe('compose.yaml', () => {
  const compose = lines(readText('compose.yaml'));

  it('keeps the data, leaves time to stop and opens the port to this machine only', () => {
    for (const line of ['- easel-data:/app/data', 'stop_grace_period: 15s', '- "127.0.0.1:8080:8080"']) {
      expect(compose).toContain(line);
    }
  });

  it('does not start a wrong configuration again, and has a place for the catalogue file', () => {
    for (const line of [
      'entrypoint: ["/usr/bin/tini", "-e", "78", "--"]',
      'restart: on-failure',
      '- ./config:/app/config:ro',
    ]) {
      expect(compose).toContain(line);
    }
  });

  it('bounds what the container can take and touch', () => {
    for (const line of [
      'mem_limit: 1g',
      'pids_limit: 256',
      'read_only: true',
      'tmpfs: ["/tmp:size=64m,mode=1777"]',
      'cap_drop: [ALL]',
      'security_opt: ["no-new-privileges:true"]',
    ]) {
      expect(compose).toContain(line);
    }
  });
});

describe('package.json', () => {
  const { dependencies, scripts } = JSON.parse(readText('package.json'));

  it('has everything that `npm start` needs after an installation without development packages', () => {
    expect(scripts.build).toMatch(/^tsc /);
    expect(dependencies).toHaveProperty('typescript');
    const build = JSON.parse(readText('tsconfig.build.json')).compilerOptions;
    expect([build.types, build.noCheck]).toEqual([[], true]);
  });

  it('builds without Vite: the operator’s page lies there built, and goes along', () => {
    expect(scripts.build).toContain("fs.cpSync('src/web/page', 'dist/src/web/page'");
    expect(scripts.build).not.toContain('vite');
    expect(dependencies).not.toHaveProperty('vite');
    for (const name of ['index.html', 'page.js', 'page.css', 'icon.svg']) {
      expect(existsSync(`${rootPath}src/web/page/${name}`)).toBe(true);
    }
  });

  it('brings no outdated unpacker into the production tree', () => {
    const { packages } = JSON.parse(readText('package-lock.json'));
    const versionsOf = (name: string) =>
      Object.entries<{ version: string }>(packages).flatMap(([path, { version }]) =>
        path.endsWith(`node_modules/${name}`) ? [Number.parseInt(version, 10)] : [],
      );
    expect(versionsOf('tar')).toEqual([7]);
    expect(versionsOf('node-gyp')).toEqual([12]);
  });
});

describe('.github', () => {
  const workflow = readText('.github/workflows/ci.yml');

  it('runs the one gate, with a PostgreSQL server, on the Node of .nvmrc and on a newer one', () => {
    for (const line of ['- run: bash .ci/run', '- node-file: .nvmrc', '- node: "24"']) {
      expect(lines(workflow)).toContain(line);
    }
    expect(workflow).toMatch(/TEST_DATABASE_URL: postgres:\/\//);
  });

  it('pins every action by its major version', () => {
    const used = [...workflow.matchAll(/uses: (.+)/g)].map(([, action]) => action);
    expect(used.filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action ?? ''))).toEqual([]);
    expect(used.length).toBeGreaterThan(0);
  });

  it('has the oldest supported Node in .nvmrc', () => {
    const { engines } = JSON.parse(readText('package.json'));
    expect(engines.node).toContain(`>=${readText('.nvmrc').trim()}.`);
  });
});

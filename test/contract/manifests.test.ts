import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Manifest, manifestsOf } from '../support/manifests.ts';
import { rootPath } from '../support/repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'easel-manifests-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where Kubernetes' types of an API version are. */
const filesOf: Readonly<Record<string, string>> = {
  v1: 'core/v1',
  'apps/v1': 'apps/v1',
  'policy/v1': 'policy/v1',
  'autoscaling/v2': 'autoscaling/v2',
  'networking.k8s.io/v1': 'networking/v1',
};

/** What the compiler says of objects that are written down as values of Kubernetes' own types: unknown fields are mistakes too. */
function mistakesIn(manifests: readonly Manifest[]): string {
  const lines = manifests.map(({ apiVersion, kind, content }, index) => {
    const path = `${rootPath}node_modules/kubernetes-types/${filesOf[apiVersion] ?? 'unknown'}`;
    return `export const a${index}: import('${path}').${kind} = ${JSON.stringify(content)};`;
  });
  const file = join(folder, `manifests-${manifests.length}.ts`);
  writeFileSync(file, lines.join('\n'));
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', '', '--ignoreConfig'];
  const { stdout, status } = spawnSync(`${rootPath}node_modules/.bin/tsc`, [...flags, file], { encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

describe('the manifests of Kubernetes', () => {
  const objects = manifestsOf('deploy/kubernetes').filter(({ kind }) => kind !== 'Kustomization');

  it('are values of the types of its API', () => {
    expect(objects.length).toBeGreaterThan(15);
    expect(mistakesIn(objects)).toBe('');
  }, 120_000);

  it('would be refused with a field that is not there, and with a text in the place of a number', () => {
    const budget = objects.find(({ kind }) => kind === 'PodDisruptionBudget');
    if (budget === undefined) throw new Error('there is one');
    const misspelled = { ...budget, content: { ...budget.content, spec: { maxUnavailible: 1 } } };
    const workload = objects.find(({ kind }) => kind === 'Deployment');
    if (workload === undefined) throw new Error('there is one');
    const content = { ...workload.content, spec: { replicas: '2' } };
    const text = mistakesIn([misspelled, { ...workload, content }]);
    expect(text).toContain('maxUnavailible');
    expect(text).toContain("'string' is not assignable to type 'number'");
  }, 120_000);
});

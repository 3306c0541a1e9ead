import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { environmentDefaults } from '#config/config.ts';
import { listFiles, readText } from './repository.ts';

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const containerSchema = z.object({
  command: z.array(z.string()).optional(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  envFrom: z.array(
    z.union([
      z.strictObject({ configMapRef: z.object({ name: z.string() }) }),
      z.strictObject({ secretRef: z.object({ name: z.string() }) }),
    ]),
  ),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const labels = z.record(z.string(), z.string());
/** What the checks need of a StatefulSet or a Deployment. */
export const workloadSchema = z.object({
  replicas: z.number(),
  selector: z.object({ matchLabels: labels }),
  template: z.object({
    metadata: z.object({ labels }),
    spec: z.object({
      terminationGracePeriodSeconds: z.number(),
      containers: z.tuple([containerSchema]),
      volumes: z.array(z.object({ name: z.string() })),
    }),
  }),
});

/** One object of a manifest. */
export interface Manifest {
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const headSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }).default({ name: '' }),
});

/** Every object in the YAML files of a folder. @throws where a file is no YAML */
export function manifestsOf(folder: string): readonly Manifest[] {
  const paths = listFiles(folder).filter((path) => path.endsWith('.yaml'));
  return paths.flatMap((path) =>
    parseAllDocuments(readText(path)).map((document) => {
      const [error] = document.errors;
      if (error) throw new Error(`${path}: ${error.message}`);
      const content = headSchema.parse(document.toJS());
      const { apiVersion, kind, metadata } = content;
      return { path, apiVersion, kind, name: metadata.name, content };
    }),
  );
}

/** Names that are no variable of Easel, nor one that other programs read. */
export function unknownVariables(names: readonly string[]): string[] {
  const known = new Set([...Object.keys(environmentDefaults), 'TMPDIR']);
  return names.filter((name) => !known.has(name));
}

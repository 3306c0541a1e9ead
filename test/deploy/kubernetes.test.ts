import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMetrics } from '#operations/metrics.ts';
import { manifestsOf, unknownVariables, workloadSchema } from '../support/manifests.ts';

const manifests = manifestsOf('deploy/kubernetes');
const ofKind = (...kinds: string[]) => manifests.filter(({ kind }) => kinds.includes(kind));
const workloads = ofKind('StatefulSet', 'Deployment').map(({ name, content }) => {
  const workload = workloadSchema.parse(content.spec);
  return { name, ...workload, pod: workload.template.spec, container: workload.template.spec.containers[0] };
});
const dataSchema = z.record(z.string(), z.string());

describe('deploy/kubernetes', () => {
  it('has a gateway with a number for each pod, an http front door and workers', () => {
    expect(ofKind('StatefulSet').map(({ name }) => name)).toEqual(['easel-gateway']);
    expect(ofKind('Deployment').map(({ name }) => name)).toEqual(['easel-http', 'easel-worker']);
  });

  it('names only variables that Easel knows, with a role that its name says', () => {
    const settings = ofKind('ConfigMap').flatMap(({ content }) => Object.keys(dataSchema.parse(content.data)));
    const secrets = ofKind('Secret').flatMap(({ content }) => Object.keys(dataSchema.parse(content.stringData)));
    const own = workloads.flatMap(({ container }) => container.env.map(({ name }) => name));
    expect(unknownVariables([...settings, ...secrets, ...own])).toEqual([]);
    expect(secrets).toEqual(expect.arrayContaining(['DISCORD_TOKEN', 'STORE_URL', 'REDIS_URL']));
    for (const { name, container } of workloads) {
      expect(container.env.find((variable) => variable.name === 'ROLE')?.value).toBe(name.replace('easel-', ''));
    }
  });

  it('selects its own pods everywhere', () => {
    const podLabels = workloads.map(({ template }) => template.metadata.labels);
    for (const { selector, template } of workloads) {
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    }
    const budgets = ofKind('PodDisruptionBudget').map(
      ({ content }) => z.object({ selector: z.object({ matchLabels: dataSchema }) }).parse(content.spec).selector,
    );
    const services = ofKind('Service').map(({ content }) => z.object({ selector: dataSchema }).parse(content.spec));
    const wanted = [...budgets.map(({ matchLabels }) => matchLabels), ...services.map(({ selector }) => selector)];
    expect(wanted).toHaveLength(6);
    for (const { app, role } of wanted) expect(podLabels).toContainEqual({ app, role });
  });

  it('asks for readiness and health where Easel answers, and leaves time to stop', () => {
    for (const { pod, container } of workloads) {
      expect(container.ports).toEqual([{ name: 'operations', containerPort: 8080 }]);
      expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'operations' });
      expect(container.startupProbe.httpGet).toEqual({ path: '/readyz', port: 'operations' });
      expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'operations' });
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
    }
  });

  it('reads settings, secrets and volumes that are there', () => {
    const named = workloads.flatMap(({ container }) => container.envFrom.flatMap((source) => Object.entries(source)));
    const present = ofKind('ConfigMap', 'Secret').map(({ kind, name }) => `${kind} ${name}`);
    for (const [source, { name }] of named) {
      expect(present).toContain(`${source === 'secretRef' ? 'Secret' : 'ConfigMap'} ${name}`);
    }
    for (const { pod, container } of workloads) {
      expect(container.volumeMounts.map(({ name }) => name)).toEqual(pod.volumes.map(({ name }) => name));
      expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/app/data', '/tmp']);
    }
  });

  it('gives the pods of the gateway as many shards as all of them have', () => {
    const gateway = workloads.find(({ name }) => name === 'easel-gateway');
    const script = gateway?.container.command?.at(-1) ?? '';
    expect(/^pods=(\d+)$/m.exec(script)?.[1]).toBe(`${gateway?.replicas}`);
    const variables = [...script.matchAll(/export (\w+)=/g)].map(([, name = '']) => name);
    expect(variables).toEqual(['SHARDS']);
  });

  it('scales what there is, by metrics that Easel renders', async () => {
    const metrics = createMetrics();
    metrics.queueJobs('waiting', 1);
    const { text } = await metrics.render();
    const scaled = z.object({
      scaleTargetRef: z.object({ kind: z.literal('Deployment'), name: z.string() }),
      metrics: z.array(
        z.object({
          external: z
            .object({ metric: z.object({ name: z.string(), selector: z.object({ matchLabels: dataSchema }) }) })
            .optional(),
        }),
      ),
    });
    const specs = ofKind('HorizontalPodAutoscaler').map(({ content }) => scaled.parse(content.spec));
    expect(specs.map(({ scaleTargetRef }) => scaleTargetRef.name)).toEqual(['easel-http', 'easel-worker']);
    const external = specs.flatMap((spec) => spec.metrics.flatMap(({ external }) => (external ? [external] : [])));
    expect(external).toHaveLength(1);
    for (const { metric } of external) {
      expect(text).toContain(`${metric.name}{state="${metric.selector.matchLabels.state}"} 1`);
    }
  });

  it('has every file but the example secret and one front door in its kustomization', () => {
    const [kustomization] = ofKind('Kustomization');
    const { resources } = z
      .strictObject({
        apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
        kind: z.string(),
        metadata: z.object({ name: z.literal('') }),
        namespace: z.literal('easel'),
        resources: z.array(z.string()),
        images: z.array(z.strictObject({ name: z.literal('easel'), newTag: z.string() })),
      })
      .parse(kustomization?.content);
    const files = new Set(manifests.map(({ path }) => path.replace('deploy/kubernetes/', '')));
    for (const leftOut of ['kustomization.yaml', 'secret.example.yaml', 'http.yaml']) files.delete(leftOut);
    expect(resources.toSorted()).toEqual([...files].sort());
  });
});

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { unknownVariables } from '../support/manifests.ts';
import { readText } from '../support/repository.ts';

const serviceSchema = z.looseObject({
  profiles: z.array(z.string()).default([]),
  image: z.string().optional(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  command: z.array(z.string()).default([]),
  deploy: z.object({ replicas: z.number() }).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.null()) })
  .parse(parse(readText('compose.yaml'), { merge: true }));
const services = new Map(Object.entries(compose.services));
const own = [...services.values()].filter(({ build }) => build !== undefined);

describe('compose.yaml', () => {
  it('starts one service by itself, and the others only when they are named', () => {
    const always = [...services].filter(([, { profiles }]) => profiles.length === 0).map(([name]) => name);
    expect(always).toEqual(['easel']);
    const cluster = [...services].filter(([, { profiles }]) => profiles.includes('cluster')).map(([name]) => name);
    expect(cluster).toEqual(['gateway', 'http', 'worker', 'postgres', 'redis']);
  });

  it('gives each process its role, one store and one Redis, and two workers', () => {
    const shared = ['gateway', 'http', 'worker'].map((name) => services.get(name)?.environment ?? {});
    expect(shared.map(({ ROLE }) => ROLE)).toEqual(['gateway', 'http', 'worker']);
    expect(new Set(shared.map(({ STORE_URL }) => STORE_URL)).size).toBe(1);
    expect(shared.every(({ REDIS_URL }) => REDIS_URL === 'redis://redis:6379')).toBe(true);
    expect(services.get('worker')?.deploy?.replicas).toBe(2);
  });

  it('names only variables that Easel knows', () => {
    expect(unknownVariables(own.flatMap(({ environment }) => Object.keys(environment)))).toEqual([]);
    expect(unknownVariables(['ROLES'])).toEqual(['ROLES']);
  });

  it('opens ports to this machine only, and lets each process wait for a healthy store and Redis', () => {
    for (const port of [...services.values()].flatMap(({ ports }) => ports)) {
      expect(port).toBe('127.0.0.1:8080:8080');
    }
    for (const name of ['gateway', 'http', 'worker']) {
      expect(Object.keys(services.get(name)?.depends_on ?? {})).toEqual(['postgres', 'redis']);
    }
    for (const name of ['postgres', 'redis']) expect(services.get(name)?.healthcheck?.test[0]).toBe('CMD');
  });

  it('pins each image by its major version, a PostgreSQL that is tested, and a Redis that drops nothing', () => {
    const images = [...services.values()].flatMap(({ image }) => (image === undefined ? [] : [image]));
    expect(images.filter((image) => !/^[a-z]+:\d+$/.test(image))).toEqual([]);
    const postgres = images.find((image) => image.startsWith('postgres:'));
    expect(Number(postgres?.split(':')[1])).toBeGreaterThanOrEqual(15);
    expect(services.get('redis')?.command.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('has every volume that a service names', () => {
    const named = [...services.values()].flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const kept = named.filter((name) => !name.startsWith('.'));
    expect([...new Set(kept)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('reads every secret from the environment file', () => {
    expect(own.every(({ env_file }) => env_file === '.env')).toBe(true);
    expect(readText('compose.yaml')).not.toMatch(/(?:TOKEN|API_KEY|_PUBLIC_KEY):/);
  });
});

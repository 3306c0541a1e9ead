import { describe, expect, it } from 'vitest';
import { providerNames } from '#providers/registry.ts';
import { services } from '../../../sandbox/faults/play.ts';

describe('the services that a fault breaks', () => {
  it('are those of the registry', () => {
    const missing = providerNames.filter((name) => !services.some((service) => service.name === name));
    expect(missing.map((name) => `${name}: add it to "services" in sandbox/faults/play.ts`)).toEqual([]);
  });
});

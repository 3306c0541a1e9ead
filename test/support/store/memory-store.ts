import type Keyv from 'keyv';
import { openNamespace, type Rows } from '../../../src/store/namespace.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { createRecordingLog } from './recording-log.ts';

/** A store on a map, through the same namespaces as the real one. The map outlives it, as a file does. */
export function createMemoryStore(rows: Map<string, string> = new Map(), log = createRecordingLog()): Store {
  const namespaces = new Map<string, Keyv>();
  return {
    namespace(name) {
      const keyv = namespaces.get(name) ?? openNamespace(rowsOn(rows), name, log);
      namespaces.set(name, keyv);
      return keyv;
    },
    isHealthy: async () => true,
    forgetOverwritten: async () => {},
    close: async () => {},
  };
}

/** A map as an adapter. */
export function rowsOn(map: Map<string, string>): Rows {
  return {
    get: async (key) => map.get(key),
    getMany: async (keys) => keys.map((key) => map.get(key)),
    set: async (key, value) => map.set(key, value),
    delete: async (key) => map.delete(key),
    clear: async () => map.clear(),
  };
}

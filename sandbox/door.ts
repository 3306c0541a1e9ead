import type { Server } from 'node:http';

/** The port of a stand-in: shut, a connection to it is refused, and those that were open break. */
export interface Door {
  shut(): void;
  /** At the same port; harmless where it is open. */
  open(): Promise<void>;
}

/** @param server listens on 127.0.0.1 already. Sockets that were upgraded stay as they are. */
export function createDoor(server: Server, port: number): Door {
  let isOpen = true;
  return {
    shut() {
      isOpen = false;
      server.close();
      server.closeAllConnections();
    },
    async open() {
      if (isOpen) return;
      isOpen = true;
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    },
  };
}

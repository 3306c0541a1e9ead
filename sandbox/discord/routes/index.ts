import type { Route } from '../routing.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { interactionRoutes } from './interactions.ts';
import { lookupRoutes } from './lookups.ts';

/** Every REST route of the loopback Discord. */
export const routes: readonly Route[] = [...lookupRoutes, ...commandRoutes, ...interactionRoutes, ...channelRoutes];

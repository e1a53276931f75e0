import { expect } from 'vitest';
import { allowedOrigins, hostsCover } from '../../support/walk-source.ts';
import type { Clause } from './case.ts';

/** What a source declares of itself. */
export const declaredClauses: Clause[] = [
  {
    name: 'has an id fit for keys, addresses and file names',
    check({ source }) {
      expect(source.service.id, 'the id is not fit').toMatch(/^[a-z][a-z0-9-]{1,31}$/);
      expect(source.service.name.trim(), 'the service has no name').not.toBe('');
    },
  },
  {
    name: 'names https origins only, each covered by a host permission',
    check({ source }) {
      for (const origin of [...allowedOrigins(source), ...(source.sessionWays.observe?.apiOrigins ?? [])]) {
        expect(new URL(origin).origin, 'an origin is more than an origin').toBe(origin);
        expect(origin, 'an origin is not https').toMatch(/^https:/);
        expect(hostsCover(source, `${origin}/any`), `no permission covers ${origin}`).toBe(true);
      }
      expect(hostsCover(source, source.webClientUrl), 'no permission covers the web client').toBe(true);
    },
  },
  {
    name: 'observes only header names in lower case',
    check({ source }) {
      for (const header of source.sessionWays.observe?.headerNames ?? [])
        expect(header, 'a header name is not in lower case').toBe(header.toLowerCase());
    },
  },
];

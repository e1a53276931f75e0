import fc from 'fast-check';
import { expect } from 'vitest';
import { accountLabel } from '../../../lib/sources/account-label.ts';
import { expectNoSecret, sessionOf, type Clause } from './case.ts';

/** How a source reads a session, proves it and renews it. */
export const sessionClauses: Clause[] = [
  {
    name: 'is there when the web client is signed in, under the label of its account',
    check(aCase) {
      const { id } = aCase.source.service;
      expect(sessionOf(aCase).service, 'the session is of another service').toBe(id);
      const label = accountLabel(id, aCase.accountId);
      expect(sessionOf(aCase).account, 'the account is not under its label').toBe(label);
      expect(sessionOf(aCase), 'the session is read differently twice').toEqual(sessionOf(aCase));
    },
  },
  {
    name: 'is not there when the client is signed out',
    check({ source, signedOut }) {
      for (const client of [{}, { observedHeaders: {}, storage: {} }, ...signedOut])
        expect(source.parseSession(client), 'a client that is signed out has a session').toBeUndefined();
    },
  },
  {
    name: 'survives being stored',
    check(aCase) {
      const session = sessionOf(aCase);
      expect(JSON.parse(JSON.stringify(session)), 'the session is no plain data').toEqual(session);
    },
  },
  {
    name: 'keeps secrets in its credentials alone',
    check(aCase) {
      const { credentials, ...rest } = sessionOf(aCase);
      const held = Object.values(credentials).join();
      const isComplete = aCase.secrets.every((secret) => held.includes(secret));
      expect(isComplete, 'the credentials do not hold every secret').toBe(true);
      expectNoSecret(rest, 'the session outside its credentials', aCase);
    },
  },
  {
    name: 'gives headers a browser accepts',
    check(aCase) {
      const headers = new Headers(aCase.source.authHeaders(sessionOf(aCase)));
      const values = [...headers.values()].join();
      const hasProof = aCase.secrets.some((secret) => values.includes(secret));
      expect(hasProof, 'the headers prove nothing').toBe(true);
    },
  },
  {
    name: 'never throws, whatever a client shows',
    check({ source }) {
      const words = fc.dictionary(fc.string(), fc.string());
      fc.assert(
        fc.property(words, words, fc.string(), (observedHeaders, storage, language) => {
          source.parseSession({ observedHeaders, storage, language });
        }),
      );
    },
  },
  {
    name: 'is renewed at the service only, with the cookies inside its page',
    check(aCase) {
      const { source } = aCase;
      const request = source.renewal?.request(sessionOf(aCase));
      if (!request) return;
      const { origin } = new URL(request.url);
      expect(source.authOrigins, `the renewal goes to ${origin}`).toContain(origin);
      expect(request.via, 'the renewal is not made inside the page').toBe('page');
      expectNoSecret(request, 'the request of the renewal', aCase);
    },
  },
  {
    name: 'is renewed into a session of the same account, and by no other answer',
    async check(aCase) {
      const { renewal } = aCase.source;
      if (!renewal) return;
      const session = sessionOf(aCase);
      const { body } = await aCase.answer(renewal.request(session));
      const renewed = renewal.parse(session, undefined, body);
      expect(renewed?.account, 'the renewal gives another account').toBe(session.account);
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.json()), (answer) => {
          const none = renewal.parse(session, undefined, answer);
          expect(none, 'any answer gives a session').toBeUndefined();
        }),
      );
    },
  },
];

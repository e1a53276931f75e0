import fc from 'fast-check';
import { expect } from 'vitest';
import { MailArkError } from '../../../lib/errors.ts';
import type { RequestSpec } from '../../../lib/sources/source.ts';
import {
  attempt,
  expectAllowedAssets,
  expectNoSecret,
  safeId,
  sessionOf,
  walkOf,
  withoutSignatures,
  type Clause,
  type SourceCase,
} from './case.ts';

/** What mails and their files are like once they are read. */
export const mailClauses: Clause[] = [
  {
    name: 'have what every mail has',
    async check(aCase) {
      const { mailId } = aCase.source.service;
      for (const mail of (await walkOf(aCase)).mails) {
        expect(mail.id, 'an id is not safe').toMatch(safeId);
        if (mailId) expect(mail.id, 'an id has another form than those of its service').toMatch(mailId);
        expect(mail.from.id, 'a mail has no sender').not.toBe('');
        expect(mail.preview, 'a preview has paragraphs').not.toMatch(/[\r\n]{2}/);
        expect(() => void JSON.parse(mail.raw), 'the record of a mail is not JSON').not.toThrow();
      }
    },
  },
  {
    name: 'came when the service says, in UTC',
    async check(aCase) {
      for (const { id, receivedAt } of (await walkOf(aCase)).mails) {
        expect(receivedAt, 'a time is not in UTC').toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
        if (id in aCase.mails) expect(receivedAt, `the time of ${id} is wrong`).toBe(aCase.mails[id]);
      }
    },
  },
  {
    name: 'are the same when they are read twice',
    async check(aCase) {
      const [once, twice] = [await walkOf(aCase), await walkOf(aCase)];
      const plain = ({ mails }: typeof once) => mails.map(withoutSignatures);
      expect(plain(twice), 'a mail differs the second time').toEqual(plain(once));
    },
  },
  {
    name: 'name each asset once, by host and path, at an allowed origin',
    async check(aCase) {
      for (const mail of (await walkOf(aCase)).mails) expectAllowedAssets(aCase.source, mail);
    },
  },
  {
    name: 'name no asset at a foreign address that an answer holds',
    async check(aCase) {
      const count = async (played: SourceCase) => {
        const { mails } = await walkOf(played);
        for (const mail of mails) expectAllowedAssets(aCase.source, mail);
        return mails.flatMap(({ assets }) => assets).length;
      };
      expect(await count(aCase), 'the played service shows no picture').toBeGreaterThan(0);
      for (const foreign of ['https://elsewhere.example', 'http://elsewhere.example:8080']) {
        const answer = async (request: RequestSpec) => {
          const { status, body } = await aCase.answer(request);
          return {
            status,
            body: aCase.source.assetOrigins.reduce((text, own) => text.replaceAll(own, foreign), body),
          };
        };
        await count({ ...aCase, answer });
      }
    },
  },
  {
    name: 'hold no secret in any part',
    async check(aCase) {
      const { mails, refs } = await walkOf(aCase);
      expectNoSecret(refs, 'a ref', aCase);
      for (const { raw, ...mail } of mails) {
        expectNoSecret(raw, 'the record of a mail', aCase);
        expectNoSecret(mail, 'a mail', aCase);
      }
    },
  },
  {
    name: 'keep no signed address in what is stored raw',
    async check(aCase) {
      const signature = /[?&](?:Signature|Expires|Key-Pair-Id|X-Amz-[A-Za-z-]+)=/i;
      for (const { raw } of (await walkOf(aCase)).mails)
        expect(raw, 'a signed address is kept').not.toMatch(signature);
    },
  },
  {
    name: 'are refused with a named failure when the body is not theirs',
    async check(aCase) {
      const { detail } = aCase.source;
      const [ref] = (await walkOf(aCase)).refs;
      if (!detail || !ref) return;
      const session = sessionOf(aCase);
      const failures = aCase.problems.filter(
        (problem) => problem.is !== undefined && problem.expect === 'html',
      );
      const bodies = ['', '{}', 'null', '<html></html>', '<p>sorry', '{"error":{}}'];
      for (const body of [...bodies, ...failures.map((problem) => problem.body)]) {
        const read = () => detail.parse(session, ref, body);
        expect(read, `a body that is no mail is read as one: ${body.slice(0, 60)}`).toThrow(MailArkError);
      }
      fc.assert(fc.property(fc.string(), (body) => void attempt(() => detail.parse(session, ref, body))));
    },
  },
  {
    name: 'get a fresh address of an asset with the same key, when addresses expire',
    async check(aCase) {
      const { refresh } = aCase.source.asset;
      const assets = (await walkOf(aCase)).mails.flatMap((mail) => mail.assets);
      for (const asset of assets.filter(({ expiresAt }) => expiresAt !== undefined)) {
        if (!refresh) throw new Error('An address expires, and nothing names a fresh one.');
        const { body } = await aCase.answer(refresh.request(sessionOf(aCase), asset));
        const fresh = refresh.parse(sessionOf(aCase), asset, body);
        expect(fresh?.key, 'a fresh address has another key').toBe(asset.key);
        expect(fresh?.url, 'a fresh address is the old one').not.toBe(asset.url);
        const lasts = Date.parse(fresh?.expiresAt ?? '') > Date.parse(asset.expiresAt!);
        expect(lasts, 'a fresh address does not last longer').toBe(true);
        const none = refresh.parse(sessionOf(aCase), asset, '{"unknown":true}');
        expect(none, 'any answer gives a fresh address').toBeUndefined();
      }
    },
  },
];

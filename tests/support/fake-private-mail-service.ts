import { readFileSync } from 'node:fs';
import type { RequestSpec, WebClientState } from '../../lib/sources/source.ts';

/** A made-up answer of a private-mail service, by file name. */
export function privateMailFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/private-mail/${name}`, import.meta.url), 'utf8');
}

const accountId = 'canaryuser01';
const token = 'CanaryToken0123456789ab';

/** The IZ*ONE service with made-up answers; each also repeats the account's secrets, as a careless server might. */
export const fakePrivateMailService = {
  accountId,
  /** Texts that nothing stored may contain. */
  secrets: [token],
  signedIn: {
    observedHeaders: {
      'user-id': accountId,
      'access-token': token,
      'os-type': 'iOS',
      'application-version': '1.2.3',
      'terms-version': '6',
      'application-language': 'ko',
    },
  } satisfies WebClientState,

  answer({ url }: RequestSpec): { status: number; body: string } {
    const { hostname, pathname, searchParams } = new URL(url);
    if (hostname === 'app-api.izone-mail.com' && pathname === '/v1/inbox') {
      const page = Number(searchParams.get('page'));
      return ok(
        withCanaries(privateMailFixture(page <= 2 ? `inbox-page-${page}.json` : 'inbox-past-end.json')),
      );
    }
    const mail = /^\/mail\/([\w-]+)$/.exec(pathname)?.[1];
    if (hostname === 'app-web.izone-mail.com' && mail) {
      return ok(privateMailFixture(`mail-${mail}.html`).replace('</p>', ` ${token} ${accountId}</p>`));
    }
    return { status: 404, body: privateMailFixture('error-page.html') };
  },
};

function withCanaries(page: string): string {
  return JSON.stringify(
    JSON.parse(page, (field, value: unknown) => {
      if (field === 'mails') {
        return (value as object[]).map((mail) => ({
          ...mail,
          access_token: token,
          note: `for ${accountId}: ${token}`,
        }));
      }
      if (/url/.test(field) && value !== '') return `${String(value)}?token=${token}`;
      return value;
    }),
  );
}

function ok(body: string): { status: number; body: string } {
  return { status: 200, body };
}

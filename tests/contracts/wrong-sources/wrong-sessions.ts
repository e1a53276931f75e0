import { withRenewal, wrongIzone, wrongTalk, type WrongSource } from './change-source.ts';

/** Sources that read, prove or renew a session wrongly. */
export const wrongSessions: WrongSource[] = [
  wrongIzone(
    'takes an empty token for a session',
    (source) => ({
      ...source,
      parseSession: (client) => source.parseSession(client) ?? aSession,
    }),
    'is not there when the client is signed out',
    /a client that is signed out has a session/,
  ),
  wrongIzone(
    'labels the account by its id',
    (source, { accountId }) => ({
      ...source,
      parseSession: (client) => {
        const session = source.parseSession(client);
        return session && { ...session, account: accountId };
      },
    }),
    'is there when the web client is signed in, under the label of its account',
    /the account is not under its label/,
  ),
  wrongIzone(
    'shows its token among what the client says of itself',
    (source, { secrets }) => ({
      ...source,
      parseSession: (client) => {
        const session = source.parseSession(client);
        return session && { ...session, client: { ...session.client, token: secrets[0] ?? '' } };
      },
    }),
    'keeps secrets in its credentials alone',
    /a secret is kept in the session outside its credentials/,
  ),
  wrongTalk(
    'renews its session elsewhere',
    withRenewal((renewal) => ({
      ...renewal,
      request: (session) => ({
        ...renewal.request(session),
        url: 'https://elsewhere.example/v2/update_token',
      }),
    })),
    'is renewed at the service only, with the cookies inside its page',
    /the renewal goes to https:\/\/elsewhere.example/,
  ),
  wrongTalk(
    'renews its session at the host of pictures',
    withRenewal((renewal) => ({
      ...renewal,
      request: (session) => ({
        ...renewal.request(session),
        url: 'https://media.message.example/v2/update_token',
      }),
    })),
    'is renewed at the service only, with the cookies inside its page',
    /the renewal goes to https:\/\/media/,
  ),
  wrongTalk(
    'takes any answer for a renewal',
    withRenewal((renewal) => ({
      ...renewal,
      parse: (session, ...answer) => renewal.parse(session, ...answer) ?? session,
    })),
    'is renewed into a session of the same account, and by no other answer',
    /any answer gives a session/,
  ),
];

const aSession = { service: 'izone', account: '0123456789', credentials: {}, client: {} };

import { describe, expect, it } from 'vitest';
import { authHeaders, parseSession } from '../../../../lib/sources/private-mail/parse-session.ts';
import type { Session } from '../../../../lib/sources/source.ts';

const id = 'abcdefghijkl';
const token = 'Token0123456789Token0123';

function aSession(given: Partial<Session> = {}): Session {
  return {
    service: 'izone',
    account: '0123456789',
    credentials: { userId: id, accessToken: token },
    client: {},
    ...given,
  };
}

describe('reading a private-mail session', () => {
  it('takes it from the headers of an observed call', () => {
    const session = parseSession('izone', {
      observedHeaders: { 'User-Id': id, 'Access-Token': token, 'application-version': '1.2.3' },
    });
    expect(session).toEqual({
      service: 'izone',
      account: 'd647dff58b',
      credentials: { userId: id, accessToken: token },
      client: { applicationVersion: '1.2.3' },
    });
  });

  it.each([
    { 'pm-user-id': id, 'pm-access-token': token },
    { 'user-id': id, 'access-token': token },
    { user_id: id, access_token: token },
    { userId: id, accessToken: token },
    { 'pm-user-id': `"${id}"`, 'pm-access-token': `"${token}"` },
    { session: JSON.stringify({ userId: id, accessToken: token }) },
    { user: JSON.stringify({ id, access_token: token }) },
    { auth: JSON.stringify({ user: { id, access_token: token } }) },
  ])('takes it from storage as %j', (storage: Record<string, string>) => {
    expect(parseSession('izone', { storage })?.credentials).toEqual({ userId: id, accessToken: token });
  });

  it('believes the calls of the client more than its storage', () => {
    const session = parseSession('izone', {
      observedHeaders: { 'user-id': id, 'access-token': token },
      storage: { 'pm-user-id': 'somebodyelse', 'pm-access-token': 'OldToken' },
    });
    expect(session?.credentials.accessToken).toBe(token);
  });

  it('never joins halves of two places', () => {
    const client = {
      observedHeaders: { 'user-id': id },
      storage: { 'pm-access-token': token, user: '{"id":"somebodyelse"}' },
    };
    expect(parseSession('izone', client)).toBeUndefined();
  });

  it.each(['', ' ', 'null', 'undefined', 'two words', 'line\nbreak', 'é', 'x'.repeat(513)])(
    'takes %j for no token',
    (odd) => {
      expect(
        parseSession('izone', { storage: { 'pm-user-id': id, 'pm-access-token': odd } }),
      ).toBeUndefined();
    },
  );

  it('labels an account the same each time, and differently in another service', () => {
    const storage = { 'pm-user-id': id, 'pm-access-token': token };
    expect(parseSession('izone', { storage })?.account).toBe('d647dff58b');
    expect(parseSession('other', { storage })?.account).not.toBe('d647dff58b');
  });

  it('learns version, terms and language from storage where no call was seen', () => {
    const storage = {
      'pm-user-id': id,
      'pm-access-token': token,
      'pm-application-version': '2.0.0',
      'pm-terms-version': '7',
      'pm-language': 'ja',
    };
    expect(parseSession('izone', { storage })?.client).toEqual({
      applicationVersion: '2.0.0',
      termsVersion: '7',
      language: 'ja',
    });
  });
});

describe('the language of a private-mail session', () => {
  const proof = { 'pm-user-id': id, 'pm-access-token': token };
  const languageOf = (storage: Record<string, string>, language?: string) =>
    parseSession('izone', {
      storage: { ...proof, ...storage },
      ...(language === undefined ? {} : { language }),
    })?.client['language'];

  it.each([
    [{ 'pm-language': 'ja' }, 'ja'],
    [{ language: '"ja"' }, 'ja'],
    [{ lang: 'ja-JP' }, 'ja-JP'],
    [{ locale: 'ja_JP' }, 'ja-JP'],
    [{ i18nextLng: 'ja' }, 'ja'],
    [{ settings: '{"language":"ja"}' }, 'ja'],
    [{ user: '{"id":"x","locale":"ja"}' }, 'ja'],
  ])('is read from storage as %j', (storage: Record<string, string>, language) => {
    expect(languageOf(storage, 'ko')).toBe(language);
  });

  it('is the document’s where the storage says none', () => {
    expect(languageOf({}, 'ja')).toBe('ja');
    expect(languageOf({ language: 'a sentence about languages', lang: 'null' }, 'ja')).toBe('ja');
  });

  it('is left to the browser’s own header where nothing says one', () => {
    expect(languageOf({}, '')).toBeUndefined();
    expect(languageOf({}, 'no language')).toBeUndefined();
  });

  it('is the one of the client’s calls, a list with weights too', () => {
    const observedHeaders = {
      'user-id': id,
      'access-token': token,
      'application-language': 'ja-JP,ja;q=0.9,en;q=0.8',
    };
    expect(parseSession('izone', { observedHeaders, storage: { 'pm-language': 'ko' } })?.client).toEqual({
      language: 'ja-JP,ja;q=0.9,en;q=0.8',
    });
  });

  it('is not guessed for a client whose calls name none', () => {
    const observedHeaders = { 'user-id': id, 'access-token': token };
    expect(parseSession('izone', { observedHeaders, language: 'ja' })?.client).toEqual({});
  });
});

describe('the headers of a private-mail session', () => {
  it('say what the client said', () => {
    const client = { osType: 'iOS', applicationVersion: '1.2.3', termsVersion: '6', language: 'ko' };
    expect(authHeaders(aSession({ client }))).toEqual({
      'User-Id': id,
      'Access-Token': token,
      'Os-Type': 'iOS',
      'Application-Version': '1.2.3',
      'Terms-Version': '6',
      'Application-Language': 'ko',
    });
  });

  it('fall back to the last values the apps were seen to send', () => {
    expect(authHeaders(aSession())).toEqual({
      'User-Id': id,
      'Access-Token': token,
      'Os-Type': 'Android',
      'Application-Version': '1.4.5',
      'Terms-Version': '5',
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountLabel } from '../../../lib/sources/account-label.ts';
import { recordText, withoutSecrets } from '../../../lib/sources/secrets.ts';

const isAddress = (field: string) => field === 'file';

describe('what is kept of a record', () => {
  it('leaves out fields that prove an account, at any depth', () => {
    const record = {
      id: 1,
      token: 'a',
      access_token: 'b',
      refreshToken: 'c',
      user: { Password: 'd', session: 'e', cookie: 'f', name: 'kept' },
      token_count: 5,
    };
    expect(recordText(record, { secrets: [], isAddress })).toBe(
      '{"id":1,"user":{"name":"kept"},"token_count":5}',
    );
  });

  it('cuts queries from addresses and from nothing else', () => {
    const record = { file: 'https://m.example/a.jpg?Signature=x#y', text: 'https://m.example/a?b=c' };
    expect(recordText(record, { secrets: [], isAddress })).toBe(
      '{"file":"https://m.example/a.jpg","text":"https://m.example/a?b=c"}',
    );
  });

  it('never holds a secret, wherever it stood', () => {
    const secret = 'CANARY-0123456789';
    const withCanaries = fc
      .jsonValue()
      .map(
        (value) =>
          JSON.parse(JSON.stringify(value), (_key, held: unknown) =>
            typeof held === 'string' ? `${held}${secret}` : held,
          ) as unknown,
      );
    fc.assert(
      fc.property(withCanaries, (record) => {
        expect(recordText(record, { secrets: [secret], isAddress })).not.toContain(secret);
      }),
    );
  });

  it('keeps words that only look like a short secret', () => {
    expect(withoutSecrets('see you soon', ['you'])).toBe('see you soon');
  });
});

describe('the label of an account', () => {
  it('is 10 hex digits and differs between services', () => {
    expect(accountLabel('izone', 'abcdefghijkl')).toBe('d647dff58b');
    expect(accountLabel('other', 'abcdefghijkl')).not.toBe('d647dff58b');
    expect(accountLabel('izoneabc', 'defghijkl')).not.toBe('d647dff58b');
  });
});

import { describe, expect, it } from 'vitest';
import { allowDevelopmentServer, openPageToDevelopmentServer } from './development-policy.ts';

describe('the policy of a page in development', () => {
  it('lets in the server of this machine and nothing else', () => {
    expect(
      allowDevelopmentServer(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'none'; base-uri 'none'",
      ),
    ).toBe(
      "default-src 'none'; script-src 'self' http://localhost:*; style-src 'self' http://localhost:* 'unsafe-inline'; " +
        "img-src blob: http://localhost:*; connect-src http://localhost:* ws://localhost:*; base-uri 'none'",
    );
  });

  it('is changed where a page carries it, and the page not otherwise', () => {
    expect(
      openPageToDevelopmentServer(
        `<meta\n  http-equiv="Content-Security-Policy"\n  content="script-src 'self'; form-action 'none'"\n/><p>connect-src 'none'</p>`,
      ),
    ).toBe(
      `<meta\n  http-equiv="Content-Security-Policy"\n  content="script-src 'self' http://localhost:*; form-action 'none'"\n/><p>connect-src 'none'</p>`,
    );
    expect(openPageToDevelopmentServer('<p>No policy.</p>')).toBe('<p>No policy.</p>');
  });
});

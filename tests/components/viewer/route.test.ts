import { describe, expect, it } from 'vitest';
import { parseRoute, routeHref } from '../../../components/viewer/route.ts';

describe('the address of a mail', () => {
  const mail = { service: 'letters', account: 'a1b2', id: 'b1/19 #?' };

  it('encodes each part', () => {
    expect(routeHref({ page: 'mails', mail })).toBe('#/mails/letters/a1b2/b1%2F19%20%23%3F');
  });

  it('is parsed back to the mail', () => {
    expect(parseRoute(routeHref({ page: 'mails', mail }))).toEqual({ page: 'mails', mail });
  });

  it('is the list when it is not understood', () => {
    expect(parseRoute('#/mails/letters/%E0%A4%A/m1')).toEqual({ page: 'mails' });
  });

  it('ignores what a page does not know', () => {
    expect(parseRoute('#/settings/more?and=more')).toEqual({ page: 'settings' });
    expect(parseRoute('#/nowhere/letters/a1b2/m1')).toEqual({ page: 'mails' });
  });
});

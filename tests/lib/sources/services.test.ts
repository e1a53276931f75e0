import { describe, expect, it } from 'vitest';
import { serviceUtcOffsetMinutes } from '../../../lib/mail/clock.ts';
import { sources } from '../../../lib/sources/registry.ts';
import { findService, izoneFacts, services } from '../../../lib/sources/services.ts';

describe('the services that are known', () => {
  it('have an id each, fit for keys, addresses and file names', () => {
    expect(new Set(services.map(({ id }) => id)).size).toBe(services.length);
    for (const { id } of services) expect(id).toMatch(/^[a-z][a-z0-9-]{1,31}$/);
  });

  it('are found by their id, and nothing by a name that every object has', () => {
    expect(findService('izone')).toBe(izoneFacts);
    expect(findService('constructor')).toBeUndefined();
  });

  it('include the service of every source, and some that no source asks', () => {
    for (const { service } of sources) expect(findService(service.id)).toBe(service);
    expect(services.length).toBeGreaterThan(sources.length);
  });

  it('date their mails by the clock that days are counted by', () => {
    for (const { utcOffsetMinutes } of services) expect(utcOffsetMinutes).toBe(serviceUtcOffsetMinutes);
  });

  it('name each member once', () => {
    for (const { members = [] } of services) {
      const names = members.flatMap((member) => member.names);
      expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('the ids of IZ*ONE mails', () => {
  it.each(['m2226', 'm21280', 'b1-19', 'b36-20', 'i1001'])('include %s', (id) => {
    expect(id).toMatch(izoneFacts.mailId);
  });

  it.each(['', 'm1', 'm123456', 'b1', 'b1-2020', '12345', 'xm2226', 'm2226.html'])('exclude %j', (id) => {
    expect(id).not.toMatch(izoneFacts.mailId);
  });
});

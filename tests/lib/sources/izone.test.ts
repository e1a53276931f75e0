import { describe, expect, it } from 'vitest';
import { findSource, izone, sources } from '../../../lib/sources/registry.ts';
import { describeSource } from '../../contracts/source-contract.ts';
import { anIzoneCase } from '../../support/source-cases.ts';

describeSource('IZ*ONE Private Mail', anIzoneCase);

describe('the list of sources', () => {
  it('has each id once', () => {
    expect(new Set(sources.map(({ service }) => service.id)).size).toBe(sources.length);
  });

  it('finds a source by its id, and nothing for names every object has', () => {
    expect(findSource('izone')).toBe(izone);
    expect(findSource('constructor')).toBeUndefined();
  });

  it('shows IZ*ONE as closed, with the hosts of its three parts', () => {
    expect(izone).toMatchObject({
      service: { id: 'izone', name: 'IZ*ONE Private Mail', closedIn: 2021 },
      webClientUrl: 'https://app-web.izone-mail.com/',
      defaultPace: 'normal',
      hosts: [
        'https://app-api.izone-mail.com/*',
        'https://app-web.izone-mail.com/*',
        'https://img.izone-mail.com/*',
      ],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { describeProgress } from '../../../components/popup/describe-progress.ts';
import { catalogues } from '../../../components/shared/catalogues.ts';
import { createFormats } from '../../../components/shared/format.ts';
import { createTranslator } from '../../../components/shared/translate.ts';
import { aProgress } from './states.ts';

const t = createTranslator(catalogues, 'en');
const formats = createFormats('en');

describe('the progress of a run', () => {
  it('counts mails, bytes, rate and time left', () => {
    expect(describeProgress(aProgress({ msLeft: 190_000, share: 0.4 }), true, t, formats)).toEqual({
      share: 0.4,
      counts: '3,000 of 8,000 mails',
      facts: ['612 MB', '2 MB/s', 'about 3 minutes left'],
    });
  });

  it('has no share while the total is not known', () => {
    const listing = aProgress({ stage: 'listing', isTotalKnown: false, counts: { mailsSaved: 1 } });
    expect(describeProgress(listing, true, t, formats)).toEqual({
      counts: '1 mail so far',
      facts: ['612 MB', '2 MB/s'],
    });
  });

  it('counts waiting, saved and failed pictures as the whole', () => {
    const pictures = aProgress({
      stage: 'pictures',
      counts: { assetsWanted: 10, assetsSaved: 5, assetsFailed: 1 },
    });
    expect(describeProgress(pictures, true, t, formats)).toMatchObject({
      counts: '5 of 16 pictures',
    });
  });

  it('never shows more than the whole', () => {
    const changed = aProgress({ counts: { mailsListed: 10, mailsSaved: 12 } });
    expect(describeProgress(changed, true, t, formats)).toMatchObject({ counts: '10 of 10 mails' });
  });

  it('leaves out rate and time while nothing moves', () => {
    expect(describeProgress(aProgress({ msLeft: 190_000 }), false, t, formats).facts).toEqual(['612 MB']);
  });

  it('says the expected size, rounded, until most is saved', () => {
    const size = (sizeExpectedBytes: number) =>
      describeProgress(aProgress({ sizeExpectedBytes }), true, t, formats).facts[0];
    expect(size(1_834_567_890)).toBe('612 MB of about 1.8 GB');
    expect(size(620_000_000)).toBe('612 MB');
  });

  it('shows no rate of zero', () => {
    expect(describeProgress(aProgress({ bytesPerSecond: 0.4 }), true, t, formats).facts).toEqual(['612 MB']);
  });

  it('says that requests are slower because the service has trouble, and otherwise nothing about the pace', () => {
    const paced = (isSlowed: boolean) => aProgress({ pace: { underWay: 1, atOnce: 2, isSlowed } });
    expect(describeProgress(paced(true), true, t, formats).pace).toBe(
      'Going slower, because the service has trouble keeping up.',
    );
    expect(describeProgress(paced(false), true, t, formats)).not.toHaveProperty('pace');
    expect(describeProgress(paced(true), false, t, formats)).not.toHaveProperty('pace');
  });

  it('says the time left in words', () => {
    const left = (msLeft: number) => describeProgress(aProgress({ msLeft }), true, t, formats).facts[2];
    expect([left(0), left(59_999), left(60_000), left(3_540_000), left(3_600_000), left(9_000_000)]).toEqual([
      'less than a minute left',
      'less than a minute left',
      'about 1 minute left',
      'about 59 minutes left',
      'about 1 hour left',
      'about 3 hours left',
    ]);
  });
});

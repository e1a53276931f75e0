import { describe, expect, it } from 'vitest';
import { describeRoom } from '../../../components/popup/describe-room.ts';
import { catalogues } from '../../../components/shared/catalogues.ts';
import { createFormats } from '../../../components/shared/format.ts';
import { createTranslator } from '../../../components/shared/translate.ts';
import { aProgress } from './states.ts';

const t = createTranslator(catalogues, 'en');
const formats = createFormats('en');
/** 612 MB are saved already. */
const say = (sizeExpectedBytes?: number, freeBytes?: number) =>
  describeRoom(
    aProgress({
      ...(sizeExpectedBytes === undefined ? {} : { sizeExpectedBytes }),
      ...(freeBytes === undefined ? {} : { freeBytes }),
    }),
    'Letters',
    t,
    formats,
  );

describe('the warning about room', () => {
  it('says what is needed and what is free', () => {
    expect(say(1_812_000_000, 900_000_000)).toBe(
      'About 1.2 GB more will come, but there is room for 900 MB only. Make room, or press “Pause” and turn on “Pictures later for Letters” under “Settings”.',
    );
  });

  it('appears before the last byte is used, and not while there is enough', () => {
    expect(say(1_812_000_000, 1_250_000_000)).toBeDefined();
    expect(say(1_812_000_000, 1_300_000_000)).toBeUndefined();
  });

  it('is absent when all is saved, or the room is unknown', () => {
    expect(say(600_000_000, 5)).toBeUndefined();
    expect(say(1_812_000_000)).toBeUndefined();
    expect(say(undefined, 5)).toBeUndefined();
  });
});

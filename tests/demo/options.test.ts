import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the demo’s command line', () => {
  it('means a window where there is a display', () => {
    expect(readOptions([], { DISPLAY: ':0' })).toEqual({
      mails: 300,
      latencyMs: 20,
      faults: [],
      isHeadless: false,
    });
    expect(readOptions([], {})?.isHeadless).toBe(true);
    expect(readOptions(['--headless'], { WAYLAND_DISPLAY: 'wayland-0' })?.isHeadless).toBe(true);
  });

  it('names faults, several of them', () => {
    const options = readOptions(['--fault', 'hang', '--fault', 'reset', '--mails', '8000'], {});
    expect(options?.faults).toEqual([{ name: 'hang' }, { name: 'reset' }]);
    expect(options?.mails).toBe(8000);
  });

  it('says what is wrong with it', () => {
    expect(() => readOptions(['--fault', 'rain'], {})).toThrow('There is no fault "rain".');
    expect(() => readOptions(['--mails', 'many'], {})).toThrow('--mails wants a whole number, not "many".');
  });
});

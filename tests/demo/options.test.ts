import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { wantsFirefox } from '../run/wants-firefox.mjs';

describe('the demo’s command line', () => {
  it('means a window where there is a display', () => {
    expect(readOptions([], { DISPLAY: ':0' })).toEqual({
      mails: 300,
      latencyMs: 20,
      faults: [],
      browser: 'chromium',
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

  it('names the browser', () => {
    expect(readOptions(['--browser', 'firefox'], {})?.browser).toBe('firefox');
    expect(readOptions(['--browser=chromium'], {})?.browser).toBe('chromium');
  });

  it('is understood the same before anything is installed', () => {
    for (const args of [[], ['--browser', 'firefox'], ['--browser=firefox', '--headless'], ['--mails', '20']])
      expect(wantsFirefox(args)).toBe(readOptions(args, {})?.browser === 'firefox');
  });

  it('says what is wrong with it', () => {
    expect(() => readOptions(['--browser', 'lynx'], {})).toThrow(
      'There is no browser "lynx". There are: chromium, firefox.',
    );
    expect(() => readOptions(['--fault', 'rain'], {})).toThrow('There is no fault "rain".');
    expect(() => readOptions(['--mails', 'many'], {})).toThrow('--mails wants a whole number, not "many".');
  });
});

import { expect, it } from 'vitest';
import { withBrowser } from '../../../support/with-browser.ts';

const world = {
  settings: { keepComputerAwake: true },
  changed(_changes: object): void {},
};

const { createAwake } = await withBrowser(
  {
    storage: {
      local: {
        get: () => Promise.resolve({ settings: world.settings }),
        onChanged: { addListener: (listener: typeof world.changed) => void (world.changed = listener) },
      },
    },
  },
  () => import('../../../../lib/browser/shell/awake.ts'),
);

it('keeps background and computer awake together, the computer as the setting says', async () => {
  const log: string[] = [];
  const awake = createAwake({
    keepBackground: () => {
      log.push('background held');
      return () => void log.push('background released');
    },
    computer: {
      hold: () => {
        log.push('computer held');
        return () => void log.push('computer released');
      },
      setWanted: (isWanted) => void log.push(isWanted ? 'wanted' : 'not wanted'),
      lookAgain: () => void log.push('looked again'),
    },
  });
  await expect.poll(() => log).toEqual(['wanted']);
  awake.hold()();
  awake.lookAgain();
  world.changed({ settings: { newValue: { keepComputerAwake: false } } });
  expect(log.slice(1)).toEqual([
    'background held',
    'computer held',
    'background released',
    'computer released',
    'looked again',
    'not wanted',
  ]);
});

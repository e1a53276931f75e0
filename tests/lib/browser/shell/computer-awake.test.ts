import { describe, expect, it, vi } from 'vitest';

vi.mock('wxt/browser', () => ({ browser: {} }));
const { createComputerAwake } = await import('../../../../lib/browser/shell/computer-awake.ts');

/** A browser that notes what it is asked, from the moment it has the permission. */
function aComputer(isPermitted = true) {
  const asked: string[] = [];
  const power = {
    requestKeepAwake: (level: string) => void asked.push(level),
    releaseKeepAwake: () => void asked.push('release'),
  };
  const world = { isPermitted };
  return { asked, world, awake: createComputerAwake(() => (world.isPermitted ? power : undefined)) };
}

describe('a computer that is kept awake', () => {
  it('lets go of what a dead background held, before anything else', () => {
    expect(aComputer().asked).toEqual(['release']);
  });

  it('is held from the first to the last of what runs', () => {
    const { asked, awake } = aComputer();
    awake.setWanted(true);
    const releaseBackup = awake.hold();
    const releaseExport = awake.hold();
    releaseBackup();
    releaseBackup();
    expect(asked).toEqual(['release', 'system']);
    releaseExport();
    expect(asked).toEqual(['release', 'system', 'release']);
  });

  it('is left alone unless the user chose so, and follows a choice made meanwhile', () => {
    const { asked, awake } = aComputer();
    awake.hold();
    expect(asked).toEqual(['release']);
    awake.setWanted(true);
    awake.setWanted(false);
    expect(asked).toEqual(['release', 'system', 'release']);
  });

  it('is held as soon as the permission comes, and is not held once it is gone', () => {
    const { asked, awake, world } = aComputer(false);
    awake.setWanted(true);
    const release = awake.hold();
    expect(asked).toEqual([]);
    world.isPermitted = true;
    awake.lookAgain();
    expect(asked).toEqual(['system']);
    world.isPermitted = false;
    release();
    expect(asked).toEqual(['system']);
  });
});

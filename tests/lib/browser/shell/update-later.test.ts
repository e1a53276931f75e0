import { describe, expect, it } from 'vitest';
import { createUpdater } from '../../../../lib/browser/shell/update-later.ts';

function anUpdater(isBusy = false) {
  const world = { isBusy, looks: 0, applied: 0 };
  const updater = createUpdater({
    isBusy: () => {
      world.looks += 1;
      return Promise.resolve(world.isBusy);
    },
    apply: () => void (world.applied += 1),
  });
  return { world, updater };
}

describe('an update of the extension', () => {
  it('is applied at once when nothing runs', async () => {
    const { world, updater } = anUpdater();
    await updater.offered();
    expect(world.applied).toBe(1);
  });

  it('waits for the end of what runs, however often it is looked for', async () => {
    const { world, updater } = anUpdater(true);
    await updater.offered();
    await updater.lookAgain();
    await updater.lookAgain();
    expect(world.applied).toBe(0);
    world.isBusy = false;
    await updater.lookAgain();
    expect(world.applied).toBe(1);
  });

  it('costs nothing while none is offered', async () => {
    const { world, updater } = anUpdater();
    await updater.lookAgain();
    expect(world).toMatchObject({ looks: 0, applied: 0 });
  });

  it('is applied once, even when two looks meet', async () => {
    const { world, updater } = anUpdater(true);
    await updater.offered();
    world.isBusy = false;
    await Promise.all([updater.lookAgain(), updater.lookAgain()]);
    await updater.lookAgain();
    expect(world.applied).toBe(1);
  });
});

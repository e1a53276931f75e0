import { browser } from 'wxt/browser';

/** The part of the browser that keeps a computer awake; Chromium has it, once it is permitted. */
export interface Power {
  requestKeepAwake(level: 'system'): void;
  releaseKeepAwake(): void;
}

/** Keeps the computer from falling asleep while something is held, where the user chose so. The display may sleep. */
export interface ComputerAwake {
  /** Something long runs until the returned function is called. */
  hold(): () => void;
  setWanted(isWanted: boolean): void;
  /** The browser may have been given or lost the permission. */
  lookAgain(): void;
}

const findOwnPower = (): Power | undefined =>
  'power' in browser ? (browser as unknown as { power: Power | undefined }).power : undefined;

/** Starts by releasing what a background that died may have left held: the browser keeps it until it ends. */
export function createComputerAwake(findPower: () => Power | undefined = findOwnPower): ComputerAwake {
  let holders = 0;
  let isWanted = false;
  let isKept: boolean | undefined;

  function apply(): void {
    const power = findPower();
    const isDue = isWanted && holders > 0;
    if (!power) isKept = undefined;
    else if (isKept !== isDue) {
      if (isDue) power.requestKeepAwake('system');
      else power.releaseKeepAwake();
      isKept = isDue;
    }
  }

  apply();
  return {
    hold() {
      let isHeld = true;
      holders += 1;
      apply();
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders -= 1;
        apply();
      };
    },
    setWanted(wanted) {
      isWanted = wanted;
      apply();
    },
    lookAgain: apply,
  };
}

import { createComputerAwake, type ComputerAwake } from './computer-awake.ts';
import { readSettings, watchSettings } from './settings.ts';
import { keepAwake } from './worker-life.ts';

/** Keeps the background alive while something runs, and the computer where the user chose so. */
export interface Awake {
  /** Something long runs until the returned function is called. */
  hold(): () => void;
  /** The permission to keep the computer awake may have come or gone. */
  lookAgain(): void;
}

/** What keeps awake; named only where a test has its own. */
export interface AwakeParts {
  computer?: ComputerAwake;
  keepBackground?: () => () => void;
}

/** Follows the setting from now on. */
export function createAwake({
  computer = createComputerAwake(),
  keepBackground = keepAwake,
}: AwakeParts = {}): Awake {
  watchSettings(({ keepComputerAwake }) => computer.setWanted(keepComputerAwake));
  void readSettings().then(({ keepComputerAwake }) => computer.setWanted(keepComputerAwake));
  return {
    hold() {
      const releases = [keepBackground(), computer.hold()];
      return () => releases.forEach((release) => release());
    },
    lookAgain: () => computer.lookAgain(),
  };
}

/** What decides when an offered update is applied. */
export interface UpdaterParts {
  /** Whether a backup or an export is running, or a page of the extension is open. */
  isBusy(): Promise<boolean>;
  /** Ends this version and starts the next. */
  apply(): void;
}

/** Applies an update of the extension only while the user would not notice. */
export interface Updater {
  /** The browser has a newer version at hand. */
  offered(): Promise<void>;
  /** Something may have come to its end. Cheap while nothing is offered. */
  lookAgain(): Promise<void>;
}

/** What is offered is forgotten with the background; the browser then applies it by itself, for nothing is running. */
export function createUpdater({ isBusy, apply }: UpdaterParts): Updater {
  let isOffered = false;
  async function lookAgain(): Promise<void> {
    if (!isOffered || (await isBusy()) || !isOffered) return;
    isOffered = false;
    apply();
  }
  return {
    offered() {
      isOffered = true;
      return lookAgain();
    },
    lookAgain,
  };
}

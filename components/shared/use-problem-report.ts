import { useEffect, useState } from 'preact/hooks';

/** A report on its way to the clipboard. */
export interface ProblemReportState {
  /** Undefined while it is gathered, or when it cannot be. */
  text: string | undefined;
  phase: 'gathering' | 'shown' | 'copied' | 'not-copied' | 'failed';
  copy(): void;
}

/** Gathers the report once, and copies exactly the text that is shown. */
export function useProblemReport(readReport: () => Promise<string>): ProblemReportState {
  // The first one only: a report that changed under the reader's eyes would not be the one they agreed to.
  const [read] = useState(() => readReport);
  const [text, setText] = useState<string>();
  const [phase, setPhase] = useState<ProblemReportState['phase']>('gathering');
  useEffect(() => {
    let isCurrent = true;
    void read().then(
      (gathered) => {
        if (!isCurrent) return;
        setText(gathered);
        setPhase('shown');
      },
      () => isCurrent && setPhase('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [read]);
  return {
    text,
    phase,
    copy() {
      if (text === undefined) return;
      void navigator.clipboard.writeText(text).then(
        () => setPhase('copied'),
        () => setPhase('not-copied'),
      );
    },
  };
}

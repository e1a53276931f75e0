import { useEffect, useState } from 'preact/hooks';

/** A report and whether it was copied. */
export interface ProblemReportState {
  /** Undefined while it is gathered, or when that fails. */
  text: string | undefined;
  phase: 'gathering' | 'shown' | 'copied' | 'not-copied' | 'failed';
  copy(): void;
}

/** Gathers the report once and copies exactly the text that is shown. */
export function useProblemReport(readReport: () => Promise<string>): ProblemReportState {
  // Only the first callback is used: a report that changes while it is read is not the one the user agreed to copy.
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

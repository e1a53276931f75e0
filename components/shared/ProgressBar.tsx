interface ProgressBarProps {
  /** The accessible name: what is in progress. */
  label: string;
  /** Undefined, or a total of 0, while the amount is unknown. */
  done?: number;
  total?: number;
  /** Whether nothing moves at the moment: a bar without a total then stands still. */
  isWaiting?: boolean;
  /** The progress in words. */
  text?: string;
}

/** A bar that fills, or moves to and fro while the total is unknown. */
export function ProgressBar({ label, done, total, isWaiting = false, text }: ProgressBarProps) {
  const isKnown = done !== undefined && total !== undefined && total > 0;
  const percent = isKnown ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  return (
    <div
      class="progress"
      data-still={isWaiting}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === undefined ? { 'data-open': true } : { 'aria-valuenow': percent })}
      {...(text === undefined ? {} : { 'aria-valuetext': text })}
    >
      <div {...(percent === undefined ? {} : { style: { width: `${percent}%` } })} />
    </div>
  );
}

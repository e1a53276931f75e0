import type { Progress } from '../../lib/backup/reached.ts';
import type { Formats } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProgressBar } from '../shared/ProgressBar.tsx';
import type { Translate } from '../shared/translate.ts';
import { describeProgress } from './describe-progress.ts';
import { describeRoom } from './describe-room.ts';

interface RunProgressProps {
  progress: Progress;
  /** The service's name. */
  service: string;
  /** The accessible name of the bar. */
  label: string;
  isActive: boolean;
  isMoving: boolean;
  t: Translate;
  formats: Formats;
}

/** The progress of a run. Only the active run shows a bar: the popup has one. */
export function RunProgress({ progress, service, label, isActive, isMoving, t, formats }: RunProgressProps) {
  const { share, counts, facts, pace } = describeProgress(progress, isMoving, t, formats);
  const room = describeRoom(progress, service, t, formats);
  return (
    <div class="run-progress">
      {isActive && (
        <ProgressBar
          label={label}
          text={counts}
          isWaiting={!isMoving}
          {...(share === undefined ? {} : { done: share, total: 1 })}
        />
      )}
      <p class="run-counts">
        <span>{counts}</span>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {pace !== undefined && <p class="run-pace">{pace}</p>}
      {room !== undefined && (
        <p class="run-room">
          <Icon name="warning" />
          <span>{room}</span>
        </p>
      )}
    </div>
  );
}

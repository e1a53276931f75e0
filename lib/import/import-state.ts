import type { ErrorCode } from '../errors.ts';
import type { ImportPlan } from './plan.ts';
import type { ImportRecord } from './report.ts';

/** How an import stands; each state carries only its own fields. */
export type ImportState =
  | { phase: 'idle' }
  | { phase: 'reading'; done: number; total: number }
  | { phase: 'planned'; plan: ImportPlan }
  /** A backup or another window has the mails; it begins when they let go. */
  | { phase: 'waiting' }
  | { phase: 'running'; done: number; total: number }
  | { phase: 'undoing'; done: number; total: number }
  | { phase: 'ended'; record: ImportRecord }
  | { phase: 'failed'; code: ErrorCode; refused: { name: string; code: ErrorCode }[]; record?: ImportRecord };

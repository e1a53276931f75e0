import type { ExportState, ServiceState } from '../../messages.ts';
import { kinds } from './report-kinds.ts';
import { field, line, part } from './report-line.ts';

type State = ServiceState | ExportState;
type In<Phase extends State['phase']> = Extract<State, { phase: Phase }>;

const inPhase =
  <Phase extends State['phase']>(phase: Phase) =>
  (state: State): In<Phase> | undefined =>
    state.phase === phase ? (state as In<Phase>) : undefined;

const phase = field(kinds.phase);
const stage = field(kinds.stage);
const reason = field(kinds.reason);
const code = field(kinds.code);

const running = line<In<'running'>>` ${stage((state) => state.progress.stage)}`;
const resting = line<In<'resting'>>` ${reason((state) => state.reason)}`;
const failed = line<In<'failed'>>` ${code((state) => state.code)}`;

/** A state: its phase, and where there is one its stage, reason or code. */
export const stateLine = line<State>`${phase((state) => state.phase)}${part(inPhase('running'), running)}${part(inPhase('resting'), resting)}${part(inPhase('failed'), failed)}`;

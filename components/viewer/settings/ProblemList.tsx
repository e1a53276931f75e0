import { useEffect, useState } from 'preact/hooks';
import { errorKey } from '../../shared/error-key.ts';
import type { Formats } from '../../shared/format.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import type { ViewerProblem } from '../viewer-props.ts';

interface ProblemListProps {
  listProblems(): Promise<ViewerProblem[]>;
  version: number;
  t: Translate;
  formats: Formats;
}

const shownAtMost = 100;

/** The mails and files that could not be saved, each with the reason and what the user can do. */
export function ProblemList({ listProblems, version, t, formats }: ProblemListProps) {
  const [problems, setProblems] = useState<ViewerProblem[]>();
  useEffect(() => {
    let isCurrent = true;
    void listProblems().then(
      (read) => isCurrent && setProblems(read),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [listProblems, version]);
  if (problems === undefined) return null;
  return (
    <section class="card" aria-labelledby="settings-problems">
      <h3 id="settings-problems">{t('viewerProblems')}</h3>
      <p class="quiet">{t(problems.length === 0 ? 'viewerProblemsNone' : 'viewerProblemsText')}</p>
      <ul class="problems">
        {problems.slice(0, shownAtMost).map((problem) => (
          <li key={`${problem.service}/${problem.account}/${problem.kind}/${problem.id}`}>
            <strong>
              {t(problem.kind === 'mail' ? 'viewerProblemMail' : 'viewerProblemAsset', {
                id: shortName(problem),
              })}
            </strong>
            <span>{t(reasonKey(problem))}</span>
            <time class="quiet" dateTime={problem.at}>
              {formats.ownMoment(problem.at)}
            </time>
          </li>
        ))}
      </ul>
      {problems.length > shownAtMost && (
        <p class="quiet">{t('viewerProblemsMore', { count: problems.length - shownAtMost })}</p>
      )}
    </section>
  );
}

/** What was refused once may still be there; only what is gone no longer is. */
function reasonKey({ state, code }: ViewerProblem): MessageKey {
  return code === 'not-found' && state !== 'gone' ? 'viewerProblemRefused' : errorKey(code);
}

/** A file is shown by its name; the folders before it mean nothing to the user. */
function shortName({ kind, id }: ViewerProblem): string {
  return kind === 'mail' ? id : (id.split('/').at(-1) ?? id);
}

import type { RequestSpec } from '../sources/source.ts';

/** What a request asks for: texts, or the bytes of a file. */
export type AnswerKind = 'words' | 'media';

/** How a host has served lately. All requests to the host share it. */
export interface HostHealth {
  /** Good answers so far. */
  goods: number;
  /** Requests that failed at least once and are still being tried. */
  failing: number;
  /** Weak answers since the last good one, and when the first of them came, as `Clock.elapsed`. */
  weak: { tries: number; since: number };
  /** 403 answers since the last good one of the same kind. */
  forbidden: Readonly<Record<AnswerKind, number>>;
  /** Redirects of requests with the account's proof since the last good answer. */
  redirects: number;
}

/** A host that was not asked before. */
export const freshHost: HostHealth = {
  goods: 0,
  failing: 0,
  weak: { tries: 0, since: 0 },
  forbidden: { words: 0, media: 0 },
  redirects: 0,
};

/** What the request asks for. */
export const kindOf = ({ expect }: Pick<RequestSpec, 'expect'>): AnswerKind =>
  expect === 'media' ? 'media' : 'words';

/** The host's health after a good answer of the kind. */
export function afterAnswer(host: HostHealth, kind: AnswerKind): HostHealth {
  return {
    ...host,
    goods: host.goods + 1,
    forbidden: { ...host.forbidden, [kind]: 0 },
    redirects: 0,
    weak: { ...host.weak, tries: 0 },
  };
}

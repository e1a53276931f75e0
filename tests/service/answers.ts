import type { Film } from './film.ts';

/** An answer of the service, before any fault is applied. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** Sent instead of the body. */
  film?: Film;
}

/** Creates a JSON answer; a string is sent unchanged. */
export function jsonAnswer(body: object | string, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

/** Creates a page, style sheet or script. */
export function textAnswer(body: string, type = 'text/html', status = 200): Answer {
  return {
    status,
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
    body: Buffer.from(body),
  };
}

const errorStatus = {
  AccessTokenError: 401,
  AuthorizationError: 401,
  BadRequest: 400,
  ValueError: 403,
  MailError: 401,
  RequestError: 405,
  InternalServerError: 500,
  TermsVersionError: 426,
} as const;

/** The name of an error of the API. */
export type ServiceErrorName = keyof typeof errorStatus;

/** An error in the API's format, by default with the status that belongs to its name. */
export function apiError(
  name: ServiceErrorName,
  message: string,
  status: number = errorStatus[name],
): Answer {
  return jsonAnswer({ error: { data: { id: '#B-0000-0000', code: status, name, message } } }, status);
}

/** The page the web host shows instead of a mail, with a sentence that something went wrong. */
export function errorPage(status = 200): Answer {
  return textAnswer(
    '<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>오류</title>' +
      '<link rel="stylesheet" href="/css/starship.css"></head><body>' +
      '<div class="main-contents"><p>오류가 발생했습니다.<br>잠시 후 다시 시도해 주세요.</p></div></body></html>',
    'text/html',
    status,
  );
}

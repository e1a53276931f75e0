/** Fields that prove an account wherever they appear in an answer. */
const secretField =
  /^(?:(?:access|refresh|id|auth)[-_]?)?token$|password|secret|^authorization$|^(?:set-)?cookie$|^session(?:[-_]?id)?$/i;

/** Shorter values would also cut words out of mails. */
const shortestSecret = 8;

/** The text without the given secrets, should a service ever repeat one in what it sends. */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, '[removed]');
  }
  return clean;
}

/** An address without query and fragment, where signatures live. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

/**
 * A service's record as JSON text fit for storing: secret fields left out, the given secrets cut from every text, and
 * the queries cut from fields that are addresses. Throws `RangeError` when the record is nested absurdly deep.
 */
export function recordText(
  record: unknown,
  { secrets, isAddress }: { secrets: Iterable<string>; isAddress: (field: string) => boolean },
): string {
  const known = [...secrets];
  const text = JSON.stringify(record, (field: string, value: unknown) => {
    if (secretField.test(field)) return undefined;
    if (typeof value !== 'string') return value;
    return withoutSecrets(isAddress(field) ? withoutQuery(value) : value, known);
  });
  return text ?? 'null';
}

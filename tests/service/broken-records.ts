import { hash32 } from './random.ts';
import type { MailRecord } from './records.ts';

/**
 * The ways a record of the list can be broken. `html-names`, `unknown-fields` and `proto-keys` still contain everything
 * a mail needs.
 */
export const breakages = [
  'missing-id',
  'missing-member',
  'null-record',
  'number-subject',
  'bad-date',
  'huge-subject',
  'html-names',
  'unknown-fields',
  'proto-keys',
] as const;

/** A breakage of `breakages`. */
export type Breakage = (typeof breakages)[number];

/** The breakage of this mail's record; each id has one. */
export function breakageOf(seed: number, id: string): Breakage {
  return breakages[hash32(seed, 'breakage', id) % breakages.length] as Breakage;
}

/** The record as broken JSON text. Text, because no object literal can contain an own `__proto__` key. */
export function breakRecord(record: MailRecord, breakage: Breakage): string {
  const { id, member, ...rest } = record;
  switch (breakage) {
    case 'missing-id':
      return JSON.stringify({ member, ...rest });
    case 'missing-member':
      return JSON.stringify({ id, ...rest });
    case 'null-record':
      return 'null';
    case 'number-subject':
      return JSON.stringify({ ...record, subject: 42, subject_ko: 42 });
    case 'bad-date':
      return JSON.stringify({ ...record, receive_datetime: '2020-13-45 99:99:99', receive_time: 'soon' });
    case 'huge-subject':
      return JSON.stringify({ ...record, subject: 'ㅋ'.repeat(2_000_000) });
    case 'html-names':
      return JSON.stringify({
        ...record,
        subject: '<img src=x onerror="document.title=1"> & "quotes"',
        member: { ...member, name: '<script>document.title=1</script>' },
      });
    case 'unknown-fields':
      return JSON.stringify({ ...record, sparkle: { depth: [1, 2, { more: null }] }, is_new_thing: 'maybe' });
    case 'proto-keys': {
      const text = JSON.stringify(record);
      return `${text.slice(0, -1)},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    }
  }
}

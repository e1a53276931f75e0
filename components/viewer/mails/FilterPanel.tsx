import { useId } from 'preact/hooks';
import { dayOfDate, dayText } from '../../../lib/mail/clock.ts';
import type { AccountKey, MailKind, SourceId } from '../../../lib/mail/mail.ts';
import type { Tag } from '../../../lib/mail/marks.ts';
import type { MailFilter } from '../../../lib/mail/search/filter.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import { mailboxName } from '../shared/mailbox-name.ts';

interface FilterPanelProps {
  id: string;
  filter: MailFilter;
  mailboxes: readonly AccountKey[];
  /** The kinds that occur among the mails. */
  kinds: readonly MailKind[];
  tags: readonly Tag[];
  serviceNames: Record<SourceId, string>;
  onFilter(filter: MailFilter): void;
  t: Translate;
}

/** The message keys of the kinds' names. */
const kindNames: Record<MailKind, MessageKey> = {
  mail: 'viewerKindMail',
  birthday: 'viewerKindBirthday',
  notice: 'viewerKindNotice',
  text: 'viewerKindText',
  picture: 'viewerKindPicture',
  video: 'viewerKindVideo',
  voice: 'viewerKindVoice',
  link: 'viewerKindLink',
  letter: 'viewerKindLetter',
};

/** Filters that combine, besides the senders; a filter is offered only where it can exclude a mail. */
export function FilterPanel(props: FilterPanelProps) {
  const { filter, mailboxes, kinds, tags, onFilter, t } = props;
  const services = [...new Set(mailboxes.map(({ service }) => service))];
  return (
    <div class="filter-panel" id={props.id} role="group" aria-label={t('viewerFilters')}>
      {mailboxes.length > 1 && (
        <Choice
          label={t('viewerMailbox')}
          value={filter.service === undefined ? '' : JSON.stringify([filter.service, filter.account ?? null])}
          onChange={(value) => onFilter(inMailbox(filter, value))}
        >
          <option value="">{t('viewerAllMailboxes')}</option>
          {services.map((service) => {
            const boxes = mailboxes.filter((box) => box.service === service);
            return (
              <>
                <option key={service} value={JSON.stringify([service, null])}>
                  {props.serviceNames[service] ?? service}
                </option>
                {boxes.length > 1 &&
                  boxes.map((box) => (
                    <option key={box.account} value={JSON.stringify([service, box.account])}>
                      {mailboxName(box, props.serviceNames, t)}
                    </option>
                  ))}
              </>
            );
          })}
        </Choice>
      )}
      {kinds.length > 1 && (
        <Choice
          label={t('viewerKind')}
          value={filter.kind ?? ''}
          onChange={(value) =>
            onFilter(
              without(
                filter,
                'kind',
                kinds.find((kind) => kind === value),
              ),
            )
          }
        >
          <option value="">{t('viewerAllKinds')}</option>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(kindNames[kind])}
            </option>
          ))}
        </Choice>
      )}
      {tags.length > 0 && (
        <Choice
          label={t('viewerTag')}
          value={filter.tag ?? ''}
          onChange={(value) => onFilter(without(filter, 'tag', value || undefined))}
        >
          <option value="">{t('viewerAllTags')}</option>
          {tags.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <DayField
        label={t('viewerFromDay')}
        value={wholeDay(filter.range?.from, '01-01')}
        onChange={(from) => onFilter(withRange(filter, { ...filter.range, from }))}
      />
      <DayField
        label={t('viewerToDay')}
        value={wholeDay(filter.range?.to, '12-31')}
        onChange={(to) => onFilter(withRange(filter, { ...filter.range, to }))}
      />
      <div class="filter-switches">
        {(
          [
            ['hasPictures', 'viewerWithPictures'],
            ['isStarred', 'viewerStarred'],
            ['isUnread', 'viewerUnread'],
          ] as const
        ).map(([name, label]) => (
          <button
            key={name}
            type="button"
            class="filter-switch"
            aria-pressed={filter[name] ?? false}
            onClick={() => onFilter(without(filter, name, filter[name] ? undefined : true))}
          >
            {t(label)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange(value: string): void;
  children: preact.ComponentChildren;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div class="labelled">
      <label for={id}>{label}</label>
      <select id={id} class="field" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}

function DayField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange(value: string | undefined): void;
}) {
  const id = useId();
  return (
    <div class="labelled filter-day">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="field"
        type="date"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </div>
  );
}

/** The filter with one condition set, or removed when the value is undefined. */
export function without<Field extends keyof MailFilter>(
  filter: MailFilter,
  field: Field,
  value?: MailFilter[Field],
): MailFilter {
  const { [field]: _before, ...rest } = filter;
  return value === undefined ? rest : { ...rest, [field]: value };
}

/** A sender belongs to a service, so choosing another mailbox removes the sender. */
function inMailbox(filter: MailFilter, value: string): MailFilter {
  const { service: _service, account: _account, senderId: _sender, ...rest } = filter;
  if (value === '') return rest;
  const [service, account] = JSON.parse(value) as [string, string | null];
  return { ...rest, service, ...(account !== null && { account }) };
}

function withRange(
  filter: MailFilter,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): MailFilter {
  const range = { ...(from && { from }), ...(to && { to }) };
  return without(filter, 'range', from || to ? range : undefined);
}

/** An address may contain only a year or a month; a date field needs a day. */
function wholeDay(day: string | undefined, end: '01-01' | '12-31'): string {
  if (day === undefined || day.length === 10) return day ?? '';
  if (day.length === 4) return `${day}-${end}`;
  if (end === '01-01') return `${day}-01`;
  return dayText(dayOfDate(Number(day.slice(0, 4)), Number(day.slice(5, 7)) + 1, 0));
}

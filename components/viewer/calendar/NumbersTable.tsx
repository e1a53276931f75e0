import { useId } from 'preact/hooks';
import type { Translate } from '../../shared/translate.ts';

interface NumbersTableProps {
  /** The caption. */
  title: string;
  columns: readonly string[];
  /** The first cell of each row is its header. */
  rows: readonly (readonly string[])[];
  t: Translate;
}

/** The numbers behind a plot, collapsed by default. */
export function NumbersTable({ title, columns, rows, t }: NumbersTableProps) {
  const id = useId();
  return (
    <details class="numbers">
      <summary>
        {t('calendarAsTable')} <span class="visually-hidden">{title}</span>
      </summary>
      <div class="numbers-scroller" tabIndex={0} role="group" aria-labelledby={id}>
        <table>
          <caption id={id}>{title}</caption>
          <thead>
            <tr>
              {columns.map((column, at) => (
                <th key={at} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...values], at) => (
              <tr key={at}>
                <th scope="row">{name}</th>
                {values.map((value, column) => (
                  <td key={column}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

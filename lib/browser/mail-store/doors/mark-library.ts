import type { MarkLibrary } from '../../../mail/marks.ts';
import type { Changes } from '../database/changes.ts';
import type { Connection } from '../database/open.ts';
import { readName } from '../records/names.ts';
import { applyEdit, markStores, readMarks } from '../transactions/edit-marks.ts';

/** The viewer's side of the marks. */
export function createMarkLibrary(connection: Connection, changes: Changes): MarkLibrary {
  return {
    read: () => connection.read(markStores, readMarks),
    readName: () => connection.read(['names'], readName),
    subscribe: (onChange) => changes.subscribe(onChange),
    async edit(edit) {
      await connection.write(markStores, 'relaxed', (transaction) => applyEdit(transaction, edit));
      changes.announce();
    },
  };
}

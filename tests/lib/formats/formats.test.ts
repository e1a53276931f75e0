import { backupFormats } from '../../../lib/formats/registry.ts';
import { mailArk } from '../../../lib/formats/mail-ark/format.ts';
import { pmList } from '../../../lib/formats/pm-list/format.ts';
import { describe, expect, it } from 'vitest';
import { backupFormatContract } from '../../contracts/backup-format-contract.ts';
import { archiveSamples, listSamples, nearMisses } from '../../support/backup-samples.ts';

const archives = await archiveSamples();
const lists = await listSamples();

backupFormatContract({ format: mailArk, samples: archives, strangers: [...nearMisses(), ...lists] });
backupFormatContract({ format: pmList, samples: lists, strangers: [...nearMisses(), ...archives] });

describe('The formats of backups', () => {
  it('are all held to the contract, each under an id of its own', () => {
    expect(backupFormats).toEqual([mailArk, pmList]);
    expect(new Set(backupFormats.map(({ id }) => id)).size).toBe(backupFormats.length);
  });
});

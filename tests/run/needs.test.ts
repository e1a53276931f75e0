import { describe, expect, it } from 'vitest';
import { listNeeds, planPreparation, type Lack, type Machine } from './needs.mjs';

const zip: Lack = { name: 'zip', packages: ['zip'] };
const java: Lack = { name: 'Java', packages: ['default-jre-headless'] };
const chromium: Lack = {
  name: 'Chromium',
  packages: ['chromium', 'chromium-l10n'],
  ubuntuHasIt: false,
  variable: 'CHROMIUM_PATH',
  reason: 'No Chromium was found: install Chromium.',
};
const wrongFirefox: Lack = {
  name: 'Firefox ESR',
  packages: ['firefox-esr'],
  ubuntuHasIt: false,
  variable: 'FIREFOX_PATH',
  isChosen: true,
  reason: 'FIREFOX_PATH is set to /nowhere, which is not a program that can be run.',
};

const debianRoot: Machine = { system: 'debian', isRoot: true };
const debianUser: Machine = { system: 'debian', isRoot: false };
const ubuntuRoot: Machine = { system: 'ubuntu', isRoot: true };
const elsewhere: Machine = { system: 'other', isRoot: true };

describe('the preparation of a command', () => {
  it.each<{ what: string; lacks: Lack[]; machine: Machine; packages?: string[]; complaint?: string }>([
    { what: 'nothing where nothing is missing', lacks: [], machine: debianRoot, packages: [] },
    { what: 'nothing elsewhere where nothing is missing', lacks: [], machine: elsewhere, packages: [] },
    {
      what: 'all packages at once as root on Debian',
      lacks: [chromium, zip, java],
      machine: debianRoot,
      packages: ['chromium', 'chromium-l10n', 'zip', 'default-jre-headless'],
    },
    { what: 'packages as root on Ubuntu', lacks: [zip], machine: ubuntuRoot, packages: ['zip'] },
    {
      what: 'a sentence about a browser that Ubuntu has only as a snap',
      lacks: [chromium, zip],
      machine: ubuntuRoot,
      complaint:
        'Chromium is missing and Ubuntu has it only as a snap: install it from elsewhere and set CHROMIUM_PATH to it.',
    },
    {
      what: 'a sentence about both browsers that Ubuntu has only as snaps',
      lacks: [chromium, { ...wrongFirefox, isChosen: false }],
      machine: ubuntuRoot,
      complaint:
        'Chromium and Firefox ESR are missing and Ubuntu has them only as snaps: install them from elsewhere and set CHROMIUM_PATH and FIREFOX_PATH to them.',
    },
    {
      what: 'a sentence with the command to another user of Debian',
      lacks: [chromium, zip, java],
      machine: debianUser,
      complaint:
        'Chromium, zip, and Java are missing: run this as root, or run “apt-get install --no-install-recommends chromium chromium-l10n zip default-jre-headless” as root.',
    },
    {
      what: 'a sentence on another system',
      lacks: [zip, java],
      machine: elsewhere,
      complaint: 'zip and Java are missing: install them, so that they are found on the PATH.',
    },
    {
      what: 'the reason of a single one on another system',
      lacks: [chromium],
      machine: elsewhere,
      complaint: 'No Chromium was found: install Chromium.',
    },
    {
      what: 'what is wrong with a chosen browser, which no package mends',
      lacks: [zip, wrongFirefox],
      machine: debianRoot,
      complaint: 'FIREFOX_PATH is set to /nowhere, which is not a program that can be run.',
    },
  ])('is $what', ({ lacks, machine, packages, complaint }) => {
    expect(planPreparation(lacks, machine)).toEqual(
      complaint === undefined ? { packages } : { packages: [], complaint },
    );
  });
});

describe('the needs', () => {
  const namesOf = (command: Parameters<typeof listNeeds>[0]) => listNeeds(command).map(({ name }) => name);

  it('of the whole check are all there are', () => {
    expect(namesOf('test')).toEqual([
      'Chromium',
      'Firefox ESR',
      'fonts for Korean, Japanese, and emoji',
      'zip',
      'unzip',
      '7-Zip',
      'bsdtar',
      'pdftoppm',
      'Python 3',
      'Java',
    ]);
  });

  it('of the other commands are what they use', () => {
    const chromiumAndFonts = ['Chromium', 'fonts for Korean, Japanese, and emoji'];
    expect(namesOf('faults')).toEqual(namesOf('test'));
    expect(namesOf('demo')).toEqual(chromiumAndFonts);
    expect(namesOf('demo in Firefox')).toEqual(['Firefox ESR', 'fonts for Korean, Japanese, and emoji']);
    expect(namesOf('looks')).toEqual(chromiumAndFonts);
    expect(namesOf('bench')).toEqual([...chromiumAndFonts, 'unzip']);
    expect(namesOf('list')).toEqual([]);
  });
});

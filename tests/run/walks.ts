/** A function that is passed, by its name; earlier names after it, so that older commits can be compared. */
export type Step = readonly string[];

/** The ways that a newcomer walks first. */
export const walks: { name: string; steps: Step[] }[] = [
  {
    name: 'a mail',
    steps: [
      ['runInBrowser'],
      ['runBackup'],
      ['listFeed'],
      ['fetchMails'],
      ['privateMailSource'],
      ['parseDetail'],
      ['createBackupStore'],
      ['storeMails'],
      ['putRow', 'storeMails'],
    ],
  },
  {
    name: 'an asset',
    steps: [
      ['runInBrowser'],
      ['runBackup'],
      ['fetchAssets'],
      ['createBackupStore'],
      ['storeAssets'],
      ['addPack', 'storeAssets'],
    ],
  },
  {
    name: 'an export',
    steps: [
      ['createExporter'],
      ['createLocalHost'],
      ['buildArchive'],
      ['archiveEntries'],
      ['createZipWriter'],
      ['createExportReader'],
    ],
  },
  {
    name: 'an import',
    steps: [
      ['createImporter'],
      ['recognise'],
      ['mailArk', 'openBackup'],
      ['planImport'],
      ['runImport'],
      ['createImportStore'],
      ['importMails'],
      ['putMail'],
    ],
  },
];

import { backupStoreContract } from '../../../../contracts/backup-store-contract.ts';
import { freshDatabases, openStore } from '../open-store.ts';

backupStoreContract('IndexedDB', async () => {
  freshDatabases();
  const opened = await openStore();
  return { store: opened.backup, close: () => opened.close() };
});

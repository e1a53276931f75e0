import { backupStoreContract } from '../contracts/backup-store-contract.ts';
import { aMemoryStore } from './memory-store.ts';

backupStoreContract('the store of the tests', () =>
  Promise.resolve({ store: aMemoryStore(), close: () => undefined }),
);

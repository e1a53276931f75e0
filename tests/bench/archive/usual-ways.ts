import { downloadZip } from 'client-zip';
import JSZip from 'jszip';

/** How long something took, and how large the file was. */
export interface Saved {
  ms: number;
  sizeBytes: number;
}

interface Named {
  name: string;
  blob: Blob;
}

/** What the store's records are read for here. */
interface StoredAsset {
  key: string;
  parts?: { pack: number; offset: number; sizeBytes: number }[];
}

interface DownloadsApi {
  downloads: {
    download(options: { url: string; filename: string }): Promise<number>;
    search(query: { id: number }): Promise<{ state: string; error?: string; fileSize: number }[]>;
    removeFile(id: number): Promise<void>;
  };
}

const { downloads } = (globalThis as unknown as { chrome: DownloadsApi }).chrome;

/** The floor of an export: everything saved of files as one Blob by reference, and nothing else. Runs in a page of the extension. */
export async function saveOneBlob(): Promise<Saved> {
  const start = performance.now();
  const packs = await readAll<Blob>('packs');
  return { ...(await save(new Blob(packs), 'floor.bin')), ms: performance.now() - start };
}

/** The usual way: every file given to JSZip, which makes a Blob of them. */
export async function saveByJsZip(): Promise<Saved> {
  const start = performance.now();
  const zip = new JSZip();
  for (const { name, blob } of await readFiles()) zip.file(name, blob);
  const blob = await zip.generateAsync({ type: 'blob', compression: 'STORE', streamFiles: true });
  return { ...(await save(blob, 'jszip.zip')), ms: performance.now() - start };
}

/** The quickest of the usual ways: client-zip's stream, collected into a Blob. */
export async function saveByClientZip(): Promise<Saved> {
  const start = performance.now();
  const files = await readFiles();
  const blob = await downloadZip(files.map(({ name, blob: input }) => ({ name, input }))).blob();
  return { ...(await save(blob, 'client-zip.zip')), ms: performance.now() - start };
}

/** Every picture, by reference, and every mail's body as a file. */
async function readFiles(): Promise<Named[]> {
  const packNumbers = await read<IDBValidKey[]>('packs', (store) => store.getAllKeys());
  const packs = new Map((await readAll<Blob>('packs')).map((blob, at) => [packNumbers[at], blob]));
  const assets = (await readAll<{ entries: StoredAsset[] }>('assets')).flatMap(({ entries }) => entries);
  const media = assets.flatMap(({ key, parts }): Named[] => {
    if (!parts) return [];
    const pieces = parts.map(({ pack, offset, sizeBytes }) =>
      packs.get(pack)!.slice(offset, offset + sizeBytes),
    );
    return [{ name: `media/${key}`, blob: new Blob(pieces) }];
  });
  const mails = (await readAll<{ id: string; htmlBody?: string }>('bodies')).map(({ id, htmlBody }) => ({
    name: `mails/${id}.html`,
    blob: new Blob([htmlBody ?? '']),
  }));
  return [...media, ...mails];
}

async function save(blob: Blob, filename: string): Promise<{ sizeBytes: number }> {
  const url = URL.createObjectURL(blob);
  const id = await downloads.download({ url, filename });
  for (;;) {
    const [item] = await downloads.search({ id });
    if (item?.state === 'complete') break;
    if (item?.state !== 'in_progress') throw new Error(`The browser did not save it: ${item?.error}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  URL.revokeObjectURL(url);
  await downloads.removeFile(id);
  return { sizeBytes: blob.size };
}

function readAll<T>(name: string): Promise<T[]> {
  return read(name, (store) => store.getAll() as IDBRequest<T[]>);
}

async function read<T>(name: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await settled(indexedDB.open('mail-ark'));
  try {
    return await settled(ask(database.transaction(name).objectStore(name)));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The database does not answer.'));
  });
}

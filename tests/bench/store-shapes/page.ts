/** Runs inside the browser: stores made-up pictures in one shape, reads them back by reference, and tells how long each took. */

/** One way to keep pictures: `perValue` pictures joined into one Blob, `perTransaction` pictures written at once. */
export interface Shape {
  perValue: number;
  perTransaction: number;
  durability: 'strict' | 'relaxed';
  pictures: number;
  pictureBytes: number;
}

export interface Timing {
  writeMs: number;
  /** Every picture's slice taken from the database and joined into one Blob. */
  joinMs: number;
  /** Mean of reading the bytes of one picture, opened by its key. */
  readOneMs: number;
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('failed'));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('shapes', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('values');
  return answered(request);
}

/** What a download gives: a buffer of its own for each picture, not compressible. */
function aPicture(noise: Uint8Array, number: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(noise);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

function join(pictures: Uint8Array<ArrayBuffer>[]): Blob {
  const joined = new Uint8Array(pictures.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const picture of pictures) {
    joined.set(picture, offset);
    offset += picture.byteLength;
  }
  return new Blob([joined]);
}

async function write(database: IDBDatabase, shape: Shape): Promise<void> {
  const noise = new Uint8Array(shape.pictureBytes);
  for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  for (let first = 0; first < shape.pictures; first += shape.perTransaction) {
    const last = Math.min(first + shape.perTransaction, shape.pictures);
    const pictures = Array.from({ length: last - first }, (_, index) => aPicture(noise, first + index));
    const transaction = database.transaction('values', 'readwrite', { durability: shape.durability });
    const done = settled(transaction);
    for (let at = 0; at < pictures.length; at += shape.perValue) {
      transaction
        .objectStore('values')
        .put(join(pictures.slice(at, at + shape.perValue)), Math.floor((first + at) / shape.perValue));
    }
    await done;
  }
}

async function joinAll(database: IDBDatabase, shape: Shape): Promise<Blob> {
  const parts: Blob[] = [];
  const values = Math.ceil(shape.pictures / shape.perValue);
  for (let first = 0; first < values; first += 256) {
    const range = IDBKeyRange.bound(first, first + 255);
    const found: Blob[] = await answered(database.transaction('values').objectStore('values').getAll(range));
    for (const value of found) {
      for (let at = 0; at < value.size; at += shape.pictureBytes) {
        parts.push(value.slice(at, at + shape.pictureBytes));
      }
    }
  }
  return new Blob(parts);
}

async function readOne(database: IDBDatabase, shape: Shape, number: number): Promise<void> {
  const key = Math.floor(number / shape.perValue);
  const value: Blob = await answered(database.transaction('values').objectStore('values').get(key));
  const at = (number % shape.perValue) * shape.pictureBytes;
  const bytes = await value.slice(at, at + shape.pictureBytes).arrayBuffer();
  if (new DataView(bytes).getUint32(0) !== number) throw new Error('another picture came back');
}

async function timed(deed: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await deed();
  return performance.now() - started;
}

async function measure(shape: Shape): Promise<Timing> {
  const database = await openDatabase();
  const writeMs = await timed(() => write(database, shape));
  const joinMs = await timed(async () => {
    const joined = await joinAll(database, shape);
    if (joined.size !== shape.pictures * shape.pictureBytes) throw new Error('bytes are missing');
  });
  const reads = 100;
  const readMs = await timed(async () => {
    for (let read = 0; read < reads; read += 1) {
      await readOne(database, shape, (read * 7919) % shape.pictures);
    }
  });
  return { writeMs, joinMs, readOneMs: readMs / reads };
}

const shape = JSON.parse(decodeURIComponent(location.hash.slice(1))) as Shape;
const answer = await measure(shape).catch((error: unknown) => ({ error: String(error) }));
await fetch('/result', { method: 'POST', body: JSON.stringify(answer) });

/**
 * What a request reads; undefined also where the stored value cannot be read any more, as where a browser keeps a large value
 * in a file of its own and the file is gone. The transaction then goes on, which a failed request would abort. Rejects
 * when the transaction itself was aborted.
 */
export function readable<T>(request: IDBRequest<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      if (request.error?.name === 'AbortError') return reject(request.error);
      event.preventDefault();
      event.stopPropagation();
      resolve(undefined);
    };
  });
}

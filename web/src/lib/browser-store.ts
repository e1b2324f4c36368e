/** Things kept in the browser's own database, by key: what a closed tab, a crash or a long time offline must not lose. */

export interface BrowserStore<T> {
  read: (key: string) => Promise<T | undefined>;
  write: (key: string, value: T) => Promise<void>;
  remove: (key: string) => Promise<void>;
}

/** One store in a database of its own; it is opened when it is first asked. */
export function browserStore<T>(database: string, name: string): BrowserStore<T> {
  let opened: Promise<IDBDatabase> | undefined;
  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(name));
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });
    return opened;
  };
  const change = async (act: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await open()).transaction(name, 'readwrite');
    act(transaction.objectStore(name));
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error));
    });
  };
  return {
    read: async (key) => {
      const request = (await open()).transaction(name).objectStore(name).get(key);
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result as T | undefined));
        request.addEventListener('error', () => reject(request.error));
      });
    },
    write: (key, value) => change((store) => store.put(value, key)),
    remove: (key) => change((store) => store.delete(key)),
  };
}

/**
 * The browser's storage, the only way to it in this page. Browsers throw at the mere mention of it where cookies are blocked, in some
 * frames and when it is full; then values are kept in memory, and last as long as the page is open.
 */
export interface KeyValueStorage {
  get: (key: string) => string | null;
  set: (key: string, value: string) => void;
  remove: (key: string) => void;
}

function guarded(open: () => Storage): KeyValueStorage {
  /** What the browser refused to keep or to let go; null: removed. Goes before what the browser has. */
  const refused = new Map<string, string | null>();
  const attempt = (key: string, value: string | null, work: (storage: Storage) => void): void => {
    try {
      work(open());
      refused.delete(key);
    } catch {
      refused.set(key, value);
    }
  };
  return {
    get: (key) => {
      const kept = refused.get(key);
      if (kept !== undefined) return kept;
      try {
        return open().getItem(key);
      } catch {
        return null;
      }
    },
    set: (key, value) => {
      attempt(key, value, (storage) => {
        storage.setItem(key, value);
      });
    },
    remove: (key) => {
      attempt(key, null, (storage) => {
        storage.removeItem(key);
      });
    },
  };
}

/** Kept for this tab, also when it is reloaded. */
export const tabStorage = guarded(() => window.sessionStorage);

/** Kept for this browser, from visit to visit. */
export const browserStorage = guarded(() => window.localStorage);

/** The browser's database. To be asked for where a promise fails of what is thrown: it may be missing, and asking for it forbidden. */
export const browserDatabase = (): IDBFactory => window.indexedDB;

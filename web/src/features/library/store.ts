import type { RunRequest, Verdict } from '../../api/types';
import { browserDatabase } from '../../browser/storage';
import type { Workspace } from '../workspace/workspace';

const DATABASE = 'coderunner';
const VERSION = 1;

/** The most drafts and the most runs that are kept; the oldest go. */
export const MAX_KEPT = 100;

export interface Draft {
  id: string;
  changedAt: number;
  workspace: Workspace;
}

export interface PastRun {
  id: string;
  changedAt: number;
  request: RunRequest;
  verdict: Verdict | null;
}

type StoreName = 'drafts' | 'runs';
interface Kept {
  id: string;
  changedAt: number;
}

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= connect().catch((error: unknown) => {
    // Asked again the next time: it may have been allowed meanwhile.
    opening = null;
    throw error;
  });
  return opening;
}

function connect(): Promise<IDBDatabase> {
  return new Promise<IDBDatabase>((resolve, reject) => {
    const request = browserDatabase().open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      for (const name of ['drafts', 'runs'] satisfies StoreName[]) {
        request.result.createObjectStore(name, { keyPath: 'id' }).createIndex('changedAt', 'changedAt');
      }
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('The browser keeps nothing for this page.'));
    };
  });
}

/** Runs one transaction; resolves when it is done. */
async function transact<T>(name: StoreName, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => {
      resolve(request.result);
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('The browser kept nothing.'));
    };
  });
}

async function list<T extends Kept>(name: StoreName): Promise<T[]> {
  const all = (await transact(name, 'readonly', (store) => store.index('changedAt').getAll())) as T[];
  return all.reverse();
}

async function put(name: StoreName, entry: Draft | PastRun): Promise<void> {
  await transact(name, 'readwrite', (store) => store.put(entry));
  const keys = (await transact(name, 'readonly', (store) => store.index('changedAt').getAllKeys())) as string[];
  const surplus = keys.length - MAX_KEPT;
  for (const key of keys.slice(0, Math.max(0, surplus))) await remove(name, key);
}

async function remove(name: StoreName, id: string): Promise<void> {
  await transact(name, 'readwrite', (store) => store.delete(id));
}

/** What this browser keeps of one's own: drafts as they are typed, and the programs that were run. Newest first. */
export const library = {
  drafts: () => list<Draft>('drafts'),
  draft: (id: string) => transact<Draft | undefined>('drafts', 'readonly', (store) => store.get(id) as IDBRequest<Draft | undefined>),
  keepDraft: (workspace: Workspace) => put('drafts', { id: workspace.id, changedAt: Date.now(), workspace }),
  removeDraft: (id: string) => remove('drafts', id),
  runs: () => list<PastRun>('runs'),
  keepRun: (run: PastRun) => put('runs', run),
  removeRun: (id: string) => remove('runs', id),
};

import { tabStorage } from '../../browser/storage';
import { EXAMPLES } from '../library/examples';
import { library } from '../library/store';
import { newFile, newId, newWorkspace, type Workspace } from './workspace';

/** How long typing must rest before it is kept. */
const REST_MS = 400;

const SESSION_DRAFT = 'coderunner.draft';

/** The key that the main source is edited under, beside those of the other files. */
export const MAIN_KEY = 'main';

/** A part of a program, or how to make it of the program as it is by then. */
export type Change = Partial<Workspace> | ((present: Workspace) => Partial<Workspace>);

/** A program that is open. */
export interface OpenProgram {
  workspace: Workspace;
  /** Another number each time that a program is opened: its texts are then set on purpose. */
  opening: number;
}

/**
 * The program that is being written; a store for `useSyncExternalStore`. What it holds is always the newest, also between two drawings of
 * the page. Texts of sources come from the editor, which owns them while they are edited: they are taken note of here without drawing
 * anything, and go back to the editor only when a program is opened. Every change is kept in this browser; where it keeps nothing, all
 * else still works.
 */
export class Draft {
  private program: OpenProgram | null = null;
  private readonly listeners = new Set<() => void>();
  private dirty = false;
  private resting: ReturnType<typeof setTimeout> | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Null until the browser has told what it kept. */
  readonly getProgram = (): OpenProgram | null => this.program;

  /** Begins with what this tab had last, unless something was opened meanwhile. */
  async load(): Promise<void> {
    const workspace = await loadDraft();
    if (this.program === null) this.show(workspace);
  }

  readonly change = (change: Change): void => {
    if (this.note(change)) this.tell();
  };

  /** Takes note of what was typed into a source. The page doesn't show it anywhere else, so nothing is drawn. */
  readonly type = (key: string, content: string): void => {
    this.note((present) =>
      key === MAIN_KEY ? { code: content } : { files: present.files.map((file) => (file.key === key ? { ...file, content } : file)) },
    );
  };

  /** Goes on with another program; the present one stays among the drafts. */
  readonly open = (workspace: Workspace): void => {
    this.keep();
    tabStorage.set(SESSION_DRAFT, workspace.id);
    this.show(workspace);
  };

  /** Keeps it now: whoever runs a program may leave the page the moment after. */
  readonly keep = (): void => {
    this.stopResting();
    if (!this.dirty || this.program === null) return;
    this.dirty = false;
    const { workspace } = this.program;
    tabStorage.set(SESSION_DRAFT, workspace.id);
    library.keepDraft(workspace).catch(() => undefined);
  };

  /** @returns Whether there is a program to change. */
  private note(change: Change): boolean {
    if (this.program === null) return false;
    const { workspace, opening } = this.program;
    this.program = { workspace: { ...workspace, ...(typeof change === 'function' ? change(workspace) : change) }, opening };
    this.dirty = true;
    this.stopResting();
    this.resting = setTimeout(this.keep, REST_MS);
    return true;
  }

  private show(workspace: Workspace): void {
    this.dirty = false;
    this.program = { workspace, opening: (this.program?.opening ?? 0) + 1 };
    this.tell();
  }

  private stopResting(): void {
    if (this.resting !== null) clearTimeout(this.resting);
    this.resting = null;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** This tab's draft; in a new tab a copy of the last one, so that two tabs never write into the same. */
async function loadDraft(): Promise<Workspace> {
  try {
    const id = tabStorage.get(SESSION_DRAFT);
    const own = id === null ? undefined : await library.draft(id);
    if (own !== undefined) return fromKept(own.workspace);
    const last = (await library.drafts())[0];
    if (last !== undefined) return { ...fromKept(last.workspace), id: newId() };
  } catch {
    // A browser that keeps nothing: one begins anew.
  }
  return EXAMPLES[0]?.make() ?? newWorkspace();
}

/** A program that was kept, also by an earlier version of this page. */
export function fromKept(kept: Workspace): Workspace {
  const workspace = newWorkspace(kept);
  return { ...workspace, files: workspace.files.map((file) => ({ ...newFile(file), ...file })) };
}

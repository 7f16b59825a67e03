import { useCallback, useEffect, useRef, useState } from 'react';
import { EXAMPLES } from '../library/examples';
import { library } from '../library/store';
import { newId, newWorkspace, type Workspace } from './workspace';

/** How long typing must rest before it is kept. */
const REST_MS = 400;

const SESSION_DRAFT = 'coderunner.draft';

export interface DraftHandle {
  /** Null until the browser has told what it kept. */
  workspace: Workspace | null;
  change: (part: Partial<Workspace>) => void;
  /** Goes on with another program; the present one stays among the drafts. */
  open: (workspace: Workspace) => void;
  /** Keeps it now: whoever runs a program may leave the page the moment after. */
  keep: () => void;
}

/** The program that is being written. Every change is kept in this browser; where it keeps nothing, all else still works. */
export function useDraft(): DraftHandle {
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  const dirty = useRef(false);
  const current = useRef<Workspace | null>(null);
  useEffect(() => {
    current.current = workspace;
  }, [workspace]);

  useEffect(() => {
    let gone = false;
    void loadDraft().then((loaded) => {
      if (!gone) setWorkspace((present) => present ?? loaded);
    });
    return () => {
      gone = true;
    };
  }, []);

  const keep = useCallback(() => {
    if (!dirty.current || current.current === null) return;
    dirty.current = false;
    sessionStorage.setItem(SESSION_DRAFT, current.current.id);
    library.keepDraft(current.current).catch(() => undefined);
  }, []);

  useEffect(() => {
    const timer = setTimeout(keep, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [workspace, keep]);

  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
    };
  }, [keep]);

  return {
    workspace,
    change: (part) => {
      dirty.current = true;
      setWorkspace((present) => (present === null ? null : { ...present, ...part }));
    },
    open: (next) => {
      if (dirty.current && current.current !== null) library.keepDraft(current.current).catch(() => undefined);
      dirty.current = false;
      sessionStorage.setItem(SESSION_DRAFT, next.id);
      setWorkspace(next);
    },
    keep,
  };
}

/** This tab's draft; in a new tab a copy of the last one, so that two tabs never write into the same. */
async function loadDraft(): Promise<Workspace> {
  try {
    const id = sessionStorage.getItem(SESSION_DRAFT);
    const own = id === null ? undefined : await library.draft(id);
    if (own !== undefined) return newWorkspace(own.workspace);
    const last = (await library.drafts())[0];
    if (last !== undefined) return newWorkspace({ ...last.workspace, id: newId() });
  } catch {
    // A browser that keeps nothing: one begins anew.
  }
  return EXAMPLES[0]?.make() ?? newWorkspace();
}

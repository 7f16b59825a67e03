import { useEffect, useState, useSyncExternalStore } from 'react';
import { Draft } from './draft';
import type { Workspace } from './workspace';

/** The page's program: that which is given, or the one that this tab had last. */
export function useDraft(given: Workspace | null): Draft {
  const [draft] = useState(() => new Draft());
  useSyncExternalStore(draft.subscribe, draft.getProgram);

  useEffect(() => {
    if (given === null) void draft.load();
    else draft.open(given);
  }, [draft, given]);

  useEffect(() => {
    window.addEventListener('pagehide', draft.keep);
    return () => {
      window.removeEventListener('pagehide', draft.keep);
      draft.keep();
    };
  }, [draft]);

  return draft;
}

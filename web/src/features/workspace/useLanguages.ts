import { useEffect, useState } from 'react';
import { httpApi } from '../../api/client';
import { isAbort } from '../../api/errors';
import type { Language } from '../../api/types';
import { Backoff, pause } from '../run/backoff';

/** The languages of the server; asked for until it answers. */
export function useLanguages(): { languages: readonly Language[]; problem: string | null } {
  const [languages, setLanguages] = useState<readonly Language[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      const backoff = new Backoff();
      for (;;) {
        try {
          setLanguages(await httpApi.languages(abort.signal));
          setProblem(null);
          return;
        } catch (error) {
          if (isAbort(error)) return;
          setProblem(error instanceof Error ? error.message : String(error));
          await pause(backoff.take(), abort.signal);
        }
      }
    };
    load().catch(() => undefined);
    return () => {
      abort.abort();
    };
  }, []);
  return { languages, problem };
}

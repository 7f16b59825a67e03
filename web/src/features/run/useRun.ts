import { useEffect, useState, useSyncExternalStore } from 'react';
import { httpApi } from '../../api/client';
import type { RunRequest } from '../../api/types';
import { library } from '../library/store';
import type { RanCase } from '../tests/cases';
import { RunController, type RunState } from './controller';
import { forgetTabRun, keepTabRun, readTabRun } from './tabRun';

export interface RunHandle {
  state: RunState;
  run: (request: RunRequest, cases: readonly RanCase[]) => void;
  cancel: () => void;
  reset: () => void;
}

/** The page's run: kept among the past runs, and found again after the page was reloaded. */
export function useRun(): RunHandle {
  const [controller] = useState(makeController);
  const state = useSyncExternalStore(controller.subscribe, controller.getState);

  useEffect(() => {
    const before = readTabRun();
    if (before !== null) void controller.attach(before.jobId, before.cases);
    return () => {
      controller.reset();
    };
  }, [controller]);

  return {
    state,
    run: (request, cases) => {
      void controller.run(request, cases);
    },
    cancel: () => void controller.cancel(),
    reset: () => {
      forgetTabRun();
      controller.reset();
    },
  };
}

function makeController(): RunController {
  return new RunController(httpApi, ({ jobId, request, cases, result }) => {
    keepTabRun({ jobId, cases });
    library.keepRun({ id: jobId, changedAt: Date.now(), request, verdict: result?.verdict ?? null }).catch(() => undefined);
  });
}

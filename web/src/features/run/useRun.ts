import { useEffect, useState, useSyncExternalStore } from 'react';
import { httpApi } from '../../api/client';
import type { RunRequest } from '../../api/types';
import { library } from '../library/store';
import { RunController, type RunState } from './controller';

const SESSION_JOB = 'coderunner.job';

export interface RunHandle {
  state: RunState;
  run: (request: RunRequest) => void;
  cancel: () => void;
  reset: () => void;
}

/** The page's run: kept among the past runs, and found again after the page was reloaded. */
export function useRun(): RunHandle {
  const [controller] = useState(makeController);
  const state = useSyncExternalStore(controller.subscribe, controller.getState);

  useEffect(() => {
    const jobId = sessionStorage.getItem(SESSION_JOB);
    if (jobId !== null) void controller.attach(jobId);
    return () => {
      controller.reset();
    };
  }, [controller]);

  return {
    state,
    run: (request) => {
      void controller.run(request);
    },
    cancel: () => void controller.cancel(),
    reset: () => {
      sessionStorage.removeItem(SESSION_JOB);
      controller.reset();
    },
  };
}

function makeController(): RunController {
  return new RunController(httpApi, (jobId, request, result) => {
    sessionStorage.setItem(SESSION_JOB, jobId);
    library.keepRun({ id: jobId, changedAt: Date.now(), request, verdict: result?.verdict ?? null }).catch(() => undefined);
  });
}

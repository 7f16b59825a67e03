import type { TestResult, Usage, Verdict } from '../../api/types';
import type { RunState } from '../run/controller';
import { testName, type TestCase } from '../workspace/workspace';

/** What is known of one test of the last run. */
export interface Outcome extends Usage {
  verdict: Verdict;
  /** All of it, once the job has its result. */
  full: TestResult | null;
}

/** The outcome of the test at `index`; null when the last run was without it, or is not that far. */
export function outcomeOf(run: RunState, test: TestCase, index: number): Outcome | null {
  if (run.kind === 'finished') {
    const full = run.result.tests?.[index];
    return full?.name === testName(test, index) ? { ...full, full } : null;
  }
  const live = run.kind === 'following' ? run.job.tests.get(index) : undefined;
  return live === undefined || !isTesting(run) ? null : { ...live, full: null };
}

/** Whether the run that goes on is one on tests. */
export function isTesting(run: RunState): boolean {
  return run.kind === 'following' && run.job.progress?.text.startsWith('test ') === true;
}

/** The index of the test that runs now. */
export function runningTest(run: RunState): number | null {
  if (run.kind !== 'following' || !isTesting(run) || run.job.progress === null) return null;
  return run.job.progress.test - 1;
}

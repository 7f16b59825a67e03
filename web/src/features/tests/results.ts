import type { TestResult, Usage, Verdict } from '../../api/types';
import type { RunState } from '../run/controller';
import type { TestCase, Workspace } from '../workspace/workspace';
import { printOf } from './cases';

/** What is known of one case by the last run. */
export interface Outcome extends Usage {
  verdict: Verdict;
  /** All of it, once the job has its result. */
  full: TestResult | null;
  /** Its place among the tests of the run, from 0. */
  index: number;
  /** The case was changed since: this says nothing of it any more. */
  outdated: boolean;
}

/** What the last run says of the cases, by their keys: of those that it had, and is that far. */
export function outcomesOf(run: RunState, workspace: Workspace): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  if (run.kind !== 'following' && run.kind !== 'finished') return outcomes;
  const tests = new Map(workspace.tests.map((test) => [test.key, test]));
  for (const [index, { key, print }] of run.cases.entries()) {
    const test = tests.get(key);
    const found = test === undefined ? null : outcomeAt(run, index);
    if (test !== undefined && found !== null) outcomes.set(key, { ...found, index, outdated: printOf(test, workspace) !== print });
  }
  return outcomes;
}

function outcomeAt(run: Extract<RunState, { kind: 'following' | 'finished' }>, index: number): (Usage & Pick<Outcome, 'verdict' | 'full'>) | null {
  const full = run.kind === 'finished' ? run.result.tests?.[index] : undefined;
  if (full !== undefined) return { ...full, full };
  const live = run.kind === 'following' ? run.job.tests.get(index) : undefined;
  return live === undefined ? null : { ...live, full: null };
}

/** Whether the run that goes on is at its tests, not at compiling. */
export function isTesting(run: RunState): boolean {
  return run.kind === 'following' && run.job.progress?.text.startsWith('test ') === true;
}

/** The key of the case that runs now. */
export function runningTest(run: RunState): TestCase['key'] | null {
  if (run.kind !== 'following' || !isTesting(run) || run.job.progress === null) return null;
  return run.cases[run.job.progress.test - 1]?.key ?? null;
}

import { tabStorage } from '../../browser/storage';
import type { RanCase } from '../tests/cases';

const SESSION_JOB = 'coderunner.job';
const SESSION_CASES = 'coderunner.cases';

/** The run that a tab shows, found again after it was reloaded. */
export interface TabRun {
  jobId: string;
  cases: readonly RanCase[];
}

export function readTabRun(): TabRun | null {
  const jobId = tabStorage.get(SESSION_JOB);
  return jobId === null ? null : { jobId, cases: readCases() };
}

export function keepTabRun({ jobId, cases }: TabRun): void {
  tabStorage.set(SESSION_JOB, jobId);
  tabStorage.set(SESSION_CASES, JSON.stringify(cases));
}

export function forgetTabRun(): void {
  tabStorage.remove(SESSION_JOB);
  tabStorage.remove(SESSION_CASES);
}

function readCases(): readonly RanCase[] {
  try {
    const kept: unknown = JSON.parse(tabStorage.get(SESSION_CASES) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isCase) : [];
  } catch {
    // Not written by this page.
    return [];
  }
}

function isCase(value: unknown): value is RanCase {
  return typeof value === 'object' && value !== null && 'key' in value && 'print' in value;
}

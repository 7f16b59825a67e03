import type { Cluster, Silo, Totals } from '../../api/types';

const MS_PER_SECOND = 1000;

/** What happened between two answers. */
export interface Rates {
  /** Submissions acknowledged, a second. */
  accepted: number;
  /** Submissions that got their result, a second. */
  finished: number;
  /** How long those waited that waited to the end, in seconds, as a mean; null where none did. */
  wait: number | null;
  /** How long an attempt took that came to a result, in seconds, as a mean; null where none did. */
  run: number | null;
}

export interface SiloRates {
  /** The part of its processors that its process uses, from 0 to 1. */
  cpu: number;
  /** As in `Rates`. */
  run: number | null;
}

/** When it was put together, in seconds of the server's clock. */
export function timeOf(cluster: Cluster): number {
  return Date.parse(cluster.at) / MS_PER_SECOND;
}

/** Whether the totals of `newer` go on from those of `older`. */
export function isContinued(older: Cluster, newer: Cluster): boolean {
  const [before, after] = [older.totals, newer.totals];
  return (
    before.since === after.since &&
    timeOf(newer) > timeOf(older) &&
    after.accepted >= before.accepted &&
    after.leased >= before.leased &&
    after.runs >= before.runs &&
    countFinished(after) >= countFinished(before)
  );
}

/** @returns null where the two can't be compared. */
export function ratesBetween(older: Cluster, newer: Cluster): Rates | null {
  if (!isContinued(older, newer)) return null;
  const seconds = timeOf(newer) - timeOf(older);
  const [before, after] = [older.totals, newer.totals];
  return {
    accepted: (after.accepted - before.accepted) / seconds,
    finished: (countFinished(after) - countFinished(before)) / seconds,
    wait: mean(after.waitSeconds - before.waitSeconds, after.leased - before.leased),
    run: mean(after.runSeconds - before.runSeconds, after.runs - before.runs),
  };
}

/** The rates of one silo, which its own reports time; null where there are not two reports of the same start of it. */
export function siloRatesBetween(older: Cluster, newer: Silo): SiloRates | null {
  const before = older.silos.find((silo) => silo.address === newer.address);
  if (before === undefined) return null;
  const seconds = (Date.parse(newer.reportedAt) - Date.parse(before.reportedAt)) / MS_PER_SECOND;
  if (!(seconds > 0) || newer.runs < before.runs) return null;
  return {
    cpu: Math.max(0, newer.cpuSeconds - before.cpuSeconds) / seconds / Math.max(1, newer.processors),
    run: mean(newer.runSeconds - before.runSeconds, newer.runs - before.runs),
  };
}

/** What each verdict has grown by; 0 where the two can't be compared. */
export function finishedBetween(older: Cluster, newer: Cluster): Record<string, number> {
  const before = isContinued(older, newer) ? older.totals.finished : newer.totals.finished;
  return Object.fromEntries(Object.entries(newer.totals.finished).map(([verdict, number]) => [verdict, number - (before[verdict] ?? 0)]));
}

export function countFinished(totals: Totals): number {
  return Object.values(totals.finished).reduce((sum, number) => sum + number, 0);
}

function mean(sum: number, number: number): number | null {
  return number > 0 ? Math.max(0, sum) / number : null;
}

import type { Cluster } from '../../api/types';
import { isContinued, ratesBetween, timeOf, type Rates } from './rates';

/** How far back the charts go, in seconds. */
export const SPAN = 600;

/** Rates are taken over so many seconds: from one answer to the next they would jump about. */
export const WINDOW = 10;

/** Answers of gateways whose clocks or caches differ by less, in seconds, may come out of order. */
const DISORDER = 10;

/** The cluster at one moment; null where nothing is known. */
export interface Point extends Record<keyof Rates | 'interactive' | 'batch' | 'busy' | 'slots', number | null> {
  /** In seconds of the server's clock. */
  at: number;
}

/** What the answers of the last minutes tell. Never changed, only replaced. */
export interface History {
  /** Answers whose totals can be compared, oldest first. */
  answers: readonly Cluster[];
  points: readonly Point[];
}

export const NO_HISTORY: History = { answers: [], points: [] };

/** The history with one more answer; the same one where the answer is not new. */
export function remember(history: History, answer: Cluster): History {
  const at = timeOf(answer);
  const last = history.answers.at(-1);
  if (last !== undefined && at <= timeOf(last) && at > timeOf(last) - DISORDER) return history;

  const answers = [...(last !== undefined && isContinued(last, answer) ? history.answers : []), answer].filter((one) => timeOf(one) >= at - SPAN);
  // A clock that was put back would draw over what is there.
  const points = history.points.filter((point) => point.at >= at - SPAN && point.at < at);
  const lastAt = points.at(-1)?.at ?? at;
  if (at - lastAt > WINDOW) points.push({ ...UNKNOWN, at: (at + lastAt) / 2 });
  points.push({ ...levels(answer), ...(recentRates(answers) ?? NO_RATES), at });
  return { answers, points };
}

/** The oldest answer of the window that rates are taken over; undefined where there is only one. */
export function windowStart(answers: readonly Cluster[]): Cluster | undefined {
  const last = answers.at(-1);
  return last === undefined ? undefined : answers.find((one) => one !== last && timeOf(one) >= timeOf(last) - WINDOW);
}

const NO_RATES = { accepted: null, finished: null, wait: null, run: null };
const UNKNOWN = { ...NO_RATES, interactive: null, batch: null, busy: null, slots: null };

function recentRates(answers: readonly Cluster[]): Rates | null {
  const first = windowStart(answers);
  const last = answers.at(-1);
  return first === undefined || last === undefined ? null : ratesBetween(first, last);
}

function levels({ queue, slots }: Cluster): Pick<Point, 'interactive' | 'batch' | 'busy' | 'slots'> {
  return { interactive: queue.interactive, batch: queue.batch, busy: slots.busy, slots: slots.count };
}

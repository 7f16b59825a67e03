import type { Outage } from './jobView';

/** What happened, and when it is tried again, in words. */
export function describeOutage({ retryAt, reason }: Outage, now: number): string {
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return `${reason} ${seconds === 0 ? 'Trying again now.' : `Trying again in ${seconds} s.`}`;
}

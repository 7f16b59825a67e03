import type { ReactNode } from 'react';
import { useNow } from '../../ui/hooks';
import { describeResult } from '../result/verdicts';
import { formatElapsed } from '../result/units';
import type { RunState } from './controller';
import type { JobView } from './jobView';
import { describeOutage } from './outage';
import styles from './RunStatus.module.css';

const TICK_MS = 100;

/** One line on where the run is, with the time that has passed. Screen readers are told each change, but not each tick. */
export function RunStatus({ run }: { run: RunState }): ReactNode {
  const active = run.kind === 'sending' || run.kind === 'following';
  const now = useNow(active, TICK_MS);
  const outage = run.kind === 'sending' ? run.outage : run.kind === 'following' ? run.job.outage : null;
  return (
    <>
      <p role="status" className="visually-hidden">
        {announce(run)}
      </p>
      {active && (
        <div className={styles.status} data-outage={outage !== null}>
          <span className={styles.dot} aria-hidden="true" />
          <span>{run.kind === 'sending' ? 'Handing in' : describeJob(run.job, run.cancelling)}</span>
          <span className={styles.time}>{formatElapsed(now - run.since)}</span>
        </div>
      )}
      {outage !== null && <p className={styles.outage}>{describeOutage(outage, now)}</p>}
    </>
  );
}

function describeJob(job: JobView, cancelling: boolean): string {
  if (cancelling) return 'Cancelling';
  if (job.state === 'queued') return job.queuePosition === null ? 'Waiting' : `Waiting, number ${job.queuePosition} in the queue`;
  const again = job.attempts > 1 ? `, attempt ${job.attempts} after a machine was lost` : '';
  if (job.progress === null) return `Running${again}`;
  const { text } = job.progress;
  return text.charAt(0).toUpperCase() + text.slice(1) + again;
}

function announce(run: RunState): string {
  switch (run.kind) {
    case 'idle':
    case 'refused':
      return '';
    case 'sending':
      return run.outage === null ? 'Handing in' : `${run.outage.reason} It will be tried again.`;
    case 'following':
      if (run.job.outage !== null) return `${run.job.outage.reason} It will be tried again.`;
      return run.cancelling ? 'Cancelling' : run.job.state === 'queued' ? 'Waiting in the queue' : 'Running';
    case 'finished':
      return describeResult({ verdict: run.result.verdict, hasTests: run.result.tests !== null }).label;
  }
}

import type { ReactNode } from 'react';
import type { Cluster } from '../../api/types';
import styles from './Figures.module.css';
import type { Point } from './history';
import { formatCount, formatRate, formatSeconds } from './units';

/** The most important numbers of this moment. */
export function Figures({ cluster, last }: { cluster: Cluster; last: Point | undefined }): ReactNode {
  const { silos, slots, queue, totals } = cluster;
  const active = silos.filter((silo) => silo.status === 'active').length;
  const waiting = queue.interactive + queue.batch;
  const figures: [string, string, string][] = [
    ['Silos', formatCount(active), active === silos.length ? 'all active' : `active of ${silos.length}`],
    ['Slots busy', formatCount(slots.busy), `of ${formatCount(slots.count)}`],
    ['Waiting', formatCount(waiting), `of at most ${formatCount(queue.limit)}`],
    ['Finished', formatRate(last?.finished ?? null), 'a second'],
    ['Wait', formatSeconds(last?.wait ?? null), 'mean of the last 10 s'],
    ['Run', formatSeconds(last?.run ?? null), 'mean of the last 10 s'],
    ['Retried', formatCount(totals.retries), `since ${new Date(totals.since).toLocaleString()}`],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([name, value, detail]) => (
        <div key={name} className={styles.figure}>
          <dt>{name}</dt>
          <dd className={styles.value}>{value}</dd>
          <dd className={styles.detail}>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

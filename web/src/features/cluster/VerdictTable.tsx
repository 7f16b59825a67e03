import type { ReactNode } from 'react';
import type { Cluster, Verdict } from '../../api/types';
import { describeVerdict } from '../result/verdicts';
import { finishedBetween } from './rates';
import styles from './Tables.module.css';
import { formatCount, formatShare } from './units';

interface VerdictTableProps {
  cluster: Cluster;
  answers: readonly Cluster[];
}

/** Submissions that have their result, by verdict. */
export function VerdictTable({ cluster, answers }: VerdictTableProps): ReactNode {
  const { finished, since } = cluster.totals;
  const recent = finishedBetween(answers[0] ?? cluster, cluster);
  const all = Object.values(finished).reduce((sum, number) => sum + number, 0);
  const most = Math.max(1, ...Object.values(finished));
  return (
    <section className={styles.section} aria-labelledby="verdicts">
      <h2 id="verdicts" className={styles.title}>
        Submissions by verdict
      </h2>
      <table className={styles.table} aria-labelledby="verdicts">
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col" className={styles.number}>
              Recent
            </th>
            <th scope="col" className={styles.number}>
              In all
            </th>
            <th scope="col" className={styles.number}>
              Share
            </th>
            <td className={styles.chartColumn} />
          </tr>
        </thead>
        <tbody>
          {Object.entries(finished).map(([verdict, number]) => {
            const { label, tone } = describe(verdict);
            return (
              <tr key={verdict} data-tone={tone}>
                <th scope="row">{label}</th>
                <td className={styles.number}>{formatCount(recent[verdict] ?? 0)}</td>
                <td className={styles.number}>{formatCount(number)}</td>
                <td className={styles.number}>{formatShare(all === 0 ? null : number / all)}</td>
                <td className={styles.chartColumn}>
                  <span className={styles.bar} aria-hidden="true">
                    <span className={styles.fill} style={{ width: `${(number / most) * 100}%` }} />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hint">
        Recent: while this page has been looking on, at most the last 10 minutes. In all: since {new Date(since).toLocaleString()}.
      </p>
    </section>
  );
}

/** A server newer than this page may know verdicts that the page doesn't. */
function describe(verdict: string): { label: string; tone: string } {
  const known = describeVerdict(verdict as Verdict) as ReturnType<typeof describeVerdict> | undefined;
  return known ?? { label: verdict, tone: 'neutral' };
}

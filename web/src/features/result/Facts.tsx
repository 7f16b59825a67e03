import type { ReactNode } from 'react';
import type { JobStatus } from '../../api/types';
import styles from './Facts.module.css';
import { formatBytes, formatTime } from './units';

/** What a job used, as far as it ran. */
export function Facts({ result }: { result: JobStatus }): ReactNode {
  const facts: [string, string][] = [];
  if (result.cpuTimeMs !== null) facts.push(['CPU time', formatTime(result.cpuTimeMs)]);
  if (result.wallTimeMs !== null) facts.push(['Wall time', formatTime(result.wallTimeMs)]);
  if (result.memoryBytes !== null) facts.push(['Peak memory', formatBytes(result.memoryBytes)]);
  if (result.compile !== null) facts.push(['Compile', formatTime(result.compile.wallTimeMs)]);
  if (result.attempts > 1) facts.push(['Attempts', String(result.attempts)]);
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import { useId, useState, type ReactNode } from 'react';
import { httpApi } from '../../api/client';
import type { JobStatus } from '../../api/types';
import { fromBase64, saveFile } from './download';
import { Terminal } from './Terminal';
import styles from './OutputSection.module.css';

/** Where the exact bytes of an output are: in a finished job, or in one of its tests. */
export interface OutputSource {
  jobId: string;
  stream: 'stdout' | 'stderr' | 'compileOutput';
  /** Index of the test; left out for the job's own outputs. */
  test?: number;
}

interface OutputSectionProps {
  title: string;
  text: string;
  truncated?: boolean;
  live?: boolean;
  /** Set when the output is complete and can be downloaded. */
  source?: OutputSource | undefined;
  /** Shown in place of the plain output. */
  children?: ReactNode;
}

export function OutputSection({ title, text, truncated = false, live = false, source, children }: OutputSectionProps): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const heading = useId();

  const download = async (from: OutputSource): Promise<void> => {
    setProblem(null);
    try {
      saveFile(`${from.stream}.txt`, pick(await httpApi.statusBytes(from.jobId), from));
    } catch (error) {
      setProblem(`The output could not be downloaded: ${error instanceof Error ? error.message : String(error)} Try again.`);
    }
  };

  return (
    <section aria-labelledby={heading} className={styles.section}>
      <header className={styles.header}>
        <h3 id={heading}>{title}</h3>
        {truncated && <span className={styles.cut}>cut at the limit</span>}
        {source !== undefined && text !== '' && (
          <button type="button" className="button quiet small" aria-label={`Download ${title}`} onClick={() => void download(source)}>
            Download
          </button>
        )}
      </header>
      {problem !== null && (
        <p role="alert" className={`problem ${styles.problem ?? ''}`}>
          {problem}
        </p>
      )}
      {children ?? <Terminal label={title} text={text} live={live} />}
      {truncated && <p className={styles.note}>It wrote more than the output limit. This is the beginning, which is all that was kept.</p>}
    </section>
  );
}

function pick(status: JobStatus, from: OutputSource): Uint8Array<ArrayBuffer> {
  const holder = from.test === undefined || from.stream === 'compileOutput' ? status : status.tests?.[from.test];
  const stream = from.stream as 'stdout' | 'stderr';
  return fromBase64(holder?.[stream] ?? '');
}

import type { ReactNode } from 'react';
import type { CheckerType } from '../../api/types';
import { showControls } from '../result/ansi';
import styles from './DiffView.module.css';
import { around, firstDifference, type ShownLine, type Tolerances } from './difference';

interface DiffViewProps {
  expected: string;
  actual: string;
  checker: CheckerType;
  tolerances: Tolerances;
}

/** Expected and actual output side by side, around the first place where they part. */
export function DiffView({ expected, actual, checker, tolerances }: DiffViewProps): ReactNode {
  const difference = firstDifference(expected, actual, checker, tolerances);
  if (difference === null) return null;
  const { expectedLine, actualLine } = difference;
  const expectedText = expected.split('\n')[expectedLine];
  const actualText = actual.split('\n')[actualLine];
  return (
    <div className={styles.diff}>
      <Side title="Expected" lines={around(expected, expectedLine, actualText)} at={expectedLine} />
      <Side title="Got" lines={around(actual, actualLine, expectedText)} at={actualLine} />
    </div>
  );
}

function Side({ title, lines, at }: { title: string; lines: ShownLine[]; at: number }): ReactNode {
  const missing = !lines.some((line) => line.sameUntil !== null);
  return (
    <section aria-label={`${title}, around line ${at + 1}`} className={styles.side}>
      <p className={styles.title}>{title}</p>
      <pre tabIndex={0} role="group" aria-label={`${title} lines`}>
        {lines.map((line) => (
          <span key={line.number} className={line.sameUntil === null ? styles.line : styles.differs}>
            <span className={styles.number}>{line.number}</span>
            <Content line={line} />
            {'\n'}
          </span>
        ))}
        {missing && (
          <span className={styles.differs}>
            <span className={styles.number} />
            <em>the output ends here</em>
          </span>
        )}
      </pre>
    </section>
  );
}

function Content({ line: { text, sameUntil } }: { line: ShownLine }): ReactNode {
  if (sameUntil === null) return showControls(text);
  const rest = showControls(text.slice(sameUntil)).replace(/ +$/, (blanks) => '·'.repeat(blanks.length));
  return (
    <>
      {showControls(text.slice(0, sameUntil))}
      <mark className={styles.mark}>{rest === '' ? '⏎' : rest}</mark>
    </>
  );
}

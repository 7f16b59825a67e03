import { useId, type ReactNode } from 'react';
import { OutputSection } from '../result/OutputSection';
import { formatBytes, formatTime } from '../result/units';
import { describeEnd, describeVerdict } from '../result/verdicts';
import { testName, type TestCase, type Workspace } from '../workspace/workspace';
import { DEFAULT_TOLERANCE } from './difference';
import { DiffView } from './DiffView';
import type { Outcome } from './results';
import styles from './TestRow.module.css';

interface TestRowProps {
  test: TestCase;
  index: number;
  jobId: string | null;
  outcome: Outcome | null;
  running: boolean;
  open: boolean;
  readOnly: boolean;
  workspace: Workspace;
  onToggle: () => void;
  onChange: (part: Partial<TestCase>) => void;
  onRemove: () => void;
}

/** One test: a line with its verdict, and below it, when open, its fields and what the program wrote. */
export function TestRow(props: TestRowProps): ReactNode {
  const { test, index, outcome, running, open, onToggle } = props;
  const id = useId();
  const words = outcome === null ? null : describeVerdict(outcome.verdict);
  return (
    <li className={styles.row}>
      <button type="button" className={styles.line} aria-expanded={open} aria-controls={id} onClick={onToggle}>
        <span className={styles.arrow} aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        <span className={styles.name}>{testName(test, index)}</span>
        {words !== null && (
          <span className={styles.verdict} data-tone={outcome?.outdated === true ? 'neutral' : words.tone} data-outdated={outcome?.outdated}>
            {words.label}
            {outcome?.outdated === true && ' (outdated)'}
          </span>
        )}
        {words === null && running && <span className={styles.verdict}>Running</span>}
        {outcome !== null && (
          <span className={styles.usage}>
            {formatTime(outcome.cpuTimeMs)} · {formatBytes(outcome.memoryBytes)}
          </span>
        )}
      </button>
      <div id={id} hidden={!open} className={styles.body}>
        {open && (
          <>
            <TestOutput {...props} />
            <TestFields {...props} />
          </>
        )}
      </div>
    </li>
  );
}

function TestFields({ test, index, readOnly, onChange, onRemove }: TestRowProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.fields}>
      <div className={styles.head}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className="field"
          placeholder={`test ${index + 1}`}
          readOnly={readOnly}
          value={test.name}
          onChange={(event) => {
            onChange({ name: event.target.value });
          }}
        />
        {!readOnly && (
          <button type="button" className="button quiet small" aria-label={`Delete ${testName(test, index)}`} onClick={onRemove}>
            Delete
          </button>
        )}
      </div>
      <div className={styles.texts}>
        <label>
          <span className="label">Standard input</span>
          <textarea
            className="field"
            rows={4}
            spellCheck={false}
            readOnly={readOnly}
            value={test.stdin}
            onChange={(event) => {
              onChange({ stdin: event.target.value });
            }}
          />
        </label>
        <div>
          <label className="label" htmlFor={`${id}-expected`}>
            Expected output
          </label>
          <textarea
            id={`${id}-expected`}
            className="field"
            rows={4}
            spellCheck={false}
            readOnly={readOnly}
            disabled={test.expected === null}
            value={test.expected ?? ''}
            onChange={(event) => {
              onChange({ expected: event.target.value });
            }}
          />
          <label className={styles.any}>
            <input
              type="checkbox"
              disabled={readOnly}
              checked={test.expected === null}
              onChange={(event) => {
                onChange({ expected: event.target.checked ? null : '' });
              }}
            />
            Any output is right
          </label>
        </div>
      </div>
    </div>
  );
}

function TestOutput({ test, outcome, jobId, workspace }: TestRowProps): ReactNode {
  const result = outcome?.full ?? null;
  if (outcome === null || result === null || jobId === null) return null;
  const { index, outdated } = outcome;
  const end = describeEnd(result);
  // What was expected then is not known any more.
  const wrong = result.verdict === 'wrong_answer' && test.expected !== null && !outdated;
  return (
    <div className={styles.output}>
      {outdated && <p className="hint">This test was changed since: run it again. What follows is of the run before.</p>}
      <p>
        {result.message !== null && <span>{result.message} </span>}
        {end !== null && result.message !== end && <span className="hint">{end}. </span>}
        <span className="hint">Wall time {formatTime(result.wallTimeMs)}.</span>
      </p>
      {wrong && (
        <DiffView
          expected={test.expected ?? ''}
          actual={result.stdout}
          checker={workspace.checker}
          tolerances={{ absolute: tolerance(workspace.absoluteTolerance), relative: tolerance(workspace.relativeTolerance) }}
        />
      )}
      {result.stdout !== '' && (
        <OutputSection title="Output" text={result.stdout} truncated={result.stdoutTruncated} source={{ jobId, stream: 'stdout', test: index }} />
      )}
      {result.stderr !== '' && (
        <OutputSection title="Error output" text={result.stderr} truncated={result.stderrTruncated} source={{ jobId, stream: 'stderr', test: index }} />
      )}
    </div>
  );
}

function tolerance(text: string): number {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? DEFAULT_TOLERANCE : value;
}

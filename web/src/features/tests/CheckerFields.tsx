import { useId, type ReactNode } from 'react';
import type { CheckerType } from '../../api/types';
import type { Workspace } from '../workspace/workspace';
import { DEFAULT_TOLERANCE } from './difference';
import styles from './TestsPanel.module.css';

const CHECKERS: { type: CheckerType; label: string }[] = [
  { type: 'lines', label: 'Line by line, blanks at line ends ignored' },
  { type: 'tokens', label: 'Word by word, blanks ignored' },
  { type: 'float', label: 'Word by word, numbers within a tolerance' },
  { type: 'exact', label: 'Byte by byte' },
];

/** How outputs are compared, and whether to go on after a failure. */
export function CheckerFields({ workspace, onChange }: { workspace: Workspace; onChange: (part: Partial<Workspace>) => void }): ReactNode {
  const id = useId();
  return (
    <div className={styles.checker}>
      <div>
        <label className="label" htmlFor={`${id}-checker`}>
          Outputs are compared
        </label>
        <select
          id={`${id}-checker`}
          className="field"
          value={workspace.checker}
          onChange={(event) => {
            onChange({ checker: event.target.value as CheckerType });
          }}
        >
          {CHECKERS.map(({ type, label }) => (
            <option key={type} value={type}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {workspace.checker === 'float' && (
        <div className={styles.tolerances}>
          {(['absoluteTolerance', 'relativeTolerance'] as const).map((field) => (
            <label key={field}>
              <span className="label">{field === 'absoluteTolerance' ? 'Absolute tolerance' : 'Relative tolerance'}</span>
              <input
                className="field"
                inputMode="decimal"
                placeholder={String(DEFAULT_TOLERANCE)}
                value={workspace[field]}
                onChange={(event) => {
                  onChange({ [field]: event.target.value });
                }}
              />
            </label>
          ))}
        </div>
      )}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={workspace.stopOnFirstFailure}
          onChange={(event) => {
            onChange({ stopOnFirstFailure: event.target.checked });
          }}
        />
        Stop at the first test that fails
      </label>
    </div>
  );
}

import { useId, type ReactNode } from 'react';
import type { Workspace } from '../workspace/workspace';
import styles from './Panel.module.css';

interface PanelProps {
  workspace: Workspace;
  onChange: (part: Partial<Workspace>) => void;
}

/** What the program gets when it runs once. */
export function InputPanel({ workspace, onChange }: PanelProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.panel}>
      <div className={styles.grow}>
        <label className="label" htmlFor={`${id}-stdin`}>
          Standard input
        </label>
        <textarea
          id={`${id}-stdin`}
          className="field"
          spellCheck={false}
          rows={5}
          value={workspace.stdin}
          onChange={(event) => {
            onChange({ stdin: event.target.value });
          }}
        />
      </div>
      <div>
        <label className="label" htmlFor={`${id}-args`}>
          Arguments
        </label>
        <input
          id={`${id}-args`}
          className="field mono"
          spellCheck={false}
          aria-describedby={`${id}-args-hint`}
          value={workspace.args}
          onChange={(event) => {
            onChange({ args: event.target.value });
          }}
        />
        <p id={`${id}-args-hint`} className="hint">
          Separated by blanks; quotes keep words together.
        </p>
      </div>
    </div>
  );
}

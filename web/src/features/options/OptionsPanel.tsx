import { useId, useState, type ReactNode } from 'react';
import { getApiKey, setApiKey } from '../../api/client';
import type { Language } from '../../api/types';
import type { LimitFields, Workspace } from '../workspace/workspace';
import styles from './Panel.module.css';

interface OptionsPanelProps {
  workspace: Workspace;
  language: Language | undefined;
  onChange: (part: Partial<Workspace>) => void;
}

const LIMITS: { field: keyof LimitFields; label: string }[] = [
  { field: 'cpuSeconds', label: 'CPU time, s' },
  { field: 'wallSeconds', label: 'Wall time, s' },
  { field: 'memoryMiB', label: 'Memory, MiB' },
  { field: 'outputKiB', label: 'Output, KiB' },
  { field: 'processes', label: 'Processes' },
];

/** How the program is compiled, and what it may use. */
export function OptionsPanel({ workspace, language, onChange }: OptionsPanelProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.panel}>
      <div>
        <label className="label" htmlFor={`${id}-options`}>
          Compile options
        </label>
        <input
          id={`${id}-options`}
          className="field mono"
          spellCheck={false}
          placeholder="-O3 -Wall"
          aria-describedby={`${id}-options-hint`}
          value={workspace.compileOptions}
          onChange={(event) => {
            onChange({ compileOptions: event.target.value });
          }}
        />
        <p id={`${id}-options-hint`} className="hint">
          {language === undefined ? 'Given to the compiler after its own.' : `Given to ${language.version} after its own.`}
        </p>
      </div>
      <fieldset className={styles.fieldset}>
        <legend className="label">Limits of a run</legend>
        <div className={styles.limits}>
          {LIMITS.map(({ field, label }) => (
            <div key={field}>
              <label className={styles.small} htmlFor={`${id}-${field}`}>
                {label}
              </label>
              <input
                id={`${id}-${field}`}
                className="field"
                inputMode="decimal"
                placeholder="default"
                value={workspace.limits[field]}
                onChange={(event) => {
                  onChange({ limits: { ...workspace.limits, [field]: event.target.value } });
                }}
              />
            </div>
          ))}
        </div>
      </fieldset>
      <ApiKeyField />
    </div>
  );
}

function ApiKeyField(): ReactNode {
  const id = useId();
  const [key, setKey] = useState(getApiKey);
  return (
    <details className={styles.details}>
      <summary>API key</summary>
      <label className={styles.small} htmlFor={id}>
        Only needed where the server asks for one; it stays in this browser.
      </label>
      <input
        id={id}
        className="field mono"
        type="password"
        autoComplete="off"
        value={key}
        onChange={(event) => {
          setKey(event.target.value);
          setApiKey(event.target.value.trim());
        }}
      />
    </details>
  );
}

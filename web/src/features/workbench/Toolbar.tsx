import type { ReactNode } from 'react';
import type { Language } from '../../api/types';
import { EXAMPLES } from '../library/examples';
import { CLUSTER_PATH } from '../cluster/path';
import type { RunState } from '../run/controller';
import type { Workspace } from '../workspace/workspace';
import styles from './Header.module.css';

interface ToolbarProps {
  workspace: Workspace;
  languages: readonly Language[];
  run: RunState;
  onChange: (part: Partial<Workspace>) => void;
  onExample: (index: number) => void;
  onLibrary: () => void;
  onShare: () => void;
  onRun: () => void;
  onCancel: () => void;
}

/** A strict dialect's name holds the language's own, and would be read as one of another language behind it. */
function standardLabel(language: Language, standard: string): string {
  const dialect = language.dialects?.find((one) => one.name === standard);
  return dialect === undefined || dialect.standard === standard ? `${language.name} ${standard}` : `${language.name} ${dialect.standard}, strict`;
}

/** Language and standard, examples, one's own work, and the buttons that run. */
export function Toolbar(props: ToolbarProps): ReactNode {
  const { workspace, languages, run, onChange } = props;
  const language = languages.find((one) => one.id === workspace.language);
  const active = run.kind === 'sending' || run.kind === 'following';
  const shareable = run.kind === 'following' || run.kind === 'finished';
  return (
    <>
      <label className={styles.select}>
        <span className="visually-hidden">Language</span>
        <select
          className="field"
          value={workspace.language}
          onChange={(event) => {
            onChange({ language: event.target.value, standard: '' });
          }}
        >
          {language === undefined && <option value={workspace.language}>{workspace.language}</option>}
          {languages.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {language !== undefined && language.standards.length > 0 && (
        <label className={styles.select}>
          <span className="visually-hidden">Standard</span>
          <select
            className="field"
            value={workspace.standard === '' ? (language.defaultStandard ?? '') : workspace.standard}
            onChange={(event) => {
              onChange({ standard: event.target.value });
            }}
          >
            {language.standards.map((standard) => (
              <option key={standard} value={standard}>
                {standardLabel(language, standard)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className={`${styles.select ?? ''} ${styles.examples ?? ''}`}>
        <span className="visually-hidden">Start from an example</span>
        <select
          className="field"
          value=""
          onChange={(event) => {
            props.onExample(Number(event.target.value));
          }}
        >
          <option value="" disabled>
            Examples
          </option>
          {EXAMPLES.map((example, index) => (
            <option key={example.title} value={index}>
              {example.title}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="button quiet" onClick={props.onLibrary}>
        My programs
      </button>
      <a className="button quiet" href={CLUSTER_PATH}>
        Cluster
      </a>
      <span className={styles.spacer} />
      <div className={styles.run}>
        <button type="button" className="button quiet" disabled={!shareable} onClick={props.onShare}>
          Share
        </button>
        {active && (
          <button type="button" className="button danger" disabled={run.kind === 'following' && run.cancelling} onClick={props.onCancel}>
            Cancel
          </button>
        )}
        <button type="button" className="button primary" disabled={active} title="Ctrl+Enter" aria-keyshortcuts="Control+Enter Meta+Enter" onClick={props.onRun}>
          Run
        </button>
      </div>
    </>
  );
}

import { useId, useState, type SubmitEvent, type ReactNode } from 'react';
import type { SourceFile } from '../../api/types';
import { checkFileName } from '../workspace/workspace';
import styles from './FileBar.module.css';

interface FileBarProps {
  main: string;
  files: readonly SourceFile[];
  active: string;
  readOnly?: boolean;
  onSelect: (name: string) => void;
  onChange?: (files: SourceFile[], active: string) => void;
}

type Naming = { kind: 'new' } | { kind: 'rename'; name: string };

/** The program's files: the main source, which is always there, and those beside it. */
export function FileBar({ main, files, active, readOnly = false, onSelect, onChange }: FileBarProps): ReactNode {
  const [naming, setNaming] = useState<Naming | null>(null);
  const extra = active !== main && !readOnly;

  const finish = (name: string): void => {
    if (naming?.kind === 'new') onChange?.([...files, { name, content: '' }], name);
    if (naming?.kind === 'rename') onChange?.(files.map((file) => (file.name === naming.name ? { ...file, name } : file)), name);
    setNaming(null);
  };

  return (
    <div className={styles.bar}>
      <nav aria-label="Files" className={styles.files}>
        {[main, ...files.map((file) => file.name)].map((name) => (
          <button
            key={name}
            type="button"
            className={styles.file}
            aria-current={name === active ? 'true' : undefined}
            onClick={() => {
              onSelect(name);
            }}
          >
            {name}
          </button>
        ))}
      </nav>
      {naming !== null && (
        <NameForm
          start={naming.kind === 'rename' ? naming.name : ''}
          others={[main, ...files.map((file) => file.name)].filter((name) => naming.kind === 'new' || name !== naming.name)}
          onDone={finish}
          onCancel={() => {
            setNaming(null);
          }}
        />
      )}
      {!readOnly && naming === null && (
        <div className={styles.actions}>
          <button type="button" className="button quiet small" onClick={() => { setNaming({ kind: 'new' }); }}>
            Add file
          </button>
          {extra && (
            <>
              <button type="button" className="button quiet small" aria-label={`Rename ${active}`} onClick={() => { setNaming({ kind: 'rename', name: active }); }}>
                Rename
              </button>
              <button
                type="button"
                className="button quiet small"
                aria-label={`Delete ${active}`}
                onClick={() => {
                  if (confirm(`Delete ${active}?`)) onChange?.(files.filter((file) => file.name !== active), main);
                }}
              >
                Delete
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

interface NameFormProps {
  start: string;
  others: readonly string[];
  onDone: (name: string) => void;
  onCancel: () => void;
}

function NameForm({ start, others, onDone, onCancel }: NameFormProps): ReactNode {
  const [name, setName] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = checkFileName(name.trim(), others);
    setProblem(found);
    if (found === null) onDone(name.trim());
  };

  return (
    <form className={styles.naming} onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Escape') onCancel(); }}>
      <input
        className="field mono"
        aria-label="File name"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        placeholder="lib/list.h"
        spellCheck={false}
        autoFocus
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setProblem(null);
        }}
      />
      <button type="submit" className="button small">
        {start === '' ? 'Add' : 'Rename'}
      </button>
      <button type="button" className="button quiet small" onClick={onCancel}>
        Cancel
      </button>
      {problem !== null && (
        <p id={id} role="alert" className="problem">
          {problem}
        </p>
      )}
    </form>
  );
}

import { useId, useState, type SubmitEvent, type ReactNode } from 'react';
import { checkFileName } from '../workspace/workspace';
import styles from './FileBar.module.css';

interface FileBarProps {
  /** Names, the first one that of the main source. */
  names: readonly string[];
  active: string;
  readOnly?: boolean;
  onSelect: (name: string) => void;
  onAdd?: (name: string) => void;
  onRename?: (name: string, next: string) => void;
  onRemove?: (name: string) => void;
}

type Naming = { kind: 'new' } | { kind: 'rename'; name: string };

/** The program's files: the main source, which is always there, and those beside it. */
export function FileBar({ names, active, readOnly = false, onSelect, onAdd, onRename, onRemove }: FileBarProps): ReactNode {
  const [naming, setNaming] = useState<Naming | null>(null);
  const extra = active !== names[0] && !readOnly;

  const finish = (name: string): void => {
    if (naming?.kind === 'new') onAdd?.(name);
    if (naming?.kind === 'rename') onRename?.(naming.name, name);
    setNaming(null);
  };

  return (
    <div className={styles.bar}>
      <nav aria-label="Files" className={styles.files}>
        {names.map((name) => (
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
          others={names.filter((name) => naming.kind === 'new' || name !== naming.name)}
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
                  if (confirm(`Delete ${active}?`)) onRemove?.(active);
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

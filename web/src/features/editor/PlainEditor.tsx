import { useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import type { EditedFile } from './codeEditor';
import { readPlain, type PlainState } from './handOver';
import styles from './EditorPane.module.css';

/** What the pane asks of the plain text area. */
export interface PlainHandle {
  reveal: (line: number) => void;
  /** All that a better editor takes over; null as long as an input method composes a character, which would be lost. */
  read: () => PlainState | null;
}

interface PlainEditorProps {
  file: EditedFile;
  readOnly: boolean;
  onChange: (key: string, content: string) => void;
  /** A character that was being composed is whole. */
  onComposed: () => void;
  ref: Ref<PlainHandle>;
}

/** A text area that owns its text: it begins with the file as it was then, and tells what is typed. */
export function PlainEditor({ file, readOnly, onChange, onComposed, ref }: PlainEditorProps): ReactNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  const [before] = useState(file.content);

  useImperativeHandle(ref, () => ({
    reveal: (line) => {
      if (area.current !== null) reveal(area.current, line);
    },
    read: () => (area.current === null || composing.current ? null : readPlain(area.current)),
  }));

  return (
    <textarea
      ref={area}
      className={styles.plain}
      aria-label={`Source code of ${file.name}`}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      wrap="off"
      readOnly={readOnly}
      defaultValue={before}
      onChange={(event) => {
        onChange(file.key, event.target.value);
      }}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={() => {
        composing.current = false;
        onComposed();
      }}
    />
  );
}

function reveal(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}

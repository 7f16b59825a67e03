import { Fragment, useMemo, type ReactNode } from 'react';
import type { Diagnostic } from '../editor/diagnostics';
import styles from './CompilerOutput.module.css';
import { Terminal } from './Terminal';

/** Lines that are drawn; a compiler that says more says nothing new. */
const MAX_LINES = 2000;

interface CompilerOutputProps {
  text: string;
  diagnostics: readonly Diagnostic[];
  onOpen: (place: Diagnostic) => void;
}

/** What the compiler said; the places that it names in the sources are buttons that open them. */
export function CompilerOutput({ text, diagnostics, onOpen }: CompilerOutputProps): ReactNode {
  const byLine = useMemo(() => new Map(diagnostics.map((found) => [found.outputLine, found])), [diagnostics]);
  const lines = text.split('\n');
  if (byLine.size === 0 || lines.length > MAX_LINES || hasControls(text)) return <Terminal label="Compiler" text={text} />;
  return (
    <pre role="group" aria-label="Compiler" tabIndex={0} className={styles.output}>
      {lines.map((line, index) => {
        const place = byLine.get(index);
        return (
          <Fragment key={index}>
            {place === undefined ? line : <PlaceLine line={line} place={place} onOpen={onOpen} />}
            {index < lines.length - 1 && '\n'}
          </Fragment>
        );
      })}
    </pre>
  );
}

function PlaceLine({ line, place, onOpen }: { line: string; place: Diagnostic; onOpen: (place: Diagnostic) => void }): ReactNode {
  const end = /^[^:]+:\d+(:\d+)?/.exec(line)?.[0].length ?? 0;
  return (
    <>
      <button
        type="button"
        className={styles.place}
        onClick={() => {
          onOpen(place);
        }}
      >
        {line.slice(0, end)}
      </button>
      <span className={place.severity === 'error' ? styles.error : place.severity === 'warning' ? styles.warning : undefined}>{line.slice(end)}</span>
    </>
  );
}

/** Sources are quoted in what compilers say; what is not plain text goes the way of all outputs. */
function hasControls(text: string): boolean {
  return /[^\P{C}\n\t]|[\u2028\u2029]/u.test(text);
}

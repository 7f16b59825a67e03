import { useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { parseAnsi, type Piece, type TextStyle } from './ansi';
import styles from './Terminal.module.css';
import { count } from './units';

/** Characters that are drawn at first, and again for each press of the button: a browser takes long over millions. */
const PAGE = 1 << 16;

interface TerminalProps {
  label: string;
  text: string;
  /** Follows the end as it grows. */
  live?: boolean;
}

/** What a program wrote: colours as colours, other control characters as symbols, everything else as plain text. */
export function Terminal({ label, text, live = false }: TerminalProps): ReactNode {
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const [pages, setPages] = useState(1);
  const shown = text.slice(0, pages * PAGE);
  const pieces = useMemo(() => parseAnsi(shown), [shown]);

  useLayoutEffect(() => {
    if (live && atEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [live, shown]);

  const watch = (): void => {
    const element = box.current;
    if (element !== null) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
  };

  return (
    <>
      {/* Focusable, as it scrolls. */}
      <pre ref={box} role="group" aria-label={label} tabIndex={0} className={styles.terminal} onScroll={watch}>
        {pieces.map((piece, index) => (
          <PieceView key={index} piece={piece} />
        ))}
      </pre>
      {shown.length < text.length && (
        <p className={styles.more}>
          <span>{count(text.length - shown.length, 'more character')}</span>
          <button type="button" className="button small" onClick={() => { setPages(pages + 1); }}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}

function PieceView({ piece }: { piece: Piece }): ReactNode {
  if (piece.kind === 'symbol') {
    return (
      <span className={styles.symbol} title={piece.name}>
        {piece.text}
      </span>
    );
  }
  const style = toCss(piece.style);
  return style === null ? piece.text : <span style={style}>{piece.text}</span>;
}

function toCss(style: TextStyle): CSSProperties | null {
  if (Object.keys(style).length === 0) return null;
  const css: CSSProperties = {};
  let color = cssColor(style.color);
  let background = cssColor(style.background);
  if (style.inverse === true) [color, background] = [background ?? 'var(--surface)', color ?? 'var(--text)'];
  // Colours of the palette are made for the page's background; upon one of them, the page's background is what can be read.
  else if (background !== undefined && color === undefined) color = typeof style.background === 'number' ? 'var(--surface)' : undefined;
  if (color !== undefined) css.color = color;
  if (background !== undefined) css.backgroundColor = background;
  if (style.bold === true) css.fontWeight = 'bold';
  if (style.dim === true && color === undefined) css.color = 'var(--muted)';
  if (style.italic === true) css.fontStyle = 'italic';
  const lines = [style.underline === true ? 'underline' : '', style.strike === true ? 'line-through' : ''].join(' ').trim();
  if (lines !== '') css.textDecoration = lines;
  return css;
}

function cssColor(color: number | string | undefined): string | undefined {
  return typeof color === 'number' ? `var(--ansi-${color})` : color;
}

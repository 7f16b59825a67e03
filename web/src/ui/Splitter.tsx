import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import styles from './Splitter.module.css';

const STEP = 4;

interface SplitterProps {
  label: string;
  /** `columns`: it stands between left and right; `rows`: it lies between above and below. */
  direction: 'columns' | 'rows';
  /** Share of what comes before it, in percent. */
  value: number;
  min?: number;
  max?: number;
  onChange: (value: number) => void;
}

/** A bar that shares the space of its parent between its neighbours, by pointer or by arrow keys. */
export function Splitter({ label, direction, value, min = 20, max = 80, onChange }: SplitterProps): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  const set = (next: number): void => {
    onChange(Math.round(Math.min(max, Math.max(min, next)) * 10) / 10);
  };

  const drag = (event: PointerEvent): void => {
    const area = bar.current?.parentElement?.getBoundingClientRect();
    if (area === undefined || bar.current?.hasPointerCapture(event.pointerId) !== true) return;
    set(direction === 'columns' ? ((event.clientX - area.left) / area.width) * 100 : ((event.clientY - area.top) / area.height) * 100);
  };

  const press = (event: KeyboardEvent): void => {
    const [less, more] = direction === 'columns' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const targets: Record<string, number> = { [less]: value - STEP, [more]: value + STEP, Home: min, End: max };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    set(target);
  };

  return (
    <div
      ref={bar}
      role="separator"
      aria-label={label}
      aria-orientation={direction === 'columns' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={direction === 'columns' ? styles.columns : styles.rows}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    />
  );
}

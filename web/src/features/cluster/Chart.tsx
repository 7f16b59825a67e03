import { useEffect, useId, useRef, type ReactNode } from 'react';
import type uPlot from 'uplot';
import { useMedia } from '../../ui/hooks';
import type { ChartSpec } from './charts';
import styles from './Chart.module.css';
import type { Point } from './history';
import { makePlot, resize, toColumns } from './plot';

const DARK = '(prefers-color-scheme: dark)';

/** A chart over time; the table below it is its legend, and says the same to those who don't see it. */
export function Chart({ spec, points }: { spec: ChartSpec; points: readonly Point[] }): ReactNode {
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const dark = useMedia(DARK);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = makePlot(spec, element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      resize(made, element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
    // A canvas does not follow the page's colours by itself.
  }, [spec, dark]);

  useEffect(() => {
    plot.current?.setData(toColumns(spec, points));
  }, [spec, dark, points]);

  const last = points.at(-1);
  return (
    <section aria-labelledby={id} className={styles.chart}>
      <h2 id={id} className={styles.title}>
        {spec.title} <span className={styles.unit}>{spec.unit}</span>
      </h2>
      <div ref={host} role="img" aria-label={`${spec.title} over the last 10 minutes; the table after it has the numbers`} className={styles.plot} />
      <table className={styles.legend}>
        <caption className="visually-hidden">
          {spec.title}, {spec.unit}
        </caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Now</th>
            <th scope="col">Highest in 10 min</th>
          </tr>
        </thead>
        <tbody>
          {spec.series.map(({ label, key }) => (
            <tr key={key}>
              <th scope="row">
                <span className={styles.swatch} aria-hidden="true" />
                {label}
              </th>
              <td>{spec.format(last?.[key] ?? null)}</td>
              <td>{spec.format(highest(points, key))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function highest(points: readonly Point[], key: keyof Point): number | null {
  return points.reduce<number | null>((most, { [key]: value }) => (value !== null && (most === null || value > most) ? value : most), null);
}

import type { ReactNode } from 'react';
import type { Cluster, Silo } from '../../api/types';
import { formatBytes } from '../result/units';
import { windowStart } from './history';
import { siloRatesBetween } from './rates';
import styles from './Tables.module.css';
import { formatCount, formatSeconds, formatShare } from './units';

const STATUS: Record<Silo['status'], string> = { active: 'Active', leaving: 'Leaving', silent: 'Silent' };

interface SiloTableProps {
  cluster: Cluster;
  answers: readonly Cluster[];
}

/** Each silo with its slots. */
export function SiloTable({ cluster, answers }: SiloTableProps): ReactNode {
  const first = windowStart(answers);
  return (
    <div className={styles.section}>
      <h2 id="silos" className={styles.title}>
        Silos
      </h2>
      {/* Scrolls by itself where it is too wide; the keyboard must reach it then. */}
      <div role="region" aria-labelledby="silos" tabIndex={0} className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Silo</th>
              <th scope="col">Status</th>
              <th scope="col">Busy slots</th>
              <th scope="col" className={styles.number}>
                Runs
              </th>
              <th scope="col" className={styles.number}>
                Run, mean
              </th>
              <th scope="col" className={styles.number}>
                Own processor use
              </th>
              <th scope="col" className={styles.number}>
                Own memory
              </th>
              <th scope="col">Languages</th>
              <th scope="col">Sandbox</th>
              <th scope="col">Version</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {cluster.silos.map((silo) => (
              <SiloRow key={silo.address} silo={silo} rates={first === undefined ? null : siloRatesBetween(first, silo)} />
            ))}
          </tbody>
        </table>
      </div>
      {cluster.silos.length === 0 && <p className="hint">There is no silo: nothing that is handed in runs until there is one.</p>}
    </div>
  );
}

function SiloRow({ silo, rates }: { silo: Silo; rates: ReturnType<typeof siloRatesBetween> }): ReactNode {
  return (
    <tr data-status={silo.status}>
      <th scope="row" title={silo.address}>
        {silo.name}
      </th>
      <td>
        <span className={styles.status}>{STATUS[silo.status]}</span>
        {silo.status === 'silent' && <span className={styles.detail}>since {new Date(silo.reportedAt).toLocaleTimeString()}</span>}
      </td>
      <td>
        <span className={styles.slots}>
          {formatCount(silo.busy)} of {formatCount(silo.slots)}
        </span>
        <Bar share={silo.slots === 0 ? 0 : silo.busy / silo.slots} />
      </td>
      <td className={styles.number}>{formatCount(silo.runs)}</td>
      <td className={styles.number}>{formatSeconds(rates?.run ?? null)}</td>
      <td className={styles.number}>{formatShare(rates?.cpu ?? null)}</td>
      <td className={styles.number}>{formatBytes(silo.memoryBytes)}</td>
      <td title={silo.languages.map((language) => language.version).join('\n')}>{silo.languages.map((language) => language.name).join(', ')}</td>
      <td>{silo.sandbox === '' ? 'none' : silo.sandbox}</td>
      <td>{silo.version}</td>
      <td>{new Date(silo.startedAt).toLocaleString()}</td>
    </tr>
  );
}

/** For the eye alone; the number stands beside it. */
function Bar({ share }: { share: number }): ReactNode {
  return (
    <span className={styles.bar} aria-hidden="true">
      <span className={styles.fill} style={{ width: `${Math.min(1, share) * 100}%` }} />
    </span>
  );
}

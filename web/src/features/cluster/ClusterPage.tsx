import { useEffect, useState, type ReactNode } from 'react';
import { getApiKey, setApiKey } from '../../api/client';
import { useNow } from '../../ui/hooks';
import { describeOutage } from '../run/outage';
import { Header } from '../workbench/Header';
import headerStyles from '../workbench/Header.module.css';
import { Chart } from './Chart';
import { CHARTS } from './charts';
import styles from './ClusterPage.module.css';
import { Figures } from './Figures';
import { SiloTable } from './SiloTable';
import { useCluster } from './useCluster';
import { VerdictTable } from './VerdictTable';

const TITLE = 'Cluster – CodeRunner';
const TICK_MS = 500;

/** How the cluster is, live. */
export default function ClusterPage(): ReactNode {
  const { cluster, history, outage, refusal, retry } = useCluster();
  const now = useNow(outage !== null, TICK_MS);
  useEffect(() => {
    const before = document.title;
    document.title = TITLE;
    return () => {
      document.title = before;
    };
  }, []);

  const silent = cluster?.queue.shards.filter((shard) => !shard.reachable) ?? [];
  return (
    <div className={styles.page}>
      <Header>
        <a className="button quiet" href="/">
          Editor
        </a>
        <span className={headerStyles.spacer} />
        <span className={styles.live} data-live={cluster !== null && outage === null && refusal === null}>
          {refusal !== null ? 'Refused' : outage !== null ? 'Not connected' : cluster === null ? 'Connecting' : 'Live'}
        </span>
      </Header>
      <p role="status" className="visually-hidden">
        {outage === null ? '' : `${outage.reason} It will be tried again.`}
      </p>
      <main className={styles.main}>
        <h1 className={styles.title}>Cluster</h1>
        {outage !== null && (
          <p className={styles.banner}>
            {describeOutage(outage, now)}
            {cluster !== null && ` What is shown is of ${new Date(cluster.at).toLocaleTimeString()}.`}
          </p>
        )}
        {silent.length > 0 && (
          <p className={styles.banner}>
            {silent.length === 1 ? 'The dispatcher of one shard does not answer' : `The dispatchers of ${silent.length} shards do not answer`} (
            {silent.map(({ shard }) => shard).join(', ')}): what waits there is not counted.
          </p>
        )}
        {refusal !== null && <KeyForm reason={refusal} onKey={retry} />}
        {cluster !== null && (
          <>
            <Figures cluster={cluster} last={history.points.at(-1)} />
            <div className={styles.charts}>
              {CHARTS.map((spec) => (
                <Chart key={spec.title} spec={spec} points={history.points} />
              ))}
            </div>
            <SiloTable cluster={cluster} answers={history.answers} />
            <VerdictTable cluster={cluster} answers={history.answers} />
          </>
        )}
      </main>
    </div>
  );
}

/** Asks for the API key, which the editor page uses too. */
function KeyForm({ reason, onKey }: { reason: string; onKey: () => void }): ReactNode {
  const [key, setKey] = useState(getApiKey);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setApiKey(key.trim());
        onKey();
      }}
    >
      <p role="alert">{reason}</p>
      <label>
        <span className="label">API key</span>
        <input
          className="field mono"
          type="password"
          autoComplete="off"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
          }}
        />
      </label>
      <p className="hint">It stays in this browser; the editor page uses it too.</p>
      <button type="submit" className="button primary">
        Use this key
      </button>
    </form>
  );
}

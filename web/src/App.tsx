import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { CLUSTER_PATH } from './features/cluster/path';
import { SharedPage } from './features/share/SharedPage';
import { sharedJob } from './features/share/shareLink';
import { forgetTabRun } from './features/run/tabRun';
import { library } from './features/library/store';
import type { Workspace } from './features/workspace/workspace';
import { Header } from './features/workbench/Header';
import { Workbench } from './features/workbench/Workbench';

// Its charts are of no use to those who only write programs.
const ClusterPage = lazy(() => import('./features/cluster/ClusterPage').catch(() => ({ default: NotLoaded })));

export function App(): ReactNode {
  const [address, setAddress] = useState(location.href);
  const [copy, setCopy] = useState<Workspace | null>(null);

  useEffect(() => {
    const moved = (): void => {
      setCopy(null);
      setAddress(location.href);
    };
    window.addEventListener('popstate', moved);
    return () => {
      window.removeEventListener('popstate', moved);
    };
  }, []);

  // Without loading the page anew: a browser that keeps nothing would forget the copy.
  const editCopy = (workspace: Workspace): void => {
    library.keepDraft(workspace).catch(() => undefined);
    forgetTabRun();
    history.pushState(null, '', '/');
    setCopy(workspace);
    setAddress(location.href);
  };

  if (location.pathname === CLUSTER_PATH) {
    return (
      <Suspense fallback={<Header />}>
        <ClusterPage />
      </Suspense>
    );
  }
  const jobId = sharedJob(address);
  return jobId === null ? <Workbench given={copy} /> : <SharedPage jobId={jobId} onCopy={editCopy} />;
}

function NotLoaded(): ReactNode {
  return (
    <>
      <Header />
      <main>
        <h1 className="visually-hidden">Cluster</h1>
        <p role="alert">The server does not answer, so this page could not be loaded. Reload it in a moment.</p>
      </main>
    </>
  );
}

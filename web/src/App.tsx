import { lazy, Suspense, type ReactNode } from 'react';
import { CLUSTER_PATH } from './features/cluster/path';
import { SharedPage } from './features/share/SharedPage';
import { sharedJob } from './features/share/shareLink';
import { Header } from './features/workbench/Header';
import { Workbench } from './features/workbench/Workbench';

// Its charts are of no use to those who only write programs.
const ClusterPage = lazy(() => import('./features/cluster/ClusterPage').catch(() => ({ default: NotLoaded })));

export function App(): ReactNode {
  if (location.pathname === CLUSTER_PATH) {
    return (
      <Suspense fallback={<Header />}>
        <ClusterPage />
      </Suspense>
    );
  }
  const jobId = sharedJob(location.href);
  return jobId === null ? <Workbench /> : <SharedPage jobId={jobId} />;
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

import type { ReactNode } from 'react';
import { SharedPage } from './features/share/SharedPage';
import { sharedJob } from './features/share/shareLink';
import { Workbench } from './features/workbench/Workbench';

export function App(): ReactNode {
  const jobId = sharedJob(location.href);
  return jobId === null ? <Workbench /> : <SharedPage jobId={jobId} />;
}

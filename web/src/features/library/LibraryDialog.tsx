import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { Dialog } from '../../ui/Dialog';
import { Tabs } from '../../ui/Tabs';
import { describeResult } from '../result/verdicts';
import { shareLink } from '../share/shareLink';
import { fromRequest } from '../workspace/toRequest';
import { fromKept } from '../workspace/draft';
import { describeWorkspace, newWorkspace, type Workspace } from '../workspace/workspace';
import styles from './LibraryDialog.module.css';
import { library, type Draft, type PastRun } from './store';

interface LibraryDialogProps {
  /** Called before the lists are read: what is being written should be among them. */
  onShow: () => void;
  onOpen: (workspace: Workspace) => void;
  onClose: () => void;
}

interface Kept {
  drafts: Draft[];
  runs: PastRun[];
}

/** What this browser keeps: drafts and past runs. */
export function LibraryDialog({ onShow, onOpen, onClose }: LibraryDialogProps): ReactNode {
  const [tab, setTab] = useState<'drafts' | 'runs'>('drafts');
  const [kept, setKept] = useState<Kept | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [version, setVersion] = useState(0);

  const show = useEffectEvent(onShow);
  useEffect(() => {
    let gone = false;
    show();
    Promise.all([library.drafts(), library.runs()]).then(
      ([drafts, runs]) => {
        if (!gone) setKept({ drafts, runs });
      },
      () => {
        if (!gone) setProblem('This browser keeps nothing for this page. In a private window that is so; elsewhere the disk may be full.');
      },
    );
    return () => {
      gone = true;
    };
  }, [version]);

  const open = (workspace: Workspace): void => {
    onOpen(workspace);
    onClose();
  };
  const remove = (removing: Promise<void>): void => {
    void removing.then(() => {
      setVersion((before) => before + 1);
    });
  };

  return (
    <Dialog title="My programs" onClose={onClose}>
      <div className={styles.top}>
        <p className="hint">Kept in this browser only.</p>
        <button type="button" className="button small" onClick={() => { open(newWorkspace()); }}>
          New program
        </button>
      </div>
      {problem !== null && <p className={`problem ${styles.empty ?? ''}`}>{problem}</p>}
      {kept !== null && (
        <Tabs
          label="My programs"
          selected={tab}
          onSelect={setTab}
          tabs={[
            {
              id: 'drafts',
              label: 'Drafts',
              badge: String(kept.drafts.length),
              content: (
                <List empty="What you write is kept here.">
                  {kept.drafts.map((draft) => (
                    <Row
                      key={draft.id}
                      title={describeWorkspace(draft.workspace)}
                      language={draft.workspace.language}
                      at={draft.changedAt}
                      onOpen={() => { open(fromKept(draft.workspace)); }}
                      onRemove={() => { remove(library.removeDraft(draft.id)); }}
                    />
                  ))}
                </List>
              ),
            },
            {
              id: 'runs',
              label: 'Runs',
              badge: String(kept.runs.length),
              content: (
                <List empty="What you run is kept here.">
                  {kept.runs.map((run) => (
                    <Row
                      key={run.id}
                      title={describeWorkspace(run.request)}
                      language={run.request.language}
                      at={run.changedAt}
                      verdict={describeRun(run)}
                      link={shareLink(run.id)}
                      onOpen={() => { open(fromRequest(run.request)); }}
                      onRemove={() => { remove(library.removeRun(run.id)); }}
                    />
                  ))}
                </List>
              ),
            },
          ]}
        />
      )}
    </Dialog>
  );
}

function describeRun({ verdict, request }: PastRun): string {
  if (verdict === null) return 'No result yet';
  return describeResult({ verdict, hasTests: request.tests !== undefined }).label;
}

function List({ empty, children }: { empty: string; children: ReactNode[] }): ReactNode {
  return children.length === 0 ? <p className={styles.empty}>{empty}</p> : <ul className={styles.list}>{children}</ul>;
}

interface RowProps {
  title: string;
  language: string;
  at: number;
  verdict?: string;
  link?: string;
  onOpen: () => void;
  onRemove: () => void;
}

function Row({ title, language, at, verdict, link, onOpen, onRemove }: RowProps): ReactNode {
  const date = new Date(at);
  return (
    <li className={styles.row}>
      <button type="button" className={styles.open} onClick={onOpen}>
        <span className={styles.title}>{title}</span>
        <span className="hint">
          {language} · <time dateTime={date.toISOString()}>{date.toLocaleString()}</time>
          {verdict !== undefined && ` · ${verdict}`}
        </span>
      </button>
      {link !== undefined && (
        <a className="button quiet small" href={link} aria-label={`Result of ${title}`}>
          Result
        </a>
      )}
      <button type="button" className="button quiet small" aria-label={`Delete ${title}`} onClick={onRemove}>
        Delete
      </button>
    </li>
  );
}

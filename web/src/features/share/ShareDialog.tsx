import { useId, useState, type ReactNode } from 'react';
import { Dialog } from '../../ui/Dialog';
import styles from './Share.module.css';
import { shareLink } from './shareLink';

/** The link to a job, to be copied. */
export function ShareDialog({ jobId, onClose }: { jobId: string; onClose: () => void }): ReactNode {
  const id = useId();
  const [told, setTold] = useState('');
  const link = shareLink(jobId);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setTold('Copied.');
    } catch {
      // Pages without TLS have no clipboard.
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.select();
      setTold('Selected; copy it with Ctrl+C.');
    }
  };

  return (
    <Dialog title="Share this run" onClose={onClose}>
      <div className={styles.share}>
        <p>Whoever has this link sees the program, its input and its result, and can go on with a copy. It can not be guessed, and it can not be taken back.</p>
        <div className={styles.row}>
          <input
            id={id}
            className="field mono"
            aria-label="Link"
            readOnly
            value={link}
            onFocus={(event) => {
              event.target.select();
            }}
          />
          <button type="button" className="button primary" onClick={() => void copy()}>
            Copy
          </button>
        </div>
        <p role="status" className="hint">
          {told}
        </p>
      </div>
    </Dialog>
  );
}

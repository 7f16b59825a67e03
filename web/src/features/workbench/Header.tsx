import type { ReactNode } from 'react';
import styles from './Header.module.css';

/** The bar at the top of every page. */
export function Header({ children }: { children?: ReactNode }): ReactNode {
  return (
    <header className={styles.header}>
      <a className={styles.brand} href="/">
        <img src="/favicon.svg" alt="" width={22} height={22} />
        CodeRunner
      </a>
      {children}
    </header>
  );
}

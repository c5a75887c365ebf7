import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Bell } from '../../ui/brand.tsx';
import { applicationQuery } from './application.ts';
import classes from './door.module.css';

/** The frame of the screens before anybody is known. */
export function Door({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const { data } = useQuery(applicationQuery);
  useEffect(() => {
    document.title = `${title} · Tocsin`;
  }, [title]);
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Bell size={28} /> Tocsin
        </div>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {text && <p className={classes.text}>{text}</p>}
        </div>
        {children}
      </div>
      <footer className={classes.foot}>{data ? `Version ${data.version}` : '\u00a0'}</footer>
    </main>
  );
}

import { type ReactNode, useEffect, useId, useRef } from 'react';
import classes from './page.module.css';
import { Loading } from './states.tsx';

let visited = 0;

/**
 * The frame of a screen: one heading, its actions, the document's title. After a change of page the heading takes the focus, so that
 * keyboard and screen reader start where the eye does.
 */
export function Page({
  title,
  heading,
  sub,
  actions,
  narrow,
  children,
}: {
  title: string;
  heading?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tocsin`;
  }, [title]);
  useEffect(() => {
    visited += 1;
    if (visited > 1 && !document.activeElement?.closest('[role=dialog], input, textarea')) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={narrow ? `${classes.page} ${classes.narrow}` : classes.page}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h1 className={classes.title} ref={ref} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {sub && <p className={classes.sub}>{sub}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A screen that is on its way. */
export const PagePending = () => (
  <div className={classes.page}>
    <Loading lines={8} />
  </div>
);

/** A titled surface on a page. */
export function Panel({
  title,
  actions,
  children,
  flush,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <div className={classes.panelHead}>
          {title && (
            <h2 id={id} className={classes.panelTitle}>
              {title}
            </h2>
          )}
          {actions}
        </div>
      )}
      <div className={flush ? undefined : classes.panelBody}>{children}</div>
    </section>
  );
}

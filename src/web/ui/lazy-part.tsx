import { notifications } from '@mantine/notifications';
import { type ComponentType, useEffect, useRef, useState } from 'react';

const RETRY_MS = 3000;
const NOTICE = 'lazy-part';

/**
 * A part that is loaded when it is first shown. Nothing stands in its place meanwhile; without a connection it says so and comes when it
 * can.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>) {
  let loaded: ComponentType<P> | undefined;
  const fetch = async () => {
    loaded ??= await load();
    return loaded;
  };

  function LazyPart(props: P) {
    const [Part, setPart] = useState(() => loaded);
    useEffect(() => {
      if (Part) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let gone = false;
      const attempt = () =>
        fetch().then(
          (part) => {
            if (gone) return;
            notifications.hide(NOTICE);
            setPart(() => part);
          },
          () => {
            if (gone) return;
            notifications.show({ id: NOTICE, message: 'This part of the page cannot be loaded; it is tried again.', color: 'vermilion' });
            timer = setTimeout(attempt, RETRY_MS);
          },
        );
      void attempt();
      return () => {
        gone = true;
        clearTimeout(timer);
      };
    }, [Part]);
    return Part ? <Part {...props} /> : null;
  }

  return LazyPart;
}

/** A dialog that is loaded when it is first opened. It is shown closed for a moment, so that it knows where to give the focus back to. */
export function lazyDialog<P extends { opened: boolean }>(load: () => Promise<ComponentType<P>>) {
  const Part = lazyPart<P>(async () => opening(await load()));
  return function LazyDialog(props: P) {
    const isAsked = useRef(false);
    isAsked.current ||= props.opened;
    return isAsked.current ? <Part {...props} /> : null;
  };
}

function opening<P extends { opened: boolean }>(Dialog: ComponentType<P>) {
  return function Opening(props: P) {
    const [isShown, setShown] = useState(false);
    useEffect(() => setShown(true), []);
    return <Dialog {...props} opened={props.opened && isShown} />;
  };
}

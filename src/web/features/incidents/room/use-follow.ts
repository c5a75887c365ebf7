import { useEffect, useLayoutEffect, useRef, useState } from 'react';

const NEAR_END_PX = 80;

const scrollToEnd = (element: HTMLElement | null) => {
  if (element) element.scrollTop = element.scrollHeight;
};

/**
 * Follows the newest message while the reader is at the end; leaves the reader alone while they read further up.
 * @param last id of the newest message
 * @param onRead the newest message is in sight
 */
export function useFollow(last: number | undefined, onRead: (last: number) => void) {
  const log = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const distance = useRef<number>(undefined);
  const read = useRef(onRead);
  read.current = onRead;
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const look = () => setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX);
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    if (isAtEnd && last !== undefined) scrollToEnd(log.current);
  }, [last, isAtEnd]);
  // Earlier messages push down what the reader looks at; the distance to the end stays the same.
  useLayoutEffect(() => {
    if (distance.current === undefined || !log.current) return;
    log.current.scrollTop = log.current.scrollHeight - distance.current;
    distance.current = undefined;
  });
  useEffect(() => {
    const see = () => {
      if (isAtEnd && last !== undefined && document.visibilityState === 'visible') read.current(last);
    };
    see();
    document.addEventListener('visibilitychange', see);
    return () => document.removeEventListener('visibilitychange', see);
  }, [last, isAtEnd]);
  const keepPlace = () => {
    if (log.current) distance.current = log.current.scrollHeight - log.current.scrollTop;
  };
  return { log, isAtEnd, toEnd: () => scrollToEnd(log.current), keepPlace };
}

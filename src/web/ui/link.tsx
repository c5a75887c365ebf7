import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { Link, type LinkComponentProps, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';
import type { Place } from '../paths.ts';

type Own = {
  at: Place;
  children?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
  className?: string;
  'aria-label'?: string;
  title?: string;
  preload?: false | 'intent';
  activeOptions?: LinkComponentProps['activeOptions'];
  onClick?: (event: React.MouseEvent) => void;
};

const placed = (at: Place) => ({ ...at, search: at.search ?? {} }) as unknown as LinkComponentProps;

/** A bare link to a place of the application. */
export function PlainLink({ at, preload = 'intent', ...rest }: Own) {
  return <Link {...placed(at)} preload={preload} {...(rest as object)} />;
}

export function TextLink({ at, ...rest }: Own & AnchorProps) {
  return <Anchor renderRoot={(props) => <Link {...placed(at)} preload="intent" {...props} />} {...(rest as object)} />;
}

export function ButtonLink({ at, ...rest }: Own & ButtonProps) {
  return <Button renderRoot={(props) => <Link {...placed(at)} preload="intent" {...props} />} {...(rest as object)} />;
}

/** Goes to places in code. */
export function useGo() {
  const navigate = useNavigate();
  return (at: Place, options: { replace?: boolean; ignoreBlocker?: boolean } = {}) =>
    void navigate({ ...at, search: at.search ?? {}, ...options } as never);
}

/** The address of a place, for copying. */
export function useHref() {
  const router = useRouter();
  return (at: Place) => location.origin + router.buildLocation({ ...at, search: at.search ?? {} } as never).href;
}

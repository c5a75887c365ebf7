import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

type Props = ButtonProps & {
  children: ReactNode;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  off?: string | false | undefined;
  type?: 'button' | 'submit';
  'aria-label'?: string;
};

/**
 * A button that says why it is off. It stays reachable by keyboard, so that the reason can be read by everybody.
 * @param off the reason; undefined or false: the button works
 */
export function ActionButton({ off, onClick, children, ...rest }: Props) {
  if (!off)
    return (
      <Button {...rest} onClick={onClick}>
        {children}
      </Button>
    );
  return (
    <Tooltip label={off}>
      <Button {...rest} data-disabled aria-disabled onClick={(event: MouseEvent<HTMLButtonElement>) => event.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  );
}

import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useId } from 'react';

type Props = Omit<PasswordInputProps, 'label' | 'visibilityToggleButtonProps'> & { label: string };

/** A password or another secret. The library leaves the tie between the input and its hint and problem out; here they are read together. */
export function PasswordField({ label, description, error, ...rest }: Props) {
  const id = useId();
  const described = [error && `${id}-error`, description && `${id}-description`].filter(Boolean).join(' ');
  return (
    <PasswordInput
      {...rest}
      id={id}
      label={label}
      description={description}
      error={error}
      aria-invalid={error ? true : undefined}
      aria-describedby={described || undefined}
      visibilityToggleButtonProps={{ 'aria-label': `Show: ${label.toLowerCase()}` }}
    />
  );
}
